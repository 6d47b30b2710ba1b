"""The page of screens on the review surface, through the app that `serve` makes."""

import json
import time
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.release import build
from dashboard.services import Services
from data_access.domain.screens import Beat, Level
from data_access.store.accounts import Account
from tests.dashboard.conftest import log_in
from tests.dashboard.review_pages import open_page, update


@pytest.fixture
def leader(client: FlaskClient, account: Account) -> FlaskClient:
    """Somebody who is logged in."""
    assert log_in(client) == 303
    return client


def texts(component: Any) -> list[str]:
    """Every text of a page in the order of reading."""
    if isinstance(component, dict):
        return texts(component.get("props", component).get("children"))
    if isinstance(component, list):
        return [text for part in component for text in texts(part)]
    return [component] if isinstance(component, str) else []


def add(services: Services, name: str, **said: Any) -> None:
    made = services.screens.add(name, "scene=overview", ("overview/441900",), time.time() - 600)
    assert made is not None
    if said:
        now = time.time()
        beat: dict[str, Any] = {
            "received_at": now, "build": build(), "showing": "overview/441900", "level": Level.LIVE,
            "reason": None, "data_at": now - 2, "message_at": now, "hidden": False, "heap_bytes": 21_000_000,
            "paint_p50_ms": 80.0, "paint_p95_ms": 240.0, "width": 3840, "height": 2160, "uptime_seconds": 9.0,
            "problems": 0,
        }  # fmt: skip
        services.screens.beat(made[0], Beat(**(beat | said)))


def test_without_screens_the_page_says_how_to_add_one(leader: FlaskClient) -> None:
    assert "zhiwang screens add NAME --scene overview" in texts(open_page(leader, "screens")["shell"])


def test_those_that_need_somebody_stand_on_top_and_in_the_strip(
    leader: FlaskClient, services: Services
) -> None:
    add(services, "fine", problems=0)
    add(services, "silent", received_at=time.time() - 400)
    add(services, "frozen", level=Level.BROKEN, reason="store")
    add(services, "older", build="0ld")
    add(services, "new")
    shown = open_page(leader, "screens", "?lang=en")["shell"]
    found = texts(shown)
    names = [name for name in found if name in ("fine", "silent", "frozen", "older", "new")]
    assert names == ["silent", "frozen", "new", "older", "fine"]
    assert "Screens that need attention: 3" in found
    for words in ("21 MB", "240 ms", "3840 × 2160", "2 s", " Stale: store silent", " Live", " Outdated"):
        assert words in found
    again = update(
        leader, "screens-body.children", [("screens-pace", "n_intervals", 1)], [("url", "search", "?lang=zh")]
    )
    drawn = json.dumps(again.json, ensure_ascii=False)
    assert "3 块屏幕需要处理" in drawn
    assert "画面停滞：存储无应答" in drawn


def test_nobody_without_a_login_sees_the_roll(client: FlaskClient, services: Services) -> None:
    add(services, "fine", problems=0)
    answer = update(
        client, "screens-body.children", [("screens-pace", "n_intervals", 1)], [("url", "search", "")]
    )
    assert answer.status_code == 401
