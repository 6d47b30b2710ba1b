"""Walls of towns, and scenes that take turns, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Scene, Showing
from data_access.queries.wall import wall_snapshot
from data_access.store.connection import Connection
from tests.browser.conftest import OpenWall
from tests.browser.wall_server import WallServer
from tests.demo_rows import NOW, demo_rows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HUMEN = "441900121"
"""The town with nearly the most villages, 29."""
TOWN = Showing(Scene.OVERVIEW, HUMEN)


@pytest.fixture(scope="module")
def town_snapshot(redis_server: Connection, city_dongguan: City) -> dict[str, Any]:
    columns, names = demo_rows(redis_server.redis, city_dongguan)
    home = home_of(city_dongguan.tree, HUMEN)
    figures = wall_snapshot(columns, city_dongguan, names, None, NOW, home=home)
    return {"seq": 1, "at": NOW, "data_at": NOW, "city": city_dongguan.id, **figures}


def shown(page: Page) -> str:
    return page.inner_text("h1 >> nth=0")


def test_scenes_take_turns_and_leave_nothing_of_each_other(
    open_wall: OpenWall, wall: WallServer, town_snapshot: dict[str, Any]
) -> None:
    wall.snapshots[TOWN] = town_snapshot
    page = open_wall(f"?playlist=overview,overview:{HUMEN}&dwell=5")
    assert "虎门" not in shown(page)
    page.evaluate("for (const one of document.querySelectorAll('.wall *')) one.ofTheFirst = true")
    page.wait_for_function("document.querySelector('h1').textContent.includes('虎门')")
    # An element that Dash kept would hold texts that Dash does not know of.
    assert (
        page.evaluate("[...document.querySelectorAll('.wall *')].filter((one) => one.ofTheFirst).length") == 0
    )
    page.wait_for_function("document.querySelector('.leaflet-image-layer').src.startsWith('blob:')")
    reported = f"{town_snapshot['kpis']['reported']['value']:,}"
    assert page.inner_text("#k-reported-v") == reported
    # A reload goes on with the scene that was there.
    page.reload()
    page.wait_for_selector("html[data-fresh='live']", state="attached")
    page.wait_for_function("document.querySelector('h1').textContent.includes('虎门')")
    page.wait_for_function("!document.querySelector('h1').textContent.includes('虎门')")


def test_a_touch_holds_the_scene_and_another_lets_go(open_wall: OpenWall) -> None:
    page = open_wall(f"?playlist=overview,overview:{HUMEN}&dwell=5")
    page.mouse.click(900, 500)
    assert page.get_attribute("html", "data-paused") == "yes"
    page.wait_for_timeout(6500)
    assert "虎门" not in shown(page)
    page.mouse.click(900, 500)
    assert page.get_attribute("html", "data-paused") == "no"


def test_an_address_that_no_wall_has_says_what_there_is(open_wall: OpenWall, wall: WallServer) -> None:
    page = open_wall()
    page.goto(f"{wall.url}?scene=weather&lang=en")
    page.wait_for_selector(".unknown")
    assert "weather" in page.inner_text(".unknown h1")
    page.click("text=Humen")
    page.wait_for_selector(".wall")
    assert "Humen" in shown(page) or "虎门" in shown(page)
