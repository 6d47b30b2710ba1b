"""Every route for every role, by a table."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.live.hub import StreamHub
from dashboard.services import Services
from dashboard.web import create_app
from data_access.store.accounts import Account
from tests.dashboard.conftest import log_in

LOGIN = 302
"""Pages lead the anonymous to the login."""
# path: anonymous, token read, token ingest, logged in
GETS: dict[str, tuple[int, int, int, int]] = {
    "/": (302, 302, 302, 302),
    "/healthz": (200, 200, 200, 200),
    "/public/": (200, 200, 200, 200),
    "/login": (200, 200, 200, 200),
    "/logout": (405, 405, 405, 405),
    "/readyz": (401, 503, 503, 503),
    "/metrics": (401, 200, 200, 200),
    "/api/v1/openapi.json": (401, 200, 403, 200),
    "/api/v1/actions": (401, 403, 405, 403),
    "/api/v1/overview": (401, 200, 403, 200),
    "/api/v1/centres": (401, 200, 403, 200),
    "/api/v1/ranking": (401, 200, 403, 200),
    "/api/v1/trend": (401, 200, 403, 200),
    "/api/v1/heat": (401, 200, 403, 200),
    "/api/v1/categories": (401, 200, 403, 200),
    "/api/v1/rhythm": (401, 200, 403, 200),
    "/api/v1/cases": (401, 200, 403, 200),
    "/api/v1/cases/nobody": (401, 404, 403, 404),
    "/api/v1/cases/<path:case_id>": (401, 404, 403, 404),
    "/api/v1/stream": (401, 200, 403, 200),
    "/api/v1/snapshot": (401, 503, 403, 503),
    "/wall": (302, 302, 403, 302),
    "/wall/": (LOGIN, 200, 403, 200),
    "/wall/stream": (401, 200, 403, 200),
    "/wall/_dash-layout": (LOGIN, 200, 403, 200),
    "/wall/_dash-dependencies": (LOGIN, 200, 403, 200),
    "/wall/_dash-update-component": (LOGIN, 200, 403, 200),
    "/wall/beat": (401, 403, 403, 403),
    "/screen/<secret>": (403, 403, 403, 403),
    "/review/": (LOGIN, 403, 403, 200),
    "/review": (LOGIN, 403, 403, 302),
    "/review/case/1": (LOGIN, 403, 403, 200),
    "/review/_dash-layout": (LOGIN, 403, 403, 200),
    "/review/_dash-dependencies": (LOGIN, 403, 403, 200),
    "/review/_dash-update-component": (LOGIN, 403, 403, 200),
    "/anything/else": (401, 403, 403, 403),
    "/publicity": (401, 403, 403, 403),
    "/healthz/../api/v1/overview": (404, 404, 404, 404),
}
ROLES = ("anonymous", "read", "ingest", "reviewer")


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says(
    path: str,
    role: str,
    client: FlaskClient,
    read: dict[str, str],
    ingest: dict[str, str],
    account: Account,
) -> None:
    if role == "reviewer":
        assert log_in(client) == 303
    headers = {"read": read, "ingest": ingest}.get(role)
    answer = client.get(path, headers=headers)
    assert answer.status_code == GETS[path][ROLES.index(role)]
    if answer.status_code == LOGIN and path not in ("/", "/wall") and (path, role) != ("/review", "reviewer"):
        assert answer.headers["Location"].startswith("/login?next=")
    if answer.status_code in (401, 403) and not path.startswith("/screen/"):
        assert answer.json["error"]["message"]  # type: ignore[index]
    answer.close()


def test_the_table_names_every_route(closed_app: tuple[Flask, StreamHub]) -> None:
    def named(rule: str) -> bool:
        start = re.split(r"<", rule)[0]
        return start.startswith(("/wall/", "/review/")) or any(path == rule for path in GETS)

    assert [str(rule) for rule in closed_app[0].url_map.iter_rules() if not named(str(rule))] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", [path for path in GETS if path.startswith(("/api", "/wall/", "/review/"))])
def test_the_anonymous_do_nothing_by_any_other_method(path: str, method: str, client: FlaskClient) -> None:
    assert client.open(path, method=method).status_code in (308, 401)


def test_only_the_ingest_token_sends_actions(
    client: FlaskClient, read: dict[str, str], ingest: dict[str, str], account: Account
) -> None:
    assert client.post("/api/v1/actions", data="[]").status_code == 401
    assert client.post("/api/v1/actions", data="[]", headers=read).status_code == 403
    assert client.post("/api/v1/actions", data="[]", headers=ingest).status_code == 200
    log_in(client)
    assert client.post("/api/v1/actions", data="[]").status_code == 403


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer zw_wrong", "Basic emg6eA==", "Bearer é"])
def test_a_wrong_token_is_nobody(header: str, client: FlaskClient) -> None:
    answer = client.get("/api/v1/overview", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_demo_opens_the_wall_and_nothing_else(services: Services) -> None:
    app, hub = create_app(services, open_wall=True)
    client = app.test_client()
    opened = {path for path in GETS if client.get(path).status_code in (200, 503)}
    hub.stop()
    assert opened == {
        *("/healthz", "/public/", "/login", "/readyz", "/wall/", "/wall/stream"),
        *("/wall/_dash-layout", "/wall/_dash-dependencies", "/wall/_dash-update-component"),
    }


def test_a_surface_not_served_is_not_there(services: Services) -> None:
    app, _ = create_app(services, surfaces=("public",))
    client = app.test_client()
    assert [client.get(path).status_code for path in ("/wall/", "/review/", "/login")] == [404] * 3
    assert client.get("/").headers["Location"] == "/public/"


def test_every_answer_carries_security_headers(client: FlaskClient, read: dict[str, str]) -> None:
    for path in ("/public/", "/login", "/healthz", "/api/v1/overview", "/wall/"):
        headers = client.get(path, headers=read).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert (
            "script-src" not in policy or "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
        )


def test_the_public_page_is_not_indexed_and_shows_no_figure(client: FlaskClient) -> None:
    for language in ("zh", "en"):
        page = client.get(f"/public/?lang={language}").text
        assert 'name="robots" content="noindex' in page
        body = re.sub(r"<style>.*?</style>|<[^>]+>", "", page.split("<body>")[1], flags=re.DOTALL)
        assert re.findall(r"\d", body) == []
