"""`zhiwang users`, `tokens` and `audit` as a person types them, in processes of their own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.store.connection import Connection
from tests.commands import Commands

TOWN = "441900003"


class Shell:
    """Runs commands against the Redis of the tests."""

    def __init__(self, commands: Commands, redis_server: Connection, folder: Path) -> None:
        self._commands = commands
        socket = redis_server.redis.get_connection_kwargs()["path"]
        self._environment = {
            **{"ZHIWANG_REDIS_URL": f"unix://{socket}", "ZHIWANG_DATA": str(folder), "USER": "operator"},
            **{"LOGNAME": "operator", "PATH": "/usr/bin:/bin"},
        }

    def __call__(self, line: str, typed: str = "", status: int = 0) -> str:
        done = self._commands.run(*line.split(), env=self._environment, text=typed)
        assert done.returncode == status, done.stderr
        return done.stdout if status == 0 else done.stderr


@pytest.fixture
def shell(commands: Commands, redis_server: Connection, tmp_path: Path) -> Iterator[Shell]:
    yield Shell(commands, redis_server, tmp_path)
    redis_server.redis.flushdb()


def test_people_and_tokens_are_kept_changed_and_written_down(shell: Shell) -> None:
    shell(f"users add li --role evaluator --area {TOWN} --password-stdin", "a good password\n")
    (li,) = json.loads(shell("users list --json"))
    assert (li["name"], li["role"], li["areas"], li["logins"]) == ("li", "evaluator", [TOWN], 0)
    shell("users change li --role steward --whole-city")
    shell("users add li --replace --password-stdin", "another password\n")
    (li,) = json.loads(shell("users list --json"))
    assert (li["role"], li["areas"]) == ("steward", []), "a new password leaves role and areas"
    shell("users unlock li")
    assert shell("users sign-out li") == "0 logins of li have ended.\n"
    shell(f"tokens add town --area {TOWN}")
    assert json.loads(shell("tokens list --json"))[0]["areas"] == [TOWN]
    shell("users remove li")
    told = json.loads(shell("audit --json"))
    assert {one["who"] for one in told} == {"command:operator"}
    assert {one["where"] for one in told} == {"local"}
    assert [one["what"].split(" (")[0] for one in reversed(told)] == [
        *("add li", "change li", "new password li", "unlock li", "sign-out li; 0 logins", "add town"),
        "remove li",
    ]
    assert len(json.loads(shell("audit --json --action tokens --who command:operator"))) == 1
    assert len(json.loads(shell("audit --json --since 2020-01-01 --limit 3"))) == 3


@pytest.mark.parametrize(
    "line",
    [
        "users add li --role boss --invent",
        "users add li --area 999 --invent",
        "tokens add t --scope ingest --area 441900003",
        "audit --action nothing",
    ],
)
def test_what_makes_no_sense_is_refused(line: str, shell: Shell) -> None:
    assert shell(line, status=2).startswith("zhiwang: ")
