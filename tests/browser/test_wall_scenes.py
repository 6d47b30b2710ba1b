"""Walls of towns, and scenes that take turns, in a browser."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page

from data_access.domain.showing import Scene, Showing
from tests.browser.conftest import OpenWall
from tests.browser.wall_server import WallServer
from tests.layouts.scenes import town_snapshot
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HUMEN = "441900121"
"""The town with nearly the most villages, 29."""
TOWN = Showing(Scene.OVERVIEW, HUMEN)


@pytest.fixture
def town(wall: WallServer) -> dict[str, Any]:
    """What the town's wall shows."""
    wall.snapshots[TOWN] = town_snapshot(wall.city, HUMEN, time.time())
    return wall.snapshots[TOWN]


def shown(page: Page) -> str:
    return page.inner_text("h1 >> nth=0")


def test_scenes_take_turns_and_leave_nothing_of_each_other(open_wall: OpenWall, town: dict[str, Any]) -> None:
    page = open_wall(f"?playlist=overview,overview:{HUMEN}&dwell=5", anew=True)
    if "虎门" in shown(page):
        # A slow machine has come to the town meanwhile.
        page.wait_for_function("!document.querySelector('h1').textContent.includes('虎门')")
    page.evaluate("for (const one of document.querySelectorAll('.wall *')) one.ofTheFirst = true")
    # An element that Dash kept would hold texts that Dash does not know of. All at once: scenes go on.
    page.wait_for_function(
        """reported => document.querySelector('h1')?.textContent.includes('虎门')
          && ![...document.querySelectorAll('.wall *')].some((one) => one.ofTheFirst)
          && document.getElementById('k-reported-v').textContent === reported
          && document.querySelector('.leaflet-image-layer')?.src.startsWith('blob:')""",
        arg=f"{town['kpis']['reported']['value']:,}",
        timeout=PATIENCE,
    )


def test_a_touch_holds_the_scene_over_its_time_and_another_lets_go(open_wall: OpenWall) -> None:
    page = open_wall(f"?playlist=overview,overview:{HUMEN}&dwell=600", anew=True)
    page.mouse.click(900, 500)
    assert page.get_attribute("html", "data-paused") == "yes"
    page.evaluate("zhiwang.playlist.next()")
    page.wait_for_timeout(1000)
    assert "虎门" not in shown(page)
    page.mouse.click(900, 500)
    assert page.get_attribute("html", "data-paused") == "no"
    # What its time had asked for meanwhile comes now; then a reload goes on with the scene that was there.
    page.evaluate("zhiwang.playlist.next()")
    page.wait_for_function("document.querySelector('h1')?.textContent.includes('虎门')")
    page.reload()
    page.wait_for_function("document.querySelector('h1')?.textContent.includes('虎门')")


def test_an_address_that_no_wall_has_says_what_there_is(open_wall: OpenWall, wall: WallServer) -> None:
    page = open_wall()
    page.goto(f"{wall.url}?scene=weather&lang=en")
    page.wait_for_selector(".unknown")
    assert "weather" in page.inner_text(".unknown h1")
    page.click("text=Humen")
    page.wait_for_selector(".wall")
    assert "Humen" in shown(page) or "虎门" in shown(page)
