"""From a posted action to the painted wall, through every process; and through a crash of Redis."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from layouts.wall.ids import Ids
from tests.browser.installation import PASSWORD, USER, Installation
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("installation"))
    yield running
    running.stop()


@pytest.fixture
def wall(browser: Browser, installation: Installation) -> Iterator[Page]:
    """The wall, opened by logging in; any message on the console fails the test."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(f"{installation.address}/wall/?lang=en")
    page.fill("input[name=name]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    yield page
    context.close()
    # A browser says on its console that a connection was refused; that is its word, not the page's.
    assert [line for line in trouble if "ERR_CONNECTION" not in line and "503" not in line] == []


def case(case_id: str, **more: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    action = {"case_id": case_id, "action": "report", "at": now, "kind": "event", "class": "E01"}
    return action | {"source": "app", "lon": 113.75, "lat": 23.04} | more


def open_cases(page: Page) -> int:
    """What the wall counts as open, which midnight leaves alone."""
    return int(page.inner_text(f"#{Ids.OPEN}").replace(",", ""))


def test_a_posted_action_is_painted(wall: Page, installation: Installation) -> None:
    before = open_cases(wall)
    assert installation.post(case("painted-1"), case("painted-2"))["applied"] == 2
    expect(wall.locator(f"#{Ids.OPEN}")).to_have_text(f"{before + 2}")
    assert installation.post(case("painted-1"))["applied"] == 1  # another time, so another action
    wall.wait_for_selector(".ticker-entries >> text=/\\d\\d:\\d\\d:\\d\\d/")


def test_markup_in_an_action_stays_text(wall: Page, installation: Installation) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\">"
    before = open_cases(wall)
    installation.post(case("hostile", subclass=hostile, description=hostile, by=hostile))
    installation.post(case("hostile", action="dispatch", department=hostile))
    expect(wall.locator(f"#{Ids.OPEN}")).to_have_text(f"{before + 1}")
    # What can wait comes with the next message: another case is painted after it.
    installation.post(case("another"))
    expect(wall.locator(f"#{Ids.OPEN}")).to_have_text(f"{before + 2}")
    assert wall.title() != "owned"
    assert wall.locator("img[src=x]").count() == 0


def test_a_killed_redis_is_said_and_its_return_needs_no_reload(
    wall: Page, installation: Installation
) -> None:
    wall.evaluate("window.stillThisPage = true")
    before = open_cases(wall)
    installation.kill_redis()
    wall.wait_for_selector("html:not([data-fresh='live'])", state="attached", timeout=PATIENCE)
    wall.wait_for_timeout(4000)
    assert open_cases(wall) == before
    installation.start_redis()
    wall.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    # Whoever sends tries again until it is taken.
    until("an action is taken", lambda: installation.post(case("after-the-crash")))
    expect(wall.locator(f"#{Ids.OPEN}")).to_have_text(f"{before + 1}")
    assert wall.evaluate("window.stillThisPage") is True
