"""Every scene on every screen, in both languages and themes: nothing cut, nothing covered, nothing faint.

One page shows all scenes in turn, as a playlist does: changing to a scene takes a fraction of opening it.
"""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from data_access.domain.city import City
from data_access.domain.showing import Scene, Showing
from tests.browser.screens import FAINT, SIZES, fits, lasting
from tests.browser.standing import Standing
from tests.browser.wall_server import WallServer
from tests.layouts.canvas_scenes import classes_snapshot, replay_snapshot
from tests.layouts.evaluation_scenes import sample_evaluation
from tests.layouts.scenes import SCENES, scene_snapshot, town_snapshot
from tests.layouts.snapshots import sample_snapshot
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

HUMEN = "441900121"
"""The town with nearly the most villages, 29."""
ONE_COMPOSITION = SIZES[1:3]
"""Larger screens of the first one's shape: the same composition in other pixels."""
ONE_EACH = ((1920, 1080), (5760, 1080), (1080, 1920))
OF_A_TOWN = (Scene.OVERVIEW, Scene.DEADLINES, Scene.VOICE)
"""Scenes that are looked at for a town, too."""
TURNS = [*((scene, "") for scene in Scene), *((scene, HUMEN) for scene in OF_A_TOWN)]
DRAWN = {
    Scene.OVERVIEW: "#hours .main-svg",
    Scene.EVALUATION: ".e-row.grade-excellent",
    Scene.DEADLINES: ".countdown:not(:empty)",
    Scene.CLASSES: "#h0-v:not(:empty)",
    Scene.REPLAY: ".replay-time:not(:empty)",
    Scene.VOICE: ".countdown:not(:empty)",
}
"""What each scene has drawn last."""
PILLS = "[...document.querySelectorAll('.pill')].filter((one) => one.clientWidth).length"
PLACE = "JSON.parse(sessionStorage.getItem('zhiwang-place'))[1]"
"""The place of the playlist that the page is at."""
TURN = """place => {
  for (const one of document.querySelectorAll(".wall")) one.ofThePlaceBefore = true;
  window.dash_clientside.set_props("place", { data: place });
}"""
ARRIVED = """drawn => {
  const walls = [...document.querySelectorAll(".wall")];
  return walls.length === 1 && !walls[0].ofThePlaceBefore && walls[0].querySelector(drawn) !== null;
}"""
Show = Callable[[int, str], Page]


@pytest.fixture(scope="module")
def server(city_dongguan: City) -> WallServer:
    """Shows every turn of its own snapshot."""
    city, now = city_dongguan, time.time()
    running = WallServer(city, sample_snapshot(city, now))
    root, found = city.tree.city.code, city.tree.find(HUMEN)
    assert found is not None
    running.snapshots[Showing(Scene.OVERVIEW, HUMEN)] = town_snapshot(city, HUMEN, now)
    running.snapshots[Showing(Scene.EVALUATION, root)] = sample_evaluation(city, now)
    running.snapshots[Showing(Scene.CLASSES, root)] = classes_snapshot(city, now)
    running.snapshots[Showing(Scene.REPLAY, root)] = replay_snapshot(city, now)
    for scene in SCENES:
        for code, home in ((root, None), (HUMEN, found)):
            showing = Showing(Scene(scene.name), code)
            running.snapshots[showing] = scene_snapshot(scene, city, now, home=home, cases=20_000)
    return running


@pytest.fixture(scope="module")
def standing(browser: Browser, server: WallServer) -> Iterator[Standing]:
    shared = Standing(browser, server)
    yield shared
    shared.close()


@pytest.fixture
def show(standing: Standing) -> Iterator[Show]:
    """Brings the page of an address to a turn."""
    playlist = ",".join(f"{scene}:{area}" if area else scene for scene, area in TURNS)

    def shown(turn: int, query: str) -> Page:
        page = standing.open(f"?playlist={playlist}&dwell=86400&{query}", drawn=())
        if page.evaluate(PLACE) != turn:
            page.evaluate(TURN, turn)
        page.wait_for_function(ARRIVED, arg=DRAWN[TURNS[turn][0]], timeout=PATIENCE)
        return page

    yield shown
    assert standing.end_test() == []


def named(turn: int) -> str:
    scene, area = TURNS[turn]
    return f"{scene.value}-{'town' if area else 'city'}"


@pytest.mark.parametrize("turn", range(len(TURNS)), ids=named)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_scene_fits_every_screen(show: Show, language: str, turn: int) -> None:
    page = show(turn, f"lang={language}")
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[language]
    scene, area = TURNS[turn]
    if scene is Scene.OVERVIEW:
        assert page.locator(".town").count() == (29 if area else 33)
    wrong = []
    for width, height in SIZES:
        if language == "en" and (width, height) in ONE_COMPOSITION:
            continue
        wrong += fits(page, width, height)
        page.wait_for_function(f"wanted => {PILLS} === wanted", arg={5: 3, 3: 2}.get(width // height, 1))
        if language == "zh" and (width, height) in ONE_EACH:
            wrong += lasting(page, FAINT)
    assert wrong == []


@pytest.mark.parametrize("turn", range(len(Scene)), ids=named)
def test_every_word_can_be_read_in_the_light(show: Show, turn: int) -> None:
    page = show(turn, "lang=zh&theme=light")
    assert page.get_attribute("html", "data-theme") == "light"
    for width, height in ONE_EACH:
        page.set_viewport_size({"width": width, "height": height})
        assert lasting(page, FAINT) == [], width


def test_marks_of_a_broken_picture_can_be_read_in_the_light(show: Show, server: WallServer) -> None:
    page = show(0, "lang=zh&theme=light")
    server.feed_age = 20
    page.wait_for_selector("html[data-fresh='delayed']", state="attached", timeout=PATIENCE)
    assert lasting(page, FAINT) == []
    server.feed_age = 192
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=PATIENCE)
    assert lasting(page, FAINT) == []
    # The banner covers the header.
    wrong = [one for size in SIZES for one in fits(page, *size, overlapping=False)]
    server.feed_age = 0.5
    assert wrong == []
