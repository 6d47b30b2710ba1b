"""Logging in and out, and what guards it."""

import time

import pytest
from flask.testing import FlaskClient

from dashboard.auth import lockout
from dashboard.auth.pages import safe_next
from dashboard.auth.passwords import hash_password
from dashboard.services import Services
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from tests.dashboard.conftest import csrf_of, log_in


def test_the_right_password_opens_the_review_page(client: FlaskClient, account: Account) -> None:
    assert client.get("/review/").headers["Location"] == "/login?next=/review/"
    assert log_in(client) == 303
    page = client.get("/review/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient, account: Account) -> None:
    form = {"csrf": csrf_of(client.get("/login").text), "name": "zhang", "password": "correct horse battery"}
    cookie = client.post("/login", data=form).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("name", "password"), [("zhang", "wrong"), ("nobody", "x"), ("", ""), ("zhang", "x" * 5000)]
)
def test_anything_else_does_not(name: str, password: str, client: FlaskClient, account: Account) -> None:
    assert log_in(client, name, password) == 401
    assert client.get("/review/").status_code == 302


def test_an_unknown_name_takes_as_long_as_a_wrong_password(client: FlaskClient, account: Account) -> None:
    log_in(client, "nobody", "x")

    def seconds(name: str) -> float:
        # Of the processor: what else the machine does is nobody's answer.
        started = time.process_time()
        log_in(client, name, "wrong password")
        return time.process_time() - started

    assert min(seconds("nobody") for _ in range(2)) > 0.3 * min(seconds("zhang") for _ in range(2))


def test_a_forged_form_is_refused(client: FlaskClient, account: Account) -> None:
    form = {"name": "zhang", "password": "correct horse battery"}
    assert client.post("/login", data=form).status_code == 400
    client.get("/login")
    assert client.post("/login", data={**form, "csrf": "guess"}).status_code == 400
    assert client.get("/review/").status_code == 302


def test_guessing_closes_the_door_even_to_the_right_password(client: FlaskClient, account: Account) -> None:
    for _ in range(lockout.MOST_OF_PAIR):
        assert log_in(client, "zhang", "guess") == 401
    assert log_in(client) == 429


def test_a_login_that_works_forgets_earlier_failures(client: FlaskClient, account: Account) -> None:
    for _ in range(lockout.MOST_OF_PAIR - 1):
        log_in(client, "zhang", "guess")
    assert log_in(client) == 303
    for _ in range(lockout.MOST_OF_PAIR - 1):
        assert log_in(client, "zhang", "guess") == 401


def test_logging_out_ends_it(client: FlaskClient, account: Account) -> None:
    log_in(client)
    token = csrf_of(client.get("/login").text)
    client.post("/logout", data={"csrf": "forged"})
    assert client.get("/review/").status_code == 200
    client.post("/logout", data={"csrf": token})
    assert client.get("/review/").status_code == 302


def test_a_removed_account_and_a_new_password_end_open_logins(
    client: FlaskClient, account: Account, services: Services
) -> None:
    log_in(client)
    services.accounts.put(Account("zhang", Duty.VIEWER, hash_password("another one"), 0), replace=True)
    assert client.get("/review/").status_code == 302
    assert log_in(client, password="another one") == 303
    services.accounts.remove("zhang")
    assert client.get("/review/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ("/wall/?lang=en", "/wall/?lang=en"),
        ("//evil.example", "/review/"),
        ("https://evil.example/", "/review/"),
        ("/\\evil.example", "/review/"),
        ("javascript:alert(1)", "/review/"),
        ("/wall/\r\nX: y", "/review/"),
        (None, "/review/"),
    ],
)
def test_the_login_leads_nowhere_else(asked: str | None, after: str) -> None:
    assert safe_next(asked) == after


def test_names_are_shown_as_text(client: FlaskClient) -> None:
    form = {"csrf": csrf_of(client.get("/login").text), "name": '"><script>x</script>', "password": "y"}
    assert "<script>" not in client.post("/login", data=form).text
