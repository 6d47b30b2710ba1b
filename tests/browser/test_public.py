"""The public pages in a real browser: taken over without a jump, live, by finger and keys, clean for axe."""

import logging
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from dashboard.config import load_settings
from dashboard.public.app import create_public_app
from dashboard.public.held import HeldCopies
from dashboard.public.limits import Tries
from dashboard.public.services import PublicServices
from dashboard.public.tracking import Tracker
from data_access.domain.city import City
from tests.dashboard.public.parts import Store, hash_of
from tests.layouts.public.documents import documents
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
LOOK_MS = 5_100
"""A little longer than the pause between two looks at what runs."""
ALIVE = "html[data-alive=yes]"
FOLLOW = """href => {
  history.pushState({}, "", href);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
}"""
"""What a link of Dash does."""
ARRIVED = "href => new URL(href).href.endsWith(document.querySelector('main').dataset.href)"
JUDGED = {390: ("area",), 1280: ("ranking",)}
"""Pages that axe judges beside the home page: it takes seconds, and the others are made of the same parts."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Shown:
    """A running surface whose live document the test writes."""

    def __init__(self, city: City, folder: Path) -> None:
        self._documents = documents(city)
        self.store = Store({name: orjson.dumps(one) for name, one in self._documents.items()})
        tries = Tries(None)
        held = HeldCopies(self.store, zone=city.zone)
        tracker = Tracker(self.store, tries, hash_of)
        self.public = PublicServices(load_settings(data=folder), city, held, tracker, tries)
        self.runs(820)
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self.server = make_server("127.0.0.1", 0, create_public_app(self.public), threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/public/"

    def runs(self, reported: int) -> None:
        """Publish what runs, now."""
        live: dict[str, Any] = self._documents["live"]
        live["at"] = live["data_at"] = datetime.now().astimezone().isoformat()
        live["today"]["reported_count"] = reported
        self.store.documents["live"] = orjson.dumps(live)
        self.public.held.refresh()

    def stop(self) -> None:
        """End the server."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def shown(city_dongguan: City, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    running = Shown(city_dongguan, tmp_path_factory.mktemp("public"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context
    context.close()


def opened(context: BrowserContext, address: str, *, clock: bool = False) -> tuple[Page, list[str]]:
    """A page that Dash has taken over, and what its console said; its `clock` is moved by the test alone."""
    trouble: list[str] = []
    page = context.new_page()
    if clock:
        page.clock.install()
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(address)
    page.wait_for_selector(ALIVE, state="attached", timeout=PATIENCE)
    return page, trouble


def clean(page: Page, what: str, *, rules: bool = True) -> list[str]:
    """What is wrong with the page as it stands: by the rules of axe, and when it is wider than the screen."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"] if rules else []
    wrong = [f"{what}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append(f"{what}: wider than the screen")
    return wrong


def test_without_scripts_the_page_is_there(browser: Browser, shown: Shown) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(shown.url)
    expect(page.locator("h1")).to_contain_text("按时处置")
    expect(page.locator("table.ranking tbody tr")).to_have_count(12)
    expect(page.locator("svg.map .area")).to_have_count(33)
    page.fill("[name=number]", "E1")
    page.fill("[name=check]", "4821")
    page.click(".track-form button")
    expect(page.locator(".steps li")).to_have_count(7)
    context.close()


def test_every_page_in_both_languages_is_clean_on_phone_and_desk(browser: Browser, shown: Shown) -> None:
    wrong: list[str] = []
    for width, language in ((390, "en"), (1280, "zh")):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if language == "zh" else "light"
        )
        page, trouble = opened(context, f"{shown.url}?lang={language}")
        wrong += clean(page, f"{width} home", rules=width < 1000)
        axed = 0
        # From page to page as a reader goes: Dash makes each without a new document.
        links = page.locator("nav a[href], .bottom a[href]").evaluate_all("all => all.map(a => a.href)")
        town = f"{shown.url}area/441900121?lang={language}"
        for href in dict.fromkeys([*(one for one in links if "/area" not in one), town]):
            name = href.split("/public/")[1].split("?")[0].split("/")[0]
            if width > 1000 and name not in JUDGED[width]:
                continue  # Whatever fits a phone fits a desk.
            page.evaluate(FOLLOW, href)
            page.wait_for_function(ARRIVED, arg=href, timeout=PATIENCE)
            wrong += clean(page, f"{width} {href}", rules=name in JUDGED[width])
            axed += name in JUDGED[width]
        assert axed == len(JUDGED[width])
        wrong += trouble
        context.close()
    assert wrong == []


def test_the_page_is_taken_over_where_the_reader_is(phone: BrowserContext, shown: Shown) -> None:
    page = phone.new_page()
    # Dash's own files are held back until the reader has begun.
    held = []
    page.route("**/_dash-layout*", lambda route: held.append(route))
    page.goto(shown.url)
    page.fill("[name=number]", "E1")
    page.locator(".months summary").click()

    def asked() -> bool:
        # Routes are told of while the browser is being talked to.
        page.wait_for_timeout(20)
        return bool(held)

    until("Dash asks for its layout", asked)
    held[0].continue_()
    page.wait_for_selector(ALIVE, state="attached", timeout=PATIENCE)
    expect(page.locator("#first")).to_have_count(0)
    expect(page.locator("[name=number]")).to_have_value("E1")
    assert page.evaluate("document.activeElement.closest('.months') !== null")
    expect(page.locator("h1")).to_have_count(1)
    page.close()


def test_figures_run_pause_and_say_when_they_cannot_be_had(phone: BrowserContext, shown: Shown) -> None:
    page, _ = opened(phone, shown.url, clock=True)
    figure = page.locator("[data-figure='today.reported_count']")
    shown.runs(990)
    page.clock.run_for(LOOK_MS)
    expect(figure).to_have_text("约 990 件", timeout=PATIENCE)
    page.click(".pause")
    expect(page.locator(".freshness.paused .pause")).to_have_attribute("aria-pressed", "true")
    shown.runs(1230)
    page.clock.run_for(2 * LOOK_MS)
    page.wait_for_timeout(300)
    expect(figure).to_have_text("约 990 件")
    page.click(".pause")
    expect(figure).to_have_text("约 1,230 件", timeout=PATIENCE)
    page.route("**/api/v1/live", lambda route: route.abort())
    for _ in range(2):
        with page.expect_event("requestfailed"):
            page.clock.run_for(LOOK_MS)
    expect(page.locator(".freshness.offline .said")).to_contain_text("正在重试", timeout=PATIENCE)
    expect(figure).to_have_text("约 1,230 件")
    page.close()


def test_a_town_is_found_on_the_map_by_finger_and_by_keys_and_its_case_by_number(
    phone: BrowserContext, shown: Shown
) -> None:
    page, trouble = opened(phone, shown.url)
    area = page.locator(".area[data-href$='441900121']")
    area.click()
    expect(page.locator(".tip.shown b")).to_contain_text("虎门")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip.shown b")).not_to_contain_text("虎门")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tip.shown b")).to_contain_text("虎门")
    page.fill("[name=number]", "E1")
    page.fill("[name=check]", "4821")
    page.click(".track-form button")
    expect(page.locator(".track-answer .steps li")).to_have_count(7)
    area.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main[data-page=area] h1")).to_have_text("虎门镇", timeout=PATIENCE)
    assert page.url.endswith("/public/area/441900121")
    page.close()
    assert trouble == []
