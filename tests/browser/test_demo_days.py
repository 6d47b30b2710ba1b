"""Days pass on an open page: midnight and the end of a month, hundreds of ticks, through real parts."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.soak import Readings, read
from data_access.domain.showing import Scene, Showing
from tests.browser.demo_days import HAS_FIGURES, DemoDays
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

ZONE = dt.timezone(dt.timedelta(hours=8))
LAST_MINUTE = dt.datetime(2026, 10, 31, 23, 59, 30, tzinfo=ZONE).timestamp()
"""A Saturday, the last of its month."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoDays]:
    folder = tmp_path_factory.mktemp("city")
    running = DemoDays(folder, LAST_MINUTE, days=3, showings=[Showing(Scene.DEADLINES, "441900")])
    yield running
    running.stop()


def open_page(page: Page, city: DemoDays, query: str) -> list[str]:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(f"{city.url}?{query}")
    page.wait_for_selector(HAS_FIGURES, state="attached", timeout=PATIENCE)
    return trouble


def test_midnight_and_the_end_of_the_month_come_to_an_open_page(page: Page, city: DemoDays) -> None:
    trouble = open_page(page, city, "lang=en")
    page.evaluate("window.stillThisPage = true")
    shown = """() => ['.head-a .date', '#last-weekday', '#k-reported-v'].map(
      (one) => document.querySelector(one).textContent)"""
    expect(page.locator(".head-a .date")).to_contain_text("31")
    date, rule, count = page.evaluate(shown)
    assert "Sat" in date
    assert "Sat" in rule
    assert int(count.replace(",", "")) > 100
    for second in (10, 20, 29, 31, 35):
        city.move(LAST_MINUTE + second)
    for element in ("#last-weekday", ".head-a .date"):
        expect(page.locator(element)).to_contain_text("Sun", timeout=PATIENCE)
    date, rule, count = page.evaluate(shown)
    assert "1 Nov" in date
    assert int(count.replace(",", "")) < 20
    assert page.evaluate("window.stillThisPage") is True
    assert trouble == []


SCENES = (Scene.OVERVIEW, Scene.DEADLINES)
SHOWN = """scene => document.querySelectorAll('.wall').length === 1
  && document.querySelector({ overview: '#k-reported-v', deadlines: '#dln0-t' }[scene]) !== null"""


def caught_up(page: Page, city: DemoDays, scene: Scene) -> None:
    """Wait until a page of a scene shows what the last move of the clock brought."""
    followed = city.hub.follow(Showing(scene, "441900"))

    def has_all() -> bool:
        number = None if followed.current is None else followed.current["seq"]
        return city.hub.tick_at == city.now() and page.evaluate("zhiwang.stream.number()") == number

    until("the page shows the last tick", has_all)


def test_hundreds_of_ticks_leave_nothing_behind(page: Page, city: DemoDays) -> None:
    trouble = open_page(page, city, "playlist=overview,deadlines&dwell=600")
    client = page.context.new_cdp_session(page)
    place = 0

    def run(ticks: int) -> Readings:
        nonlocal place
        for tick in range(ticks):
            city.move(city.now() + 20)
            if tick % 30 == 29:
                caught_up(page, city, SCENES[place])
                place = 1 - place
                page.evaluate("zhiwang.playlist.next()")
                page.wait_for_function(SHOWN, arg=SCENES[place].value, timeout=PATIENCE)
        caught_up(page, city, SCENES[place])
        page.wait_for_timeout(1000)
        return read(client)

    run(30)
    before = run(30)
    after = run(120)
    # Two nodes left behind in three ticks are found.
    assert after.nodes <= before.nodes * 1.03
    assert after.listeners <= before.listeners * 1.03
    assert after.heap <= before.heap * 1.1
    assert trouble == []
