"""The evaluation scene in a browser: it fits every screen in both languages and follows the stream."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data_access.domain.city import City
from tests.browser.screens import OVERLAPPING, SIZES, assert_it_fits
from tests.browser.wall_server import WallServer
from tests.layouts.evaluation_scenes import sample_evaluation

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def server(city_dongguan: City) -> Iterator[WallServer]:
    running = WallServer(city_dongguan, sample_evaluation(city_dongguan, time.time()))
    yield running
    running.stop()


def test_it_fits_every_screen_in_both_languages(browser: Browser, server: WallServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text))
    for language in ("zh", "en"):
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.goto(f"{server.url}?scene=evaluation&lang={language}")
        page.wait_for_selector("html[data-fresh='live']", timeout=60_000, state="attached")
        page.wait_for_selector(".scene-evaluation .e-row.grade-excellent", state="attached")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(100)
            assert_it_fits(page, width, height)
            assert page.evaluate(OVERLAPPING) == []
    context.close()
    assert trouble == []


def test_scores_follow_the_stream(browser: Browser, server: WallServer, city_dongguan: City) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}?scene=evaluation&lang=zh")
    page.wait_for_selector("html[data-fresh='live']", timeout=60_000, state="attached")
    later = {**sample_evaluation(city_dongguan, time.time(), seed=2), "seq": 2}
    server.show(later)
    first = later["rows"][0]
    name = city_dongguan.tree.area(first["code"])
    assert name is not None
    page.wait_for_function(
        "([name, score]) => document.getElementById('e0-n').textContent === name"
        " && document.getElementById('e0-s').textContent === score",
        arg=[name.short_zh, f"{first['score']:.1f}"],
    )
    page.close()
