"""Logins live in the store: limits, ends everywhere, cookies, requests of other sites."""

import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.auth.sessions import SECRET
from dashboard.config import Settings, load_settings
from dashboard.live.hub import StreamHub
from dashboard.services import Services
from dashboard.web import create_app
from data_access.domain.logins import Provided
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from data_access.store.sessions import TOUCH_SECONDS, Sessions, digest_of
from tests.dashboard.conftest import csrf_of, log_in
from tests.dashboard.people import logged_in, session_of, with_secret

CALLBACK = "/review/_dash-update-component"


@pytest.fixture
def app(closed_app: tuple[Flask, StreamHub]) -> Flask:
    return closed_app[0]


def secret_of(client: FlaskClient) -> str:
    with client.session_transaction() as cookie:
        return str(cookie.get(SECRET))


def test_a_login_ends_when_it_is_idle_and_when_it_is_old(services: Services) -> None:
    sessions = Sessions(services.connection.redis, services.keys, idle_seconds=600)
    secret = sessions.open(session_of("zhang", 1000))
    assert sessions.find(secret, 1599) is not None
    assert sessions.find(secret, 2198) is not None, "seen at 1599"
    assert sessions.find(secret, 2798) is None
    busy = sessions.open(session_of("zhang", 5000))
    assert all(sessions.find(busy, now) is not None for now in range(5000, 8600, 300))
    assert sessions.find(busy, 8600) is None, "its latest end has come"


def test_a_login_that_is_used_is_seldom_written(services: Services) -> None:
    secret = services.sessions.open(session_of("zhang", 1000))
    assert services.sessions.find(secret, 1000 + TOUCH_SECONDS - 1).seen_at == 1000  # type: ignore[union-attr]
    later = 1000 + TOUCH_SECONDS
    assert services.sessions.find(secret, later).seen_at == later  # type: ignore[union-attr]


def test_a_login_that_ended_does_not_come_back_by_a_request_under_way(services: Services) -> None:
    sessions, now = services.sessions, int(time.time())
    secret = sessions.open(session_of("zhang", now))
    key = services.keys.session(digest_of(secret))
    assert 0 < int(services.connection.redis.ttl(key)) <= 3600
    assert sessions.end_all("zhang") == 1
    assert sessions.find(secret, now + TOUCH_SECONDS) is None
    assert services.connection.redis.exists(key, services.keys.sessions_of("zhang")) == 0


def test_the_store_keeps_no_secret(services: Services, client: FlaskClient, account: Account) -> None:
    log_in(client)
    secret = secret_of(client)
    redis = services.connection.redis
    kept = b"".join(key + (redis.dump(key) or b"") for key in redis.scan_iter("*session*"))
    assert digest_of(secret).encode() in kept
    assert secret.encode() not in kept


def test_every_login_has_a_secret_of_its_own_and_ends_the_one_before(
    app: Flask, client: FlaskClient, account: Account
) -> None:
    client.get("/login")
    assert secret_of(client) == "None"
    log_in(client)
    first = secret_of(client)
    log_in(client)
    assert secret_of(client) != first
    assert with_secret(app, first).get("/review/").status_code == 302


def test_logging_out_everywhere_ends_other_browsers(app: Flask, services: Services, account: Account) -> None:
    here, there = app.test_client(), app.test_client()
    log_in(here)
    log_in(there)
    token = csrf_of(here.get("/login").text)
    here.post("/logout", data={"csrf": token, "everywhere": "yes"})
    assert [client.get("/review/").status_code for client in (here, there)] == [302, 302]
    assert services.sessions.of("zhang", int(time.time())) == []


def test_another_duty_holds_at_once(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.VIEWER, name="li")
    assert client.get("/metrics").status_code == 403
    services.accounts.put(Account("li", Duty.STEWARD, "hash", 0), replace=True)
    assert client.get("/metrics").status_code == 200


def test_who_has_areas_that_no_city_knows_sees_nothing(app: Flask, services: Services) -> None:
    client = logged_in(app, services, Duty.VIEWER, ("gone",))
    assert client.get("/api/v1/overview").status_code == 401
    given = Provided(Duty.VIEWER, ("gone",), "token")
    other = with_secret(app, services.sessions.open(session_of("wang", provided=given)))
    assert other.get("/api/v1/overview").status_code == 401


def test_over_tls_the_cookie_belongs_to_this_host_alone(services: Services) -> None:
    settings = load_settings(data=services.settings.data, base_url="https://zhiwang.example.cn")
    app, _ = create_app(_with(services, settings))
    cookie = app.test_client().get("/login", base_url="https://zhiwang.example.cn").headers["Set-Cookie"]
    assert cookie.startswith("__Host-zhiwang=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 403),
    ],
)
def test_callbacks_answer_pages_of_this_site_only(
    headers: dict[str, str], status: int, app: Flask, services: Services
) -> None:
    client = logged_in(app, services, Duty.ADMINISTRATOR)
    body = (
        b'{"output":"..shell.children...title.data..","outputs":[{"id":"shell","property":"children"},'
        b'{"id":"title","property":"data"}],"inputs":[{"id":"url","property":"pathname","value":"/review/nowhere"}],'
        b'"state":[{"id":"url","property":"search","value":""}],"changedPropIds":["url.pathname"]}'
    )
    sent = {"Content-Type": "application/json", **headers}
    assert client.post(CALLBACK, data=body, headers=sent).status_code == status


def test_a_proxy_is_believed_only_when_it_is_named(services: Services) -> None:
    for proxies, address in ((0, "127.0.0.1"), (1, "10.9.8.7")):
        settings = load_settings(data=services.settings.data, trusted_proxies=proxies)
        client = create_app(_with(services, settings))[0].test_client()
        form = {"csrf": csrf_of(client.get("/login").text), "name": "nobody", "password": "x"}
        client.post("/login", data=form, headers={"X-Forwarded-For": "6.6.6.6, 10.9.8.7"})
        assert services.audit.entries(limit=1)[0].where == address


def _with(services: Services, settings: Settings) -> Services:
    return replace(services, settings=settings)
