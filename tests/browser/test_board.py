"""The coordination board and the quality of collection in a real browser: by hand, by keyboard, by axe."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.review.installation import PASSWORD, USER, installation
from tests.waiting import PATIENCE

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with installation(tmp_path_factory.mktemp("board")) as installed:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        server = make_server("127.0.0.1", 0, installed.app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page as somebody who has logged in; any message in the console fails the test."""
    contexts = []
    trouble: list[str] = []

    def opened(path: str, width: int = 1440, height: int = 900, theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        context.add_cookies([{"name": "zhiwang-theme", "value": theme, "url": f"{address}/review/"}])
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address + path)
        page.fill("[name=name]", USER)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_selector(".board-grid .ag-center-cols-container", timeout=PATIENCE, state="attached")
        expect(page.locator("body.asking")).to_have_count(0, timeout=PATIENCE)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def test_a_reason_chosen_by_keyboard_narrows_the_list_to_its_count_and_back_undoes_it(visit: Visit) -> None:
    page = visit("/review/coordination?since=all")
    tile, note = page.locator("button.tile").nth(3), page.locator("#b-list-note .note")
    before = note.inner_text()
    count = tile.locator("strong").inner_text()
    tile.focus()
    page.keyboard.press("Enter")
    expect(note).to_have_text(f"共 {count} 件，最严重的在前", timeout=PATIENCE)
    assert "reason=stuck" in page.url
    expect(page.locator("button.tile").nth(3)).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(note).to_have_text(before, timeout=PATIENCE)


def test_a_case_is_raised_and_the_board_shows_it_at_once(visit: Visit) -> None:
    page = visit("/review/coordination?since=all&lang=en")
    case = page.locator(".board-grid button.town").first
    case.click()
    page.locator("#b-note").fill("Two departments pass it on")
    page.locator("#b-mark").click()
    expect(page.locator(".trail li")).to_contain_text("Two departments pass it on", timeout=PATIENCE)
    expect(page.locator("button.tile").nth(5).locator("strong")).to_have_text("1", timeout=PATIENCE)
    expect(page.locator(".board-grid [row-index='0'] [col-id='mark']")).to_have_text(
        "Raised", timeout=PATIENCE
    )


def test_what_a_step_took_leads_to_its_cases(visit: Visit) -> None:
    page = visit("/review/coordination?since=all")
    link = page.locator("table.legs tbody a").nth(3)
    finished = link.get_attribute("title")
    link.click()
    total = page.locator("#cases-total")
    expect(total).to_contain_text("件", timeout=PATIENCE)
    assert finished is not None
    expect(total).to_contain_text(finished.split(" ")[1], timeout=PATIENCE)
    assert "from=" in page.url
    # As when the page is in place before anything has been handed on to it.
    page.evaluate(
        "() => { dash_clientside.review.showCasesFilters(undefined, ['2026-01-01', '2026-01-31'], []); }"
    )
    page.wait_for_timeout(500)
    assert "from=" in page.url


@pytest.mark.parametrize(
    ("path", "theme"),
    [("coordination?since=all", "dark"), ("quality?period=13-months&by=town&lang=en", "light")],
)
def test_readers_of_screens_find_nothing_wrong_and_nothing_leaves_the_screen(
    visit: Visit, path: str, theme: str
) -> None:
    page = visit(f"/review/{path}", 1280, 720, theme)
    page.locator(".board-grid button.town").first.click()
    expect(page.locator(".focus h2")).to_be_visible(timeout=PATIENCE)
    assert path in page.url, "opening a page and looking at a part of it keep what is filtered"
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["target"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
