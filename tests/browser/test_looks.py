"""The overview on every screen, every scene in both themes: nothing cut, nothing covered, nothing faint."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Scene, Showing
from data_access.queries.wall import wall_snapshot
from data_access.store.connection import Connection
from tests.browser.screens import FAINT, MISPLACED, OVERLAPPING, SIZES, assert_it_fits
from tests.browser.wall_server import WallServer
from tests.demo_rows import NOW, demo_rows
from tests.layouts.canvas_scenes import classes_snapshot, replay_snapshot
from tests.layouts.evaluation_scenes import sample_evaluation
from tests.layouts.scenes import SCENES, scene_snapshot
from tests.layouts.snapshots import sample_snapshot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HUMEN = "441900121"
"""The town with nearly the most villages, 29."""


@pytest.fixture(scope="module")
def server(city_dongguan: City, redis_server: Connection) -> Iterator[WallServer]:
    """Shows every scene of the city, and the overview of a town, each of its own snapshot."""
    city, now = city_dongguan, time.time()
    running = WallServer(city, sample_snapshot(city, now))
    columns, names = demo_rows(redis_server.redis, city)
    of_town = wall_snapshot(columns, city, names, None, NOW, home=home_of(city.tree, HUMEN))
    running.snapshots[Showing(Scene.OVERVIEW, HUMEN)] = {"seq": 1, "at": NOW, "data_at": NOW, **of_town}
    root = city.tree.city.code
    running.snapshots[Showing(Scene.EVALUATION, root)] = sample_evaluation(city, now)
    running.snapshots[Showing(Scene.CLASSES, root)] = classes_snapshot(city, now)
    running.snapshots[Showing(Scene.REPLAY, root)] = replay_snapshot(city, now)
    for scene in SCENES:
        running.snapshots[Showing(Scene(scene.name), root)] = scene_snapshot(scene, city, now, cases=20_000)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all tests; any message on its console fails the last of them."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    trouble: list[str] = []

    def note(message: str) -> None:
        # The browser itself reports a connection that ends while a page is left.
        if "net::ERR_" not in message:
            trouble.append(message)

    page.on("console", lambda message: note(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    yield page
    context.close()
    assert trouble == []


def open_at(page: Page, server: WallServer, query: str) -> None:
    """Open a wall and wait until it is live."""
    server.feed_age = 0.5
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{server.url}?{query}")
    page.wait_for_selector("html[data-fresh='live']", timeout=60_000, state="attached")


def settle(page: Page) -> None:
    """Charts and map take up their new size a moment after the page: wait while something is out of place."""
    for _ in range(20):
        page.wait_for_timeout(150)
        if not page.evaluate(MISPLACED) and not page.evaluate(OVERLAPPING):
            return


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("area", ["", f"&area={HUMEN}"], ids=["city", "town"])
def test_the_overview_fits_every_screen(page: Page, server: WallServer, area: str, language: str) -> None:
    open_at(page, server, f"lang={language}{area}")
    page.wait_for_selector("#hours .main-svg", timeout=60_000, state="attached")
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert page.locator(".town").count() == (29 if area else 33)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert_it_fits(page, width, height)
        assert page.evaluate(OVERLAPPING) == [], (width, height)
        pills = "[...document.querySelectorAll('.pill')].filter((one) => one.clientWidth).length"
        assert page.evaluate(pills) == {5: 3, 3: 2}.get(width // height, 1)


@pytest.mark.parametrize("scene", Scene, ids=lambda scene: scene.value)
def test_every_word_can_be_read_in_both_themes(page: Page, server: WallServer, scene: Scene) -> None:
    for theme in ("dark", "light"):
        open_at(page, server, f"scene={scene.value}&lang=zh&theme={theme}")
        page.wait_for_function("document.querySelector('.wall').textContent.length > 300")
        assert page.get_attribute("html", "data-theme") == theme
        for width, height in ((1920, 1080), (5760, 1080), (1080, 1920)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(100)
            assert page.evaluate(FAINT) == [], (theme, width)


def test_marks_of_a_broken_picture_can_be_read_in_the_light(page: Page, server: WallServer) -> None:
    open_at(page, server, "theme=light")
    server.feed_age = 20
    page.wait_for_selector("html[data-fresh='delayed']", state="attached", timeout=8_000)
    assert page.evaluate(FAINT) == []
    server.feed_age = 192
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=8_000)
    assert page.evaluate(FAINT) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert_it_fits(page, width, height)
    server.feed_age = 0.5
