"""The scenes in a browser: they fit every screen in both languages; countdowns run by the server's clock."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from tests.browser.screens import MISPLACED, OVERLAPPING, SIZES, SMALLEST, unit
from tests.browser.wall_server import WallServer
from tests.layouts.scenes import SCENES, Scene, scene_snapshot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
OpenScene = Callable[..., tuple[Page, WallServer]]
LIMITS = SCENES[0]


@pytest.fixture
def open_scene(browser: Browser, city_dongguan: City) -> Iterator[OpenScene]:
    """Opens a scene and waits until it is live; any message on the console fails the test."""
    trouble: list[str] = []
    ends: list[Callable[[], Any]] = []

    def opened(
        scene: Scene, snapshot: dict[str, Any], query: str = "", town: int | None = None
    ) -> tuple[Page, WallServer]:
        server = WallServer(city_dongguan, snapshot)
        area = "" if town is None else f"&area={city_dongguan.tree.towns[town].code}"
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        ends.extend([context.close, server.stop])
        page = context.new_page()
        page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{server.url}?scene={scene.name}{area}{query}")
        page.wait_for_selector("html[data-fresh='live']", timeout=60_000, state="attached")
        return page, server

    yield opened
    for end in ends:
        end()
    assert trouble == []


@pytest.mark.parametrize(("language", "town"), [("zh", None), ("en", None), ("zh", 13), ("en", 13)])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_fits_every_screen(
    open_scene: OpenScene, city_dongguan: City, scene: Scene, language: str, town: int | None
) -> None:
    home = None if town is None else (AreaLevel.TOWN, town)
    snapshot = scene_snapshot(scene, city_dongguan, time.time(), home=home, cases=20_000)
    page, _ = open_scene(scene, snapshot, f"&lang={language}", town)
    page.wait_for_selector(".countdown:not(:empty)")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        size = f"{width}x{height}"
        assert page.evaluate(MISPLACED) == [], size
        assert page.evaluate(OVERLAPPING) == [], size
        assert page.evaluate(SMALLEST) >= 18 * unit(width, height) - 0.1, size
        edges = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(edges) == [width, height]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_waits_for_its_first_data_and_then_shows_them(
    open_scene: OpenScene, city_dongguan: City, scene: Scene
) -> None:
    page, server = open_scene(scene, {}, "&lang=en")
    assert "waiting for the first data" in page.inner_text(".wall")
    assert page.evaluate(MISPLACED) == []
    server.show(scene_snapshot(scene, city_dongguan, time.time()))
    page.wait_for_selector(".countdown:not(:empty)")
    assert "waiting for the first data" not in page.inner_text(".wall")


def seconds(page: Page) -> int:
    """What the first countdown shows, in seconds; below zero beyond the moment."""
    found = re.fullmatch(r"(\+?)(\d+):(\d\d):(\d\d)", page.inner_text("#dln0-t"))
    assert found is not None
    left = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4])
    return -left if found[1] else left


def test_a_countdown_runs_between_ticks_and_follows_its_row_at_once(
    open_scene: OpenScene, city_dongguan: City
) -> None:
    snapshot = scene_snapshot(LIMITS, city_dongguan, time.time())
    snapshot["next"][0]["due_at"] = int(time.time()) + 3
    page, server = open_scene(LIMITS, snapshot)
    page.wait_for_selector("#dln0-t.over", timeout=15_000)
    assert seconds(page) <= 0
    snapshot["next"][0] = {**snapshot["next"][0], "due_at": int(time.time()) + 7200, "department": "New"}
    server.show({**snapshot, "seq": 2})
    page.wait_for_function("document.getElementById('dln0-d').textContent === 'New'")
    assert 7190 <= seconds(page) <= 7200
    assert "over" not in (page.get_attribute("#dln0-t", "class") or "")


def test_countdowns_stand_still_in_a_broken_picture(open_scene: OpenScene, city_dongguan: City) -> None:
    page, server = open_scene(LIMITS, scene_snapshot(LIMITS, city_dongguan, time.time()))
    page.wait_for_selector("#dln0-t:not(:empty)")
    server.feed_age = 192
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=8_000)
    before = page.inner_text("#dln0-t")
    page.wait_for_timeout(2200)
    assert page.inner_text("#dln0-t") == before
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(MISPLACED) == [], f"{width}x{height}"
    server.feed_age = 0.5
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=8_000)
    page.wait_for_function("before => document.getElementById('dln0-t').textContent !== before", arg=before)
