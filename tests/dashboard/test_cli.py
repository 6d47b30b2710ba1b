"""The command line as a user meets it: subprocesses over an embedded Redis of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from dashboard.questions import QUESTIONS
from data_access.store.connection import open_connection
from tests.commands import Commands
from tests.dashboard.test_questions_api import sample

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose Redis stays up between commands."""
    data = tmp_path_factory.mktemp("cli")
    with open_connection(None, data):
        yield data


@pytest.fixture
def zhiwang(folder: Path, commands: Commands) -> Run:
    """Runs a command in the folder."""

    def run(*words: str, text: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("ZHIWANG_")}
        return commands.run(*words, env=given | {"ZHIWANG_DATA": str(folder)} | settings, text=text)

    return run


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr of a command that could not do what was asked."""
    assert done.returncode != 0
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_help_loads_nothing_heavy(zhiwang: Run) -> None:
    heavy = "numpy pandas redis dash flask rich structlog pydantic shapely".split()
    code = (
        f"import sys\nimport dashboard.cli.main\nprint([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    program = [sys.executable, "-m", "dashboard.cli", "--help"]
    assert "Usage" in subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert zhiwang("--version").stdout.startswith("zhiwang ")


def test_a_file_is_imported_once_asked_about_and_verified(zhiwang: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.ndjson"
    file.write_bytes(b"\n".join([*sample(), b"nonsense"]))
    tried = orjson.loads(zhiwang("import", str(file), "--dry-run", "--json").stdout)
    assert (tried["applied"], tried["quarantined"], tried["dry_run"]) == (4, 1, True)
    assert orjson.loads(zhiwang("verify", "--json").stdout)["cases"] == 0
    first = orjson.loads(zhiwang("import", str(file), "--json").stdout)
    assert (first["applied"], first["duplicate"], first["quarantined"]) == (4, 0, 1)
    assert first["problems"][0]["line"] == 5
    again = orjson.loads(zhiwang("import", str(file), "--json").stdout)
    assert (again["applied"], again["duplicate"]) == (0, 4)
    asked = zhiwang("query", "overview", "--from", "2026-03-01", "--to", "2026-03-05", "--json")
    assert orjson.loads(asked.stdout)["reported_count"] == 2
    assert asked.stderr == ""
    verified = zhiwang("verify", "--json")
    found = orjson.loads(verified.stdout)
    assert (found["cases"], found["differences"], found["other_packs"]) == (2, [], {})
    assert verified.returncode == 0
    assert "2 cases compared, 0 differences" in zhiwang("verify").stdout


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_table_for_people(name: str, zhiwang: Run) -> None:
    done = zhiwang("query", name, "--as-of", "2026-03-04")
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("query", "overview", "--area", "999"), "no area '999'"),
        (("query", "overview", "--from", "yesterday"), "'yesterday'"),
        (("query", "trend", "--bucket", "year"), "hour, day, week, month"),
        (("query", "overview", "--city", "nowhere"), "nowhere"),
        (("import", "no-such-file.ndjson"), "no-such-file.ndjson"),
        (("import", "README.md"), "README.md"),
        (("tokens", "add", "x", "--scope", "everything"), "'everything'"),
        (("tokens", "revoke", "nobody"), "nobody"),
        (("users", "remove", "nobody"), "nobody"),
        (("serve", "--surface", "walls"), "wall, review, public"),
        (("city", "check", "no-such-folder"), "no-such-folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], part: str, zhiwang: Run) -> None:
    done = zhiwang(*words)
    assert done.returncode != 0
    assert part in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_redis_that_is_not_there_is_said_without_its_password(zhiwang: Run) -> None:
    said = error_of(zhiwang("verify", ZHIWANG_REDIS_URL="redis://user:hush@127.0.0.1:1/0"))
    assert "127.0.0.1:1" in said
    assert "hush" not in said


def test_a_wrong_setting_is_named(zhiwang: Run) -> None:
    assert "ZHIWANG_PORT" in error_of(zhiwang("verify", ZHIWANG_PORT="many"))


def test_tokens_are_made_listed_and_revoked(zhiwang: Run) -> None:
    made = orjson.loads(zhiwang("tokens", "add", "platform", "--scope", "ingest", "--json").stdout)
    assert made["token"].startswith("zw_")
    assert "platform" in error_of(zhiwang("tokens", "add", "platform"))
    listed = zhiwang("tokens", "list", "--json").stdout
    assert orjson.loads(listed)[0]["scopes"] == ["ingest"]
    assert made["token"] not in listed
    assert zhiwang("tokens", "revoke", "platform").returncode == 0
    assert orjson.loads(zhiwang("tokens", "list", "--json").stdout) == []


def test_users_are_added_listed_and_removed(zhiwang: Run) -> None:
    assert zhiwang("users", "add", "li", "--password-stdin", text="eight or more\n").returncode == 0
    assert "characters" in error_of(zhiwang("users", "add", "wang", "--password-stdin", text="short\n"))
    assert "li" in error_of(zhiwang("users", "add", "li", "--password-stdin", text="eight or more\n"))
    listed = zhiwang("users", "list", "--json").stdout
    assert [user["name"] for user in orjson.loads(listed)] == ["li"]
    assert "argon2" not in listed
    assert len(zhiwang("users", "add", "invented", "--invent").stdout.strip()) == 19
    for name in ("li", "invented"):
        assert zhiwang("users", "remove", name).returncode == 0


def test_the_doctor_looks_at_everything(zhiwang: Run) -> None:
    done = zhiwang("doctor", "--json")
    found = {finding["check"] for finding in orjson.loads(done.stdout)}
    assert {"python", "city", "store", "worker", "login", "public"} <= found
    assert done.returncode == 0
    assert "ZHIWANG_PROT" in zhiwang("doctor", ZHIWANG_PROT="1").stdout
    assert zhiwang("doctor", ZHIWANG_REDIS_URL="redis://127.0.0.1:1").returncode == 1


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    command = (
        f"{sys.executable} -m dashboard.cli query centres --level village --json --data {folder} | head -c 10"
    )
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert done.stdout == '[{"code":"'
    assert "Traceback" not in done.stderr
