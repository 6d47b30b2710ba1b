"""What the link of a screen opens: its view and the files that belong to it, and nothing else."""

from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard.auth.screens import COOKIE
from dashboard.services import Services
from dashboard.web import create_app
from data_access.domain.screens import Screen
from data_access.store.connection import Connection
from tests.dashboard.conftest import log_in

CITY, TOWN, OTHER = "441900", "441900121", "441900003"


@dataclass(frozen=True)
class Link:
    """A screen and the secret of its link."""

    screen: Screen
    secret: str

    def page(self, query: str | None = None) -> str:
        return f"/wall/?screen={self.screen.identity}&{self.screen.query if query is None else query}"


def make(services: Services, name: str = "hall", query: str = f"scene=overview&area={TOWN}") -> Link:
    places = query.replace("playlist=", "scene=").split("scene=")[1].split("&")[0].split(",")
    area = query.split("area=")[1].split("&")[0] if "area=" in query else CITY
    keys = tuple(place.replace(":", "/") if ":" in place else f"{place}/{area}" for place in places)
    made = services.screens.add(name, query, keys, 0.0)
    assert made is not None
    return Link(*made)


def opened(client: FlaskClient, link: Link) -> str:
    answer = client.get(f"/screen/{link.secret}")
    assert answer.status_code == 303
    return answer.headers["Location"]


def render(client: FlaskClient, search: str) -> Any:
    """The callback that makes the page of a query string."""
    body = {
        "output": "root.children",
        "outputs": {"id": "root", "property": "children"},
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "place", "property": "data", "value": 0},
        ],
        "changedPropIds": ["url.search"],
    }
    return client.post("/wall/_dash-update-component", json=body)


def beat(link: Link, **more: Any) -> dict[str, Any]:
    said = {"build": "b1", "showing": link.screen.showings[0], "level": "live", "hidden": False}
    said |= {"width": 1920, "height": 1080, "uptime_seconds": 12, "message_at": 1.0, "data_at": 1.0}
    return said | {"heap_bytes": 12_000_000, "paint_p50_ms": 90, "paint_p95_ms": 210} | more


def send(client: FlaskClient, link: Link, body: Any) -> Any:
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    return client.post(f"/wall/beat?screen={link.screen.identity}", data=data)


def test_the_secret_leaves_the_address_at_once_and_scripts_never_see_it(
    client: FlaskClient, services: Services
) -> None:
    link = make(services)
    answer = client.get(f"/screen/{link.secret}")
    assert answer.headers["Location"] == link.page()
    assert link.secret not in answer.headers["Location"]
    assert link.secret not in answer.text
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    cookie = answer.headers["Set-Cookie"]
    for part in (
        f"{COOKIE}{link.screen.identity}=",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/wall/",
        "Max-Age=34560000",
    ):
        assert part in cookie
    page = client.get(link.page())
    assert page.status_code == 200
    assert link.secret not in page.text
    secure = client.get(f"/screen/{link.secret}", base_url="https://wall.city")
    assert "Secure" in secure.headers["Set-Cookie"]


def test_a_screen_opens_its_own_view_and_what_belongs_to_it(client: FlaskClient, services: Services) -> None:
    link = make(services)
    own = opened(client, link).removeprefix("/wall/")
    drawn = render(client, own)
    assert drawn.status_code == 200
    config = next(
        part["props"]["data"]
        for part in drawn.json["response"]["root"]["children"]["props"]["children"]
        if part["props"].get("id") == "config"
    )
    assert config["screen"]["id"] == link.screen.identity
    assert config["screen"]["showing"] == f"overview/{TOWN}"
    stream = client.get(config["stream"])
    assert stream.status_code == 200
    stream.close()
    assert client.get(config["map"]["outline"]).status_code == 200
    assert client.get("/wall/_dash-layout").status_code == 200
    assert client.get("/wall/_dash-dependencies").status_code == 200
    # The look is no secret: another language of the same view is the same view.
    assert client.get(link.page(f"scene=overview&area={TOWN}&lang=en")).status_code == 200


def test_a_screen_opens_nothing_else(client: FlaskClient, services: Services) -> None:
    link = make(services)
    opened(client, link)
    other = (f"scene=overview&area={OTHER}", f"scene=deadlines&area={TOWN}", "scene=overview", "", "scene=x")
    for query in (*other, f"playlist=overview:{TOWN},overview:{CITY}"):
        named = f"screen={link.screen.identity}&{query}"
        assert client.get(f"/wall/?{named}").status_code == 403
        assert client.get(f"/wall/stream?{named}").status_code == 403
        assert render(client, f"?{named}").status_code == 403
        # Without its name a screen is nobody.
        assert client.get(f"/wall/?{query}").status_code == 302
        assert client.get(f"/wall/stream?{query}").status_code == 401
        assert render(client, f"?{query}").status_code == 403
    version = services.city.version
    assert client.get(f"/wall/map/{version}/{OTHER}/outline.geojson").status_code == 302
    assert client.get(f"/wall/map/{version}/{CITY}/grids.geojson").status_code == 302
    name = f"?screen={link.screen.identity}"
    for path in ("/api/v1/overview", "/api/v1/stream", "/api/v1/snapshot", "/api/v1/cases", "/metrics"):
        assert client.get(path).status_code == 401
        assert client.get(path + name).status_code == 401
    assert client.get(f"/review/{name}").status_code == 302
    assert client.post("/api/v1/actions" + name, data="[]").status_code == 401


def test_several_screens_share_a_browser_and_none_opens_the_other(
    client: FlaskClient, services: Services
) -> None:
    left, right = make(services, "left"), make(services, "right", f"playlist=voice,deadlines&area={OTHER}")
    for link in (left, right):
        assert client.get(opened(client, link)).status_code == 200
    assert client.get(left.page()).status_code == 200
    assert client.get(left.page(right.screen.query)).status_code == 403
    services.screens.revoke("left", 1.0)
    assert client.get(left.page()).status_code == 403
    assert client.get(right.page()).status_code == 200


def test_the_link_works_again_after_a_restart_and_without_the_cookie(
    client: FlaskClient, services: Services
) -> None:
    link = make(services)
    opened(client, link)
    app, hub = create_app(services)
    restarted = app.test_client()
    assert restarted.get(link.page()).status_code == 403
    opened(restarted, link)
    assert restarted.get(link.page()).status_code == 200
    hub.stop()


def test_a_revoked_link_says_so_on_the_screen(client: FlaskClient, services: Services) -> None:
    link = make(services)
    opened(client, link)
    services.screens.revoke("hall", 1.0)
    answer = client.get(link.page("scene=overview&lang=en"))
    assert answer.status_code == 403
    assert "opens nothing any more" in answer.text
    assert answer.headers["Refresh"] == "300"
    assert client.get(f"/screen/{link.secret}").status_code == 403
    refused = client.get(f"/wall/stream?screen={link.screen.identity}&{link.screen.query}")
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "screen_closed")  # type: ignore[index]
    assert send(client, link, beat(link)).status_code == 403


def test_the_demo_and_a_login_do_not_open_a_revoked_screen(services: Services, account: object) -> None:
    link = make(services)
    app, hub = create_app(services, open_wall=True)
    client = app.test_client()
    assert log_in(client) == 303
    assert client.get("/wall/").status_code == 200
    assert client.get(link.page()).status_code == 403
    assert render(client, link.page().removeprefix("/wall/")).status_code == 403
    opened(client, link)
    assert client.get(link.page()).status_code == 200
    # Somebody with a login is more than the screen, whose cookie lies in the same browser.
    assert render(client, "?scene=overview").status_code == 200
    hub.stop()


def test_a_heartbeat_is_kept(client: FlaskClient, services: Services) -> None:
    link = make(services)
    opened(client, link)
    answer = send(client, link, beat(link, person="somebody"))
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (204, None)
    (kept,) = services.screens.beats([link.screen])
    assert kept is not None
    assert (kept.build, kept.heap_bytes, kept.paint_p95_ms, kept.width) == ("b1", 12_000_000, 210, 1920)
    stored = services.connection.redis.get(services.keys.screen_beat(link.screen.identity))
    assert "somebody" not in str(stored)
    assert COOKIE in send(client, link, beat(link, renew=True)).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"showing": f"overview/{OTHER}"}, 400),
        ({"level": "fine"}, 400),
        ({"reason": "<script>"}, 400),
        ({"build": "b" * 65}, 400),
        ({"build": "two words"}, 400),
        ({"width": -1}, 400),
        ({"heap_bytes": "much"}, 400),
        ({"paint_p95_ms": 1e99}, 400),
        ({"uptime_seconds": None}, 400),
        ({"padding": "x" * 3000}, 413),
    ],
)
def test_a_heartbeat_that_is_none_is_refused(
    client: FlaskClient, services: Services, more: dict[str, Any], status: int
) -> None:
    link = make(services)
    opened(client, link)
    assert send(client, link, beat(link, **more)).status_code == status
    assert send(client, link, b"\xff{").status_code == 400
    assert services.screens.beats([link.screen]) == [None]


def test_nobody_but_the_screen_sends_its_heartbeat(
    client: FlaskClient, services: Services, account: object, read: dict[str, str]
) -> None:
    link, other = make(services), make(services, "other")
    opened(client, other)
    assert send(client, link, beat(link)).status_code == 403
    log_in(client)
    assert send(client, link, beat(link)).status_code == 403
    assert client.post("/wall/beat", json=beat(link), headers=read).status_code == 403
    assert services.screens.beats([link.screen]) == [None]


def test_prometheus_hears_how_many_screens_are_in_each_state(
    client: FlaskClient, services: Services, read: dict[str, str]
) -> None:
    link = make(services)
    make(services, "never")
    make(services, "gone")
    services.screens.revoke("gone", 1.0)
    opened(client, link)
    send(client, link, beat(link, level="broken", reason="store"))
    text = client.get("/metrics", headers=read).text
    for line in ('{state="stale"} 1.0', '{state="never"} 1.0', '{state="revoked"} 1.0', '{state="live"} 0.0'):
        assert f"zhiwang_screens{line}" in text
    assert "zhiwang_screens_alarming 2.0" in text


def test_a_screen_that_is_switched_on_while_the_store_is_away_tries_again(
    client: FlaskClient, services: Services, redis_server: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    import redis

    def away(*_: object) -> None:
        raise redis.ConnectionError("away")

    link = make(services)
    opened(client, link)
    monkeypatch.setattr(services.screens, "get", away)
    monkeypatch.setattr(services.screens, "all", away)
    for path in (link.page(), f"/screen/{link.secret}"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Refresh"]) == (503, "10")
