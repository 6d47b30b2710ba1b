"""The pages about people: own logins, own password, the audit log."""

import json
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.auth import lockout
from dashboard.auth.passwords import hash_password, is_right
from dashboard.live.hub import StreamHub
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from tests.dashboard.conftest import PASSWORD, log_in
from tests.dashboard.people import logged_in, session_of
from tests.dashboard.review_pages import open_page, update

TOWN = "441900003"
NEW = "a longer password"
CHANGED = "..account-said.children...account-old.value...account-new.value...account-again.value.."


@pytest.fixture
def app(closed_app: tuple[Flask, StreamHub]) -> Flask:
    return closed_app[0]


def change(client: FlaskClient, old: str, new: str, again: str | None = None) -> Any:
    fields = [("account-old", old), ("account-new", new), ("account-again", new if again is None else again)]
    state = [*((name, "value", value) for name, value in fields), ("url", "search", "?lang=en")]
    answer = update(client, CHANGED, [("account-change", "n_clicks", 1)], state)
    assert answer.status_code == 200, answer.text
    return answer.json["response"]["account-said"]["children"]


def test_a_person_sees_the_own_account_and_nobody_elses_logins(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.VIEWER, (TOWN,), name="li")
    services.sessions.open(session_of("wang"))
    page = str(open_page(client, "account", "?lang=en"))
    assert "Dongcheng" in page
    assert page.count("10.0.0.1") == 1
    assert "Open the audit log" not in page


def test_other_logins_end_one_by_one_and_all_at_once(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.VIEWER, name="li")
    others = [services.sessions.open(session_of("li")) for _ in range(3)]
    stranger = services.sessions.open(session_of("wang"))
    now = int(time.time())
    digests = [one.digest for one in services.sessions.of("li", now)]
    first = services.sessions.find(others[0], now)
    assert first is not None
    desk = {"type": "account-end", "index": first.digest}

    def press(pressed: dict[str, str] | None) -> None:
        body = {
            "output": "..account-logins.children...account-logins-said.children..",
            "outputs": [
                {"id": "account-logins", "property": "children"},
                {"id": "account-logins-said", "property": "children"},
            ],
            "inputs": [
                [{"id": pressed or desk, "property": "n_clicks", "value": 1 if pressed else None}],
                {"id": "account-end-others", "property": "n_clicks", "value": 0 if pressed else 1},
            ],
            "state": [{"id": "url", "property": "search", "value": ""}],
            "changedPropIds": [
                f"{json.dumps(pressed, separators=(',', ':'), sort_keys=True)}.n_clicks"
                if pressed
                else "account-end-others.n_clicks"
            ],
        }
        assert client.post("/review/_dash-update-component", json=body).status_code == 200

    press(desk)
    assert len(services.sessions.of("li", now)) == len(digests) - 1
    theirs = services.sessions.find(stranger, now)
    assert theirs is not None
    press({"type": "account-end", "index": theirs.digest})
    assert services.sessions.find(stranger, now) is not None, "it is somebody else's"
    press(None)
    assert len(services.sessions.of("li", now)) == 1
    assert client.get("/review/").status_code == 200


def test_a_new_password_ends_all_other_logins_but_not_ones_own(
    app: Flask, services: Services, account: Account
) -> None:
    here, there = app.test_client(), app.test_client()
    assert [log_in(client) for client in (here, there)] == [303, 303]
    assert change(here, "wrong", NEW).startswith("The password you have now")
    assert change(here, PASSWORD, NEW, "another").startswith("The two new")
    assert change(here, PASSWORD, "short").startswith("A new password has")
    assert change(here, PASSWORD, PASSWORD).startswith("The new password is the one")
    assert there.get("/review/").status_code == 200
    assert change(here, PASSWORD, NEW).startswith("The password is changed")
    kept = services.accounts.get("zhang")
    assert kept is not None
    assert is_right(NEW, kept.password_hash)
    assert kept.duty == account.duty
    assert [client.get("/review/").status_code for client in (here, there)] == [200, 302]
    assert AuditAction.PASSWORD in {entry.action for entry in services.audit.entries()}


def test_guessing_the_password_of_an_open_login_is_limited(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.VIEWER, name="li")
    services.accounts.put(Account("li", Duty.VIEWER, "hash", 0), replace=True)
    for _ in range(lockout.MOST_OF_PAIR):
        lockout.count_failure(services.accounts, "li", "127.0.0.1")
    assert change(client, "guess", NEW).startswith("Too many failures")


@pytest.mark.parametrize(
    ("duty", "areas", "reads"),
    [
        (Duty.VIEWER, (), False),
        (Duty.STEWARD, (), False),
        (Duty.ADMINISTRATOR, (TOWN,), False),
        (Duty.ADMINISTRATOR, (), True),
    ],
)
def test_only_administrators_of_the_whole_city_read_the_log(
    duty: Duty, areas: tuple[str, ...], reads: bool, app: Flask, services: Services
) -> None:
    services.audit.add(AuditAction.EXPORT, who="li", where="10.1.2.3", what="cases.csv")
    client = logged_in(app, services, duty, areas)
    assert ("10.1.2.3" in str(open_page(client, "audit"))) is reads


def test_the_log_is_filtered_and_paged_by_its_address(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.ADMINISTRATOR)
    for number in range(101):
        services.audit.add(AuditAction.EXPORT, who="li", where="10.1.2.3", what=f"file-{number}.csv")
    services.audit.add(AuditAction.LOGIN, who="wang", where="10.1.2.4", what="password")
    page = str(open_page(client, "audit", "?lang=en&action=export&who=li"))
    assert "file-100.csv" in page
    assert "file-0.csv" not in page
    assert "10.1.2.4" not in page
    older = services.audit.entries(who="li", limit=100)[-1].number
    assert f"before={older}" in page
    assert "file-0.csv" in str(open_page(client, "audit", f"?action=export&before={older}"))
    assert "with a password" in str(open_page(client, "audit", "?lang=en&who=wang"))
    assert "10.1.2" not in str(open_page(client, "audit", "?lang=en&action=freeze"))
    for wrong in ("action=x", "days=0", "days=x", "before=x"):
        assert "problem" in str(open_page(client, "audit", f"?{wrong}"))


def test_whoever_comes_by_a_provider_has_no_password_to_change(app: Flask, services: Services) -> None:
    from data_access.domain.logins import Provided
    from tests.dashboard.people import with_secret

    given = Provided(Duty.VIEWER, (), "token")
    client = with_secret(app, services.sessions.open(session_of("wang", provided=given)))
    assert "account-old" not in str(open_page(client, "account"))
    services.accounts.put(Account("wang", Duty.VIEWER, hash_password(PASSWORD), 0))
    assert "identity provider" in change(client, PASSWORD, NEW)
