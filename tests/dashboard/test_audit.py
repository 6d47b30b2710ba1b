"""The audit log: what is written down, what is not, how long, and who reads it."""

import time

from flask import Flask
from flask.testing import FlaskClient

from dashboard.auth import lockout
from dashboard.live.hub import StreamHub
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from data_access.store.audit import DAY, AuditLog
from data_access.store.tokens import Token
from tests.dashboard.conftest import csrf_of, log_in
from tests.dashboard.people import logged_in
from tests.dashboard.test_actions_api import report


def told(services: Services) -> list[tuple[str, str, str]]:
    """Action, person and object of every entry, the oldest first."""
    return [(one.action.value, one.who, one.what) for one in reversed(services.audit.entries())]


def test_logins_are_told_and_passwords_never_are(
    client: FlaskClient, account: Account, services: Services
) -> None:
    log_in(client, "my-secret-password", "x")
    log_in(client, "zhang", "another-secret")
    log_in(client)
    client.post("/logout", data={"csrf": csrf_of(client.get("/login").text)})
    assert told(services) == [
        ("login_failed", "", "unknown_name"),
        ("login_failed", "zhang", "wrong_password"),
        ("login", "zhang", "password"),
        ("logout", "zhang", ""),
    ]
    assert {one.where for one in services.audit.entries()} == {"127.0.0.1"}


def test_a_locked_login_is_told_once(client: FlaskClient, account: Account, services: Services) -> None:
    for _ in range(lockout.MOST_OF_PAIR):
        lockout.count_failure(services.accounts, "zhang", "127.0.0.1")
    assert [log_in(client) for _ in range(3)] == [429] * 3
    assert told(services) == [("login_locked", "zhang", "")]
    lockout.unlock(services.accounts, "zhang")
    assert log_in(client) == 303


def test_reading_what_is_private_is_told_reading_the_rest_is_not(
    closed_app: tuple[Flask, StreamHub], services: Services, ingest: dict[str, str]
) -> None:
    client = closed_app[0].test_client()
    assert client.post("/api/v1/actions", json=[report("C1")], headers=ingest).status_code == 200
    token = services.tokens.add(Token("survey", ("read", "private"), 0))
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/cases/C1", headers=headers).status_code == 200
    assert client.get("/api/v1/cases/C1?private=yes", headers=headers).status_code == 200
    assert client.get("/api/v1/cases/C2?private=yes", headers=headers).status_code == 404
    person = logged_in(closed_app[0], services, Duty.VIEWER, name="li")
    assert person.get("/api/v1/cases/C1?private=yes").status_code == 200
    assert told(services) == [("private", "token:survey", "C1"), ("private", "li", "C1")]


def test_files_that_are_taken_away_are_told(closed_app: tuple[Flask, StreamHub], services: Services) -> None:
    person = logged_in(closed_app[0], services, Duty.VIEWER, name="li")
    assert person.get("/review/csv/cases.csv?area=441900003").status_code == 200
    assert told(services) == [("export", "li", "cases.csv area=441900003")]


def test_entries_go_when_they_are_too_old(services: Services) -> None:
    redis, key = services.connection.redis, services.keys.audit()
    old = int((time.time() - 3 * DAY) * 1000)
    for place in range(300):
        redis.xadd(key, {"action": "login", "who": f"u{place}", "where": "", "what": ""}, id=f"{old}-{place}")
    log = AuditLog(redis, services.keys, days=2)
    assert log.entries() == [], "too old to be told, though it is still there"
    log.add(AuditAction.LOGIN, who="li", where="here")
    assert int(redis.xlen(key)) < 300
    assert [one.who for one in log.entries()] == ["li"]


def test_entries_are_found_by_person_kind_time_and_page(services: Services) -> None:
    log = services.audit
    for name in ("li", "wang", "li"):
        log.add(AuditAction.LOGIN, who=name, where="here")
    log.add(AuditAction.EXPORT, who="li", where="here", what="a\nb" + "x" * 1000)
    found = log.entries()
    assert [one.who for one in found] == ["li", "li", "wang", "li"]
    assert len(found[0].what) == 400
    assert "\n" not in found[0].what
    assert [one.number for one in log.entries(who="li", actions=(AuditAction.LOGIN,))] == [
        found[1].number,
        found[3].number,
    ]
    assert log.entries(before=found[1].number) == found[2:]
    assert log.entries(since=found[0].at + 1) == []
    assert log.entries(limit=2) == found[:2]


def test_there_is_no_way_to_change_the_log() -> None:
    assert {one for one in vars(AuditLog) if not one.startswith("_")} == {"add", "entries"}
