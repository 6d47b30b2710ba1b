"""A leader's journey through the review surface, in a real browser against the whole app."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.review_axe import EVERY, LOOKS, judged, log_in, opened
from tests.review.installation import PASSWORD, USER, served
from tests.waiting import PATIENCE

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
COUNT_CORNERS = """() => {
  const { review } = dash_clientside;
  const { drawCorner } = review;
  window.corners = 0;
  review.drawCorner = (clicks, click) => {
    window.corners += click && click.latlng ? 1 : 0;
    return drawCorner(clicks, click);
  };
}"""
"""Dash hands clicks on the map on one by one, as fast as it can."""
APART = """(words) => {
  const shown = [...document.querySelectorAll(words)]
    .filter((label) => getComputedStyle(label).visibility === 'visible')
    .map((label) => label.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
  return shown.length && !shown.some((a, n) => shown.slice(n + 1).some((b) => meet(a, b)));
}"""
"""Some words are there, and none is on another."""
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app listens."""
    with served(tmp_path_factory.mktemp("review")) as listening:
        yield listening


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page as somebody who has logged in; any message in the console fails the test."""
    contexts = []
    trouble: list[str] = []

    def told(message: str) -> None:
        # The browser itself reports a request that was refused because its login is lost.
        if "401 (UNAUTHORIZED)" not in message:
            trouble.append(message)

    def opened(path: str, width: int = 1440, height: int = 900, theme: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        if theme:
            context.add_cookies([{"name": "zhiwang-theme", "value": theme, "url": f"{address}/review/"}])
        page = context.new_page()
        page.on("console", lambda message: told(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address + path)
        page.fill("[name=name]", USER)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def ready(page: Page) -> None:
    """Wait until everything of the overview is drawn."""
    page.wait_for_selector("#o-trend .main-svg", timeout=PATIENCE, state="attached")
    page.wait_for_selector(".leaflet-areas-pane path", timeout=PATIENCE, state="attached")
    settled(page)


def settled(page: Page) -> None:
    """Wait until no answer is on its way."""
    expect(page.locator("body.asking")).to_have_count(0)


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def choose(page: Page, control: str, option: str) -> None:
    """Choose an option of a filter with the keyboard's help alone."""
    page.locator(f"#{control}").focus()
    page.keyboard.type(option)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_a_choice_is_kept_by_the_address_and_the_way_back_leads_through_it(visit: Visit) -> None:
    page = visit("/review/?period=13-months&lang=zh")
    assert parameters(page) == {"period": ["13-months"], "lang": ["zh"]}, "the login leads to the address"
    expect(page).to_have_title(re.compile("研判复盘"))
    before = page.locator("[data-indicator=filed_count] strong").inner_text()

    choose(page, "f-source", "12345")
    page.wait_for_url("**source=hotline_12345**")
    expect(page.locator("[data-indicator=filed_count] strong")).not_to_have_text(before)
    settled(page)
    chosen = page.locator("[data-indicator=filed_count] strong").inner_text()
    page.keyboard.press("Escape")

    page.locator("table.ranking button.about").first.click()
    page.wait_for_url("**focus=**")
    expect(page.locator("#o-drawer h2")).to_be_visible()
    page.go_back()
    expect(page.locator("#o-drawer h2")).to_have_count(0)
    expect(page.locator("[data-indicator=filed_count] strong")).to_have_text(chosen)

    page.reload()
    ready(page)
    expect(page.locator("[data-indicator=filed_count] strong")).to_have_text(chosen)
    expect(page.locator(".filter.source .mantine-MultiSelect-pill")).to_have_count(1)

    page.click("#f-undo")
    expect(page.locator("[data-indicator=filed_count] strong")).to_have_text(before)
    expect(page.locator(".filter.source .mantine-MultiSelect-pill")).to_have_count(0)
    page.click("#f-reset")
    page.wait_for_url("**/review/?lang=zh")
    settled(page)


def test_a_link_is_copied_a_language_changed_and_the_login_ended(visit: Visit, address: str) -> None:
    page = visit("/review/?period=13-months&source=app&lang=zh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#f-copy")
    expect(page.locator("#f-copy")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == page.url

    page.click("#language")
    ready(page)
    assert parameters(page) == {"period": ["13-months"], "source": ["app"], "lang": ["en"]}
    expect(page.locator("html")).to_have_attribute("lang", "en")
    words = page.locator("main").inner_text()
    assert not HAN.search(words), HAN.search(words)

    page.click("#theme")
    page.wait_for_selector("html[data-theme=dark]")
    ready(page)
    page.click("form[action='/logout'] button")
    page.wait_for_url("**/login**")
    page.goto(address + "/review/?period=today")
    assert page.url.endswith("/login?next=/review/%3Fperiod%3Dtoday")


def test_a_login_that_was_lost_leads_to_the_login_and_back(visit: Visit) -> None:
    page = visit("/review/?lang=zh")
    page.context.clear_cookies(name="zhiwang")
    page.evaluate("window.dash_clientside.set_props('url', {search: '?period=today'})")
    page.wait_for_url("**/login?next=**")
    assert page.url.endswith("next=%2Freview%2F%3Fperiod%3Dtoday")


def test_an_area_is_drawn_on_the_map_and_taken_back(visit: Visit) -> None:
    page = visit("/review/?period=13-months&lang=zh")
    filed = page.locator("[data-indicator=filed_count] strong")
    before = filed.inner_text()
    page.wait_for_timeout(1000)
    box = page.locator(".map-box").bounding_box()
    assert box is not None
    expect(page.locator("#o-draw")).to_have_text("圈选")
    page.click("#o-draw")
    expect(page.locator(".map-box.drawing")).to_be_visible()
    page.evaluate(COUNT_CORNERS)
    for number, (right, down) in enumerate(((0.35, 0.3), (0.65, 0.3), (0.65, 0.6), (0.35, 0.6))):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_function("number => window.corners === number", arg=number + 1)
    assert "focus" not in parameters(page), "a corner is no choice of a town"
    page.click("#o-draw")
    page.wait_for_url("**polygon=**")
    expect(filed).not_to_have_text(before)
    assert len(parameters(page)["polygon"][0].split(",")) == 8
    expect(page.locator("#o-draw")).to_have_text("取消圈选")
    expect(page.locator("#o-scope")).to_contain_text("手绘区域内")
    page.click("#o-draw")
    expect(filed).to_have_text(before)
    assert "polygon" not in parameters(page)


def test_every_page_can_be_used_by_everybody(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    log_in(page, address)
    wrong: list[str] = []
    for number, path in enumerate(EVERY):
        # Every page four times would take minutes: the four looks take turns.
        language, theme = LOOKS[number % len(LOOKS)]
        opened(page, address, path, language, theme)
        wrong += judged(page, f"{path} {language} {theme}")
    page.context.close()
    assert wrong == []


def test_a_town_leads_to_its_villages_grids_and_single_cases_and_the_way_back_up(visit: Visit) -> None:
    page = visit("/review/?period=13-months&lang=zh&indicator=reported_count")
    title = page.locator(".ranking-card h2")
    page.wait_for_timeout(1500)
    expect(page.locator(".cases-note")).to_be_empty()
    page.locator(".leaflet-areas-pane path").nth(3).click(force=True)
    page.wait_for_url("**area=**")
    town = parameters(page)["area"]
    expect(title).to_have_text("村（社区）排名")
    page.locator("table.ranking button.town").first.click()
    expect(title).to_have_text("网格排名")
    expect(page.locator(".breadcrumb button")).to_have_count(2)
    page.go_back()
    expect(title).to_have_text("村（社区）排名")
    assert parameters(page)["area"] == town
    settled(page)

    # All cases of a town lie where its name stands in the city, in the middle of it.
    box = page.locator(".map-box").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -200)
    listed = page.locator(".cases-note a")
    expect(listed).to_be_visible()
    with page.expect_download() as picture:
        page.click("[data-png=map]")
    assert picture.value.path().read_bytes()[1:4] == b"PNG"
    assert picture.value.suggested_filename == "zhiwang-map.png"
    total = re.sub(r"\D", "", page.locator(".cases-note span").first.inner_text())
    assert page.locator(".map-box").get_attribute("data-cases") == total != "0"
    listed.click()
    page.wait_for_url("**/review/cases**polygon=**")
    expect(page.locator(".cases-line .total")).to_contain_text(f"{total} ")
    page.go_back()
    page.locator(".breadcrumb button").first.click()
    expect(title).to_have_text("镇街排名")
    assert "area" not in parameters(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_screen(language: str, visit: Visit) -> None:
    page = visit(f"/review/?lang={language}&period=13-months")
    for width, height in ((1440, 900), (1920, 1080), (1280, 720), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        # Charts take up the width some frames after the page.
        page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
        cut = page.evaluate(
            "[...document.querySelectorAll('.kpi-value, .card-head h2, .brand, .filter-label')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
            ".map(e => e.textContent)"
        )
        assert cut == [], width
        # Events and towns are named where there is room.
        for words in (".trend-box .annotation", ".town-label span"):
            page.wait_for_function(APART, arg=words)
