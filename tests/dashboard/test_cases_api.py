"""`GET /api/v1/cases` and `/api/v1/cases/ID`, and the same at the command line."""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard.config import load_settings
from dashboard.services import Services, open_services
from data_access.ingest.ingest import Ingest
from data_access.store.connection import Connection
from data_access.store.tokens import Token
from tests.commands import Commands
from tests.dashboard.conftest import log_in
from tests.dashboard.test_actions_api import report

AS_OF = "2026-03-04T12:00:00+08:00"
TIMES = {"from": "2026-03-01", "to": "2026-03-05", "as-of": AS_OF}


def actions() -> list[bytes]:
    lines = [
        report("C1", at="2026-03-01T08:00:00", description="满", reporter="王", check="4821", urgent=True),
        {"case_id": "C1", "action": "dispatch", "at": "2026-03-01T09:00:00", "department": "城管分局"},
        {"case_id": "C1", "action": "return", "at": "2026-03-01T09:10:00"},
        {"case_id": "C1", "action": "dispatch", "at": "2026-03-01T09:20:00", "department": "城管分局"},
        report("C2", at="2026-03-03T09:30:00", source="app"),
        {"case_id": "C2", "action": "close", "at": "2026-03-03T10:30:00"},
        report("a/b?c 案", at="2026-03-02T09:30:00", town="441900004"),
        {"case_id": "C9", "action": "close", "at": "2026-03-03T10:30:00"},
    ]
    return list(map(orjson.dumps, lines))


@pytest.fixture
def cases(services: Services) -> None:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    assert ingest.ingest(actions(), feed="test").quarantined == 0


def ask(client: FlaskClient, headers: dict[str, str], **options: str) -> dict[str, Any]:
    answer = client.get("/api/v1/cases", query_string={"as-of": AS_OF, **options}, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def ids(answer: dict[str, Any]) -> list[str]:
    return [entry["case_id"] for entry in answer["cases"]]


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["C2", "a/b?c 案", "C1"]),
        ({"order": "asc"}, ["C1", "a/b?c 案", "C2"]),
        ({"sort": "age"}, ["C1", "a/b?c 案", "C2"]),
        ({"area": "441900004"}, ["a/b?c 案"]),
        ({"area": "441900004,441900003"}, ["C2", "a/b?c 案", "C1"]),
        ({"stage": "closed,reported"}, ["C2", "a/b?c 案"]),
        ({"open": "no"}, ["C2"]),
        ({"urgent": "yes"}, ["C1"]),
        ({"returned": "yes", "reworked": "no"}, ["C1"]),
        ({"department": "城管分局"}, ["C1"]),
        ({"source": "app,wechat"}, ["C2"]),
        ({"from": "2026-03-02", "to": "2026-03-03"}, ["a/b?c 案"]),
        ({"measure": "dispatches", "from": "2026-03-01", "to": "2026-03-02"}, ["C1", "C1"]),
        ({"measure": "closed", "from": "2026-03-01", "to": "2026-03-05"}, ["C2"]),
        ({"measure": "open"}, ["a/b?c 案", "C1"]),
        ({"measure": "reported"}, []),  # without a period: today
    ],
)
def test_lists_are_filtered_and_sorted(
    client: FlaskClient, read: dict[str, str], options: dict[str, str], expected: list[str]
) -> None:
    answer = ask(client, read, **options)
    assert sorted(ids(answer)) == sorted(expected)
    if "measure" not in options:
        assert ids(answer) == expected
    assert answer["total"] == len(expected)


@pytest.mark.usefixtures("cases")
def test_pages_go_on_behind_their_cursor_at_the_moment_of_the_first(
    client: FlaskClient, read: dict[str, str]
) -> None:
    first = client.get("/api/v1/cases?limit=2", headers=read).get_json()
    assert ids(first) == ["C2", "a/b?c 案"]
    second = client.get(f"/api/v1/cases?limit=50&cursor={first['next']}", headers=read).get_json()
    assert (ids(second), second["next"], second["total"]) == (["C1"], None, 3)
    assert second["as_of"] == first["as_of"]
    other = client.get(f"/api/v1/cases?cursor={first['next']}&urgent=yes", headers=read)
    assert other.status_code == 400
    assert other.get_json()["error"]["option"] == "cursor"


@pytest.mark.usefixtures("cases")
def test_a_case_is_found_by_any_id_and_an_unknown_one_is_not(
    client: FlaskClient, read: dict[str, str]
) -> None:
    def get(case_id: str) -> Any:
        return client.get(f"/api/v1/cases/{quote(case_id, safe='')}", query_string=TIMES, headers=read)

    for case_id in ("C1", "C2", "a/b?c 案", "C9"):
        assert get(case_id).get_json()["case_id"] == case_id
    missing = get("C3")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "no_such_case")
    page = get("C1").get_json()
    assert [step["action"] for step in page["timeline"]] == ["report", "dispatch", "return", "dispatch"]
    counted = {(entry["indicator"], entry["part"]) for entry in page["indicators"]}
    assert ("dispatched_count", "numerator") in counted
    assert ("closed_count", "numerator") not in counted


@pytest.mark.usefixtures("cases", "account")
def test_private_fields_need_a_login_or_the_scope(
    client: FlaskClient, read: dict[str, str], services: Services
) -> None:
    secret = services.tokens.add(Token("auditor", ("read", "private"), 0))
    auditor = {"Authorization": f"Bearer {secret}"}
    path = "/api/v1/cases/C1"
    assert client.get(f"{path}?private=yes", headers=read).status_code == 403
    assert client.get(f"{path}?private=maybe", headers=auditor).status_code == 400
    for answer in (client.get(path, headers=read), client.get(path, headers=auditor)):
        assert not {"description", "reporter"} & set(answer.get_json())
        assert "王" not in answer.text
    page = client.get(f"{path}?private=yes", headers=auditor).get_json()
    assert (page["description"], page["reporter"]) == ("满", "王")
    log_in(client)
    assert client.get(f"{path}?private=yes").get_json()["reporter"] == "王"


@pytest.mark.usefixtures("cases")
def test_cases_are_closed_to_the_anonymous_and_to_senders(
    client: FlaskClient, ingest: dict[str, str]
) -> None:
    for path in ("/api/v1/cases", "/api/v1/cases/C1"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=ingest).status_code == 403


def test_the_command_line_lists_cases_and_shows_one(
    redis_server: Connection, commands: Commands, tmp_path: Path
) -> None:
    url = f"unix://{redis_server.redis.get_connection_kwargs()['path']}"

    def query(*words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"ZHIWANG_REDIS_URL": url}
        return commands.run("query", *words, "--data", str(tmp_path), env=environment)

    try:
        with open_services(load_settings(redis_url=url, data=tmp_path)) as services:
            Ingest(services.connection.redis, services.city, services.keys).ingest(actions(), feed="test")
        listed = query("cases", "--urgent", "--as-of", AS_OF, "--json")
        assert (ids(orjson.loads(listed.stdout)), listed.stderr) == (["C1"], "")
        beside = query("overview", "--compare", "week", "--as-of", AS_OF)
        assert ("2026-02-25T00:00" in beside.stdout, beside.stderr) == (True, "")
        assert "1 of 3" in query("cases", "--limit", "1").stdout
        shown = query("case", "C1", "--private", "--as-of", AS_OF)
        assert "王" in shown.stdout
        assert "dispatched_count" in shown.stdout
        missing = query("case", "C3", "--json")
        assert (missing.returncode, missing.stdout) == (1, "")
    finally:
        redis_server.redis.flushdb()
