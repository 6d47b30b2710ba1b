"""The evaluation page in a real browser: keyboard, address, what-if, both themes and languages, axe."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from data_access.ingest.ingest import Ingest
from tests.dashboard.test_evaluate_command import GOOD, WEAK, lines
from tests.review.installation import PASSWORD, USER, installation

MONTH = "2026-04"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page on a port of its own, over two months of two towns."""
    with installation(Path(tmp_path_factory.mktemp("evaluation"))) as installed:
        services = installed.services
        later = [
            line.replace(b"2026-03-", b"2026-04-").replace(b'"case_id":"', b'"case_id":"A')
            for line in [*lines(GOOD, 55, 5), *lines(WEAK, 50, 5)]
        ]
        ingest = Ingest(services.connection.redis, services.city, services.keys)
        ingest.ingest([*lines(GOOD, 60, 0), *lines(WEAK, 40, 20), *later], feed="test")
        server = make_server("127.0.0.1", 0, installed.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page of somebody who is logged in, and what its console complains about."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/login?next=/review/evaluation")
    page.fill("input[name=name]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/review/**")
    yield page, said
    context.close()


def go(page: Page, query: str) -> None:
    page.goto(f"/review/evaluation?month={MONTH}{query}")
    page.wait_for_selector(".evaluation-main")


@pytest.mark.parametrize(
    ("language", "theme", "tabs"),
    [
        ("zh", "light", (f"&focus={GOOD}", "&tab=trial&trial=closing_rate.weight=40")),
        ("en", "dark", (f"&focus={GOOD}", "&tab=external")),
    ],
)
def test_pages_are_clean_for_axe_and_fit_the_screen(
    opened: tuple[Page, list[str]], address: str, language: str, theme: str, tabs: tuple[str, ...]
) -> None:
    page, said = opened
    page.context.add_cookies([{"name": "zhiwang-theme", "value": theme, "url": address}])
    for tab in tabs:
        go(page, f"{tab}&lang={language}")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], tab
        for width, height in ((1280, 720), (1920, 1080), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            # Charts take up the width some frames after the page.
            page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
    assert said == []


def test_the_keyboard_opens_the_drawer_and_the_address_keeps_it(opened: tuple[Page, list[str]]) -> None:
    page, said = opened
    go(page, "")
    name = page.get_by_role("button", name="茶山", exact=True)
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".evaluation-drawer .sentence")).to_contain_text("主因是")
    assert f"focus={GOOD}" in page.url
    page.go_back()
    expect(page.locator(".evaluation-drawer")).to_have_count(0)
    assert said == []


def test_a_slider_ranks_anew_and_the_address_is_the_trial(opened: tuple[Page, list[str]]) -> None:
    page, said = opened
    go(page, "&tab=trial")
    slider = page.get_by_role("slider", name="结案率的权重", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="恢复原方案")).to_be_visible()
    assert "trial=closing_rate.weight=20.5" in page.url
    page.get_by_role("link", name="恢复原方案").click()
    expect(page.get_by_text("与原方案相同")).to_be_visible()
    assert "trial" not in page.url.replace("tab=trial", "")
    assert said == []
