"""Every route for every role, by a table."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.live.hub import StreamHub
from dashboard.questions import QUESTIONS
from dashboard.services import Services
from dashboard.web import create_app
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from data_access.store.tokens import Token
from tests.dashboard.conftest import log_in
from tests.dashboard.people import logged_in
from tests.dashboard.public.routes import PUBLIC_ROUTES, address_of

pytestmark = pytest.mark.usefixtures("nobody_waits")

TOWN = "441900003"
LOGIN = 302
"""Pages lead the anonymous to the login."""
ROLES = (
    *("anonymous", "screen", "read", "town_token", "ingest"),
    *("viewer", "town", "evaluator", "steward", "administrator"),
)
"""Who asks: nobody, a screen of a town, tokens (of the city, of a town, for sending), people of each duty."""
Statuses = tuple[int, ...]


def row(
    anonymous: int, screen: int, read: int, town_token: int, ingest: int, viewer: int, **others: int
) -> Statuses:
    """Statuses by role; people answer as the viewer does, but for those named."""
    people = {role: others.get(role, viewer) for role in ROLES[5:]}
    return (anonymous, screen, read, town_token, ingest, *people.values())


OPEN = row(200, 200, 200, 200, 200, 200)
FIGURES = row(401, 401, 200, 200, 403, 200)
CITY = {"steward": 200, "administrator": 200}
PAGE_OF_REVIEW = row(LOGIN, LOGIN, 403, 403, 403, 200)
PART_OF_WALL = row(LOGIN, 200, 200, 200, 403, 200)
GETS: dict[str, Statuses] = {
    "/": row(302, 302, 302, 302, 302, 302),
    "/healthz": OPEN,
    "/public/": OPEN,
    **{path: (status,) * len(ROLES) for path, status in PUBLIC_ROUTES.items()},
    "/login": OPEN,
    "/logout": row(405, 405, 405, 405, 405, 405),
    "/readyz": row(401, 401, 503, 403, 503, 403, steward=503, administrator=503),
    "/metrics": row(401, 401, 200, 403, 200, 403, **CITY),
    "/api/v1/openapi.json": FIGURES,
    "/api/v1/actions": row(401, 401, 403, 403, 405, 403),
    **{f"/api/v1/{name}": FIGURES for name in QUESTIONS},
    "/api/v1/cases/<path:case_id>": row(401, 401, 404, 404, 403, 404),
    "/api/v1/stream": FIGURES,
    "/api/v1/stream?area=441900": row(401, 401, 200, 403, 403, 200, town=403),
    "/api/v1/stream?area=441900004": row(401, 401, 200, 403, 403, 200, town=403),
    "/api/v1/stream?area=441900003": FIGURES,
    "/api/v1/snapshot": row(401, 401, 503, 503, 403, 503),
    "/api/v1/snapshot?area=441900": row(401, 401, 503, 403, 403, 503, town=403),
    "/api/v1/snapshot?area=441900004": row(401, 401, 503, 403, 403, 503, town=403),
    "/wall": row(302, 302, 302, 302, 403, 302),
    "/wall/": row(LOGIN, LOGIN, 200, 302, 403, 200, town=302),
    "/wall/?area=441900": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/?area=441900003": row(LOGIN, LOGIN, 200, 200, 403, 200),
    "/wall/?area=441900004": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/?playlist=overview:441900003,overview:441900004": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/stream": row(401, 401, 200, 403, 403, 200, town=403),
    "/wall/stream?area=441900003": row(401, 401, 200, 200, 403, 200),
    "/wall/stream?area=441900004": row(401, 401, 200, 403, 403, 200, town=403),
    "/wall/poll": row(401, 401, 200, 403, 403, 200, town=403),
    "/wall/poll?area=441900003": row(401, 401, 200, 200, 403, 200),
    "/wall/poll?area=441900004": row(401, 401, 200, 403, 403, 200, town=403),
    "/wall/map/1/441900003/outline.geojson": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/map/1/441900004/outline.geojson": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/map/1/441900/children.geojson": row(LOGIN, LOGIN, 200, 403, 403, 200, town=403),
    "/wall/map/<version>/441900003/outline.geojson": row(LOGIN, 200, 200, 200, 403, 200),
    "/wall/_dash-layout": PART_OF_WALL,
    "/wall/_dash-dependencies": PART_OF_WALL,
    "/wall/_dash-update-component": PART_OF_WALL,
    "/wall/beat": row(401, 401, 403, 403, 403, 403),
    "/screen/<secret>": row(403, 403, 403, 403, 403, 403),
    "/review": row(LOGIN, LOGIN, 403, 403, 403, 302),
    "/review/": PAGE_OF_REVIEW,
    "/review/case/1": PAGE_OF_REVIEW,
    "/review/account": PAGE_OF_REVIEW,
    "/review/audit": PAGE_OF_REVIEW,
    "/review/csv/<name>.csv": row(LOGIN, LOGIN, 403, 403, 403, 404),
    "/review/csv/cases.csv": PAGE_OF_REVIEW,
    "/review/_dash-layout": PAGE_OF_REVIEW,
    "/review/_dash-dependencies": PAGE_OF_REVIEW,
    "/review/_dash-update-component": PAGE_OF_REVIEW,
    "/anything/else": row(401, 401, 403, 403, 403, 403),
    "/publicity": row(401, 401, 403, 403, 403, 403),
    "/healthz/../api/v1/overview": row(404, 404, 404, 404, 404, 404),
}


@dataclass(frozen=True)
class Asker:
    """A browser or program of a role."""

    client: FlaskClient
    headers: dict[str, str]


@pytest.fixture
def asker(request: pytest.FixtureRequest, closed_app: tuple[Flask, StreamHub], services: Services) -> Asker:
    """Somebody of the role that the test names."""
    app, role = closed_app[0], request.param
    scopes = {"read": (("read",), ()), "town_token": (("read",), (TOWN,)), "ingest": (("ingest",), ())}
    if role in scopes:
        secret = services.tokens.add(Token(role, scopes[role][0], 0, None, scopes[role][1]))
        return Asker(app.test_client(), {"Authorization": f"Bearer {secret}"})
    if role == "screen":
        made = services.screens.add("hall", f"scene=overview&area={TOWN}", (f"overview/{TOWN}",), 0.0)
        assert made is not None
        client = app.test_client()
        assert client.get(f"/screen/{made[1]}").status_code == 303
        return Asker(client, {})
    if role == "anonymous":
        return Asker(app.test_client(), {})
    duty = Duty.VIEWER if role == "town" else Duty(role)
    return Asker(logged_in(app, services, duty, (TOWN,) if role == "town" else (), role), {})


@pytest.mark.parametrize(("asker", "role"), [(role, role) for role in ROLES], indirect=["asker"], ids=ROLES)
def test_a_role_opens_what_the_table_says(asker: Asker, role: str, services: Services) -> None:
    found = {}
    for path in GETS:
        answer = asker.client.get(address_of(path, services), headers=asker.headers)
        found[path] = answer.status_code
        led = answer.status_code == LOGIN and path not in ("/", "/wall", "/public")
        if led and role in ("anonymous", "screen"):
            assert answer.headers["Location"].startswith("/login?next=")
        if answer.status_code in (401, 403) and answer.mimetype == "application/json" and "311" not in path:
            assert answer.json["error"]["message"]  # type: ignore[index]
        answer.close()
    expected = {path: statuses[ROLES.index(role)] for path, statuses in GETS.items()}
    assert {path: found[path] for path in GETS if found[path] != expected[path]} == {}


def test_the_table_names_every_route(closed_app: tuple[Flask, StreamHub]) -> None:
    named = {re.sub(r"\?.*", "", path) for path in GETS}
    # What Dash serves below a surface is the same for all paths; the tests above ask for one of each kind.
    parts = re.compile(r"/(wall|review|public)/(_|assets/|<path:path>)|/(wall|review)/map/")
    beside = {"/login/provider", "/login/provider/callback"}
    routes = {str(rule) for rule in closed_app[0].url_map.iter_rules()}
    assert {route for route in routes - named - beside if not parts.match(route)} == {
        "/review/bulletin/<month>.<form>",
        "/review/export/evaluation.<form>",
    }, "they take seconds; what may be taken away is tested beside them"


WALL_CALLBACKS = {"root < url.search"}
REVIEW_CALLBACKS = {
    *("shell < url.pathname", "o-areas < searched-overview.data", "screens-body < screens-pace.n_intervals"),
    *(
        "cases-grid < cases-grid.getRowsRequest",
        "url < cases-open.n_clicks",
        "cases-results < searched-cases.data",
    ),
    *("case-private < case-show-private.n_clicks", "ev-body < ev-deed.n_clicks", "o-cases < o-look.data"),
    *("b-tiles < searched-coordination.data", "b-tiles < b-mark.n_clicks", "q-tiles < searched-quality.data"),
    *("e-body < searched-evaluation.data", "e-said < e-enter.n_clicks", "e-said < e-take.n_clicks"),
    *("e-said < e-raise.n_clicks", "e-said < e-step.n_clicks", "e-said < e-add-note.n_clicks"),
    *("e-said < e-freeze.n_clicks", "e-said < e-save.n_clicks", "ev-body < ev-add.n_clicks"),
    *("account-logins < account-end.n_clicks", "account-said < account-change.n_clicks"),
}
"""Every callback that the server answers, as "first output < first input".

What a callback does beyond showing asks for a right of its own: the tests of each page say so."""
REFUSED = {"anonymous": 401, "screen": 401, "read": 403, "town_token": 403, "ingest": 403}
REFUSED_OF_WALL = {"anonymous": 401, "screen": 403, "ingest": 403, "town": 403, "town_token": 403}
"""Those who see a town only ask for the wall of the city here, which the page without an area is."""


def callbacks_of(client: FlaskClient, surface: str, headers: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Callbacks of a surface by "first output < first input"."""
    found = {}
    for one in client.get(f"/{surface}/_dash-dependencies", headers=headers).json:  # type: ignore[union-attr]
        if not one["clientside_function"]:
            output = re.split(r"\.", one["output"].strip("."))[0]
            given = one["inputs"][0]
            name = json.loads(given["id"])["type"] if given["id"].startswith("{") else given["id"]
            found[f"{output} < {name}.{given['property']}"] = one
    return found


def call(asker: Asker, surface: str, callback: dict[str, Any]) -> int:
    """Status of a callback that is asked with nothing in its fields, as before anything was pressed."""

    def value(part: dict[str, Any]) -> Any:
        if part["id"].startswith("{"):
            return []
        return {"id": part["id"], "property": part["property"], "value": None}

    output = callback["output"]
    outputs = [
        dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))
        for part in re.split(r"\.\.\.?", output.strip("."))
    ]
    first = callback["inputs"][0]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [value(part) for part in callback["inputs"]],
        "state": [value(part) for part in callback["state"]],
        "changedPropIds": [] if first["id"].startswith("{") else [f"{first['id']}.{first['property']}"],
    }
    path = f"/{surface}/_dash-update-component"
    return asker.client.post(path, json=body, headers=asker.headers).status_code


@pytest.mark.parametrize(("asker", "role"), [(role, role) for role in ROLES], indirect=["asker"], ids=ROLES)
def test_a_role_is_answered_by_the_callbacks_of_its_surfaces(
    asker: Asker, role: str, closed_app: tuple[Flask, StreamHub], services: Services
) -> None:
    administrator = logged_in(closed_app[0], services, Duty.ADMINISTRATOR, name="root")
    for surface, names, refused in (
        ("wall", WALL_CALLBACKS, REFUSED_OF_WALL),
        ("review", REVIEW_CALLBACKS, REFUSED),
    ):
        callbacks = callbacks_of(administrator, surface, {})
        assert callbacks.keys() == names, "a new callback belongs into the table"
        found = {name: call(asker, surface, callback) for name, callback in callbacks.items()}
        if role in refused:
            assert set(found.values()) == {refused[role]}
        else:
            assert {name: status for name, status in found.items() if status not in (200, 204)} == {}


def test_the_anonymous_do_nothing_by_any_other_method(client: FlaskClient) -> None:
    paths = [path for path in GETS if path.startswith(("/api", "/wall/", "/review/")) and "?" not in path]
    for path in paths:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert client.open(path, method=method).status_code in (308, 401), (method, path)


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
    # The wall's addresses with a query and its map files are as open as the wall itself.
    plain = [path for path in GETS if "?" not in path and "/map/" not in path]
    opened = {path for path in plain if client.get(address_of(path, services)).status_code in (200, 503)}
    hub.stop()
    assert opened == {
        *("/healthz", "/public/", "/login", "/readyz", "/wall/", "/wall/stream", "/wall/poll"),
        *("/wall/_dash-layout", "/wall/_dash-dependencies", "/wall/_dash-update-component"),
        *(path for path, status in PUBLIC_ROUTES.items() if status in (200, 503)),
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
