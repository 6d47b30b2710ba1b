"""Scenes of rows in a browser: they follow the stream; countdowns run by the server's clock."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from data_access.domain.city import City
from tests.browser.screens import MISPLACED, SIZES, fits
from tests.browser.standing import Standing
from tests.browser.wall_server import WallServer
from tests.layouts.evaluation_scenes import sample_evaluation
from tests.layouts.scenes import SCENES, Scene, scene_snapshot
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
OpenScene = Callable[..., tuple[Page, WallServer]]
LIMITS = SCENES[0]


@pytest.fixture
def open_scene(standing: Standing) -> Iterator[OpenScene]:
    """Opens a scene and waits until it is live; any message on the console fails the test."""

    def opened(scene: Scene, snapshot: dict[str, Any], *, anew: bool = False) -> tuple[Page, WallServer]:
        server = standing.server
        standing.leave()
        server.reset(snapshot)
        return standing.open(f"?scene={scene.name}&lang=en", anew=anew, drawn=()), server

    yield opened
    assert standing.end_test() == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_waits_for_its_first_data_and_then_shows_them(
    open_scene: OpenScene, city_dongguan: City, scene: Scene
) -> None:
    page, server = open_scene(scene, {}, anew=True)
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
    page, server = open_scene(LIMITS, snapshot)
    snapshot["next"][0] = {**snapshot["next"][0], "due_at": int(time.time()) + 2}
    server.show(snapshot)
    page.wait_for_selector("#dln0-t.over", timeout=PATIENCE)
    assert seconds(page) <= 0
    due_at = int(time.time()) + 7200
    snapshot["next"][0] = {**snapshot["next"][0], "due_at": due_at, "department": "New"}
    server.show({**snapshot, "seq": 2})
    page.wait_for_function("document.getElementById('dln0-d').textContent === 'New'")
    # Not a moment later than the words, though what is left goes on while we look.
    before = seconds(page)
    assert due_at - time.time() - 2 <= before <= 7200
    assert "over" not in (page.get_attribute("#dln0-t", "class") or "")


def test_countdowns_stand_still_in_a_broken_picture(open_scene: OpenScene, city_dongguan: City) -> None:
    page, server = open_scene(LIMITS, scene_snapshot(LIMITS, city_dongguan, time.time()))
    page.wait_for_selector("#dln0-t:not(:empty)")
    server.feed_age = 192
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=PATIENCE)
    before = page.inner_text("#dln0-t")
    page.wait_for_timeout(1300)
    assert page.inner_text("#dln0-t") == before
    assert [one for size in SIZES for one in fits(page, *size, overlapping=False)] == []
    server.feed_age = 0.5
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    page.wait_for_function("before => document.getElementById('dln0-t').textContent !== before", arg=before)


def test_scores_follow_the_stream(standing: Standing, open_scene: OpenScene, city_dongguan: City) -> None:
    standing.leave()
    standing.server.reset(sample_evaluation(city_dongguan, time.time()))
    page = standing.open("?scene=evaluation&lang=zh", drawn=())
    later = sample_evaluation(city_dongguan, time.time(), seed=2)
    standing.server.show(later)
    first = later["rows"][0]
    name = city_dongguan.tree.area(first["code"])
    assert name is not None
    page.wait_for_function(
        "([name, score]) => document.getElementById('e0-n').textContent === name"
        " && document.getElementById('e0-s').textContent === score",
        arg=[name.short_zh, f"{first['score']:.1f}"],
    )
