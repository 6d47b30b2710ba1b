"""A screen of a closed installation, on a computer whose clock is an hour wrong.

It comes up by its link, says how it is, and never looks live while a feed, the worker or the server is away.
"""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from data_access.domain.city import City
from data_access.domain.screens import Level, Screen
from data_access.store.heartbeats import Heartbeats
from data_access.store.keys import Keys
from data_access.store.screens import Screens
from tests.browser.installation import Installation
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
WRONG_CLOCK = """(() => {
  const right = Date;
  const late = () => right.now() + 3600000;
  window.Date = class extends right {
    constructor(...given) { super(...(given.length ? given : [late()])); }
    static now() { return late(); }
  };
})()"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("screens"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def link(installation: Installation) -> str:
    return installation.run(
        "screens", "add", "hall", "--scene", "overview", "--lang", "en", "--base", installation.address
    ).strip()


@pytest.fixture(scope="module")
def wall(browser: Browser, link: str) -> Iterator[Page]:
    """The page that the link opens, the same for all tests: it is never loaded again by hand."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(WRONG_CLOCK)
    page.goto(link)
    is_live(page)
    page.evaluate("window.stillThisPage = true")
    yield page
    context.close()


def is_live(page: Page) -> None:
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)


def is_late(page: Page, words: str) -> None:
    page.wait_for_selector("html[data-fresh='delayed']", state="attached", timeout=PATIENCE)
    expect(page.locator(".head-a .pill-text")).to_contain_text(words, timeout=PATIENCE)


def the_screen(installation: Installation) -> tuple[Screens, Screen]:
    screens = Screens(installation.client, Keys("dongguan"))
    return screens, next(screen for screen in screens.all() if screen.name == "hall")


def level(screens: Screens, screen: Screen) -> Level | None:
    """What the screen said last of itself."""
    beat = screens.beats([screen])[0]
    return None if beat is None else beat.level


def test_it_comes_up_by_its_link_and_says_how_it_is(
    wall: Page, link: str, installation: Installation
) -> None:
    assert link.rsplit("/", 1)[1] not in wall.url
    assert wall.evaluate("document.cookie") == ""
    screens, screen = the_screen(installation)
    until("it says that it is live", lambda: level(screens, screen) is Level.LIVE)
    beat = screens.beats([screen])[0]
    assert beat is not None
    assert (beat.showing, beat.width, beat.height) == ("overview/441900", 1920, 1080)
    assert beat.heap_bytes
    # By the server's clock, whatever the screen's own says.
    assert beat.data_at is not None
    assert abs(beat.received_at - beat.data_at) < 60
    assert "hall" in installation.run("screens", "list", "--check")


def test_it_measures_from_the_action_to_its_paint_by_the_servers_clock(
    wall: Page, installation: Installation
) -> None:
    assert wall.evaluate("zhiwang.stream.delay()") is None, "nothing has happened yet"
    sent = time.monotonic()

    def painted() -> bool:
        # What comes after a silence, of the page or of the server, says nothing about how fast either is.
        action = {"case_id": "painted", "action": "report", "at": datetime.now(UTC).isoformat()}
        place = {"kind": "event", "class": "E01", "source": "app", "lon": 113.75, "lat": 23.04}
        installation.post(action | place)
        with contextlib.suppress(TimeoutError):
            wall.wait_for_function("() => zhiwang.stream.delay() !== null", timeout=PATIENCE / 6)
        return bool(wall.evaluate("zhiwang.stream.delay() !== null"))

    until("an action is painted and measured", painted)
    taken = time.monotonic() - sent
    # Redis tells whole milliseconds.
    assert 0 < wall.evaluate("zhiwang.stream.delay()") < taken + 0.002


def test_a_feed_that_stops_among_others_is_named(wall: Page, installation: Installation) -> None:
    """The platform goes on sending meanwhile."""
    installation.run("tokens", "add", "hotline", "--scope", "ingest", "--every", "1")
    # It has promised and never sent anything.
    is_late(wall, "hotline")
    installation.run("tokens", "revoke", "hotline")
    is_live(wall)


def test_panels_about_staff_say_of_when_they_are(
    wall: Page, installation: Installation, city_dongguan: City
) -> None:
    beats = Heartbeats(installation.client, city_dongguan, Keys("dongguan"))
    beats.beat("staff", time.time() - 600, 20.0)
    late = "html[data-fresh='live'] .panel.late[data-feed='staff'] .late-note >> text=/as of \\d\\d:\\d\\d/"
    wall.wait_for_selector(late, timeout=PATIENCE)
    beats.forget("staff")
    wall.wait_for_selector(".panel.late", state="detached")


def test_a_dead_worker_is_said_and_its_return_needs_no_reload(wall: Page, installation: Installation) -> None:
    installation.kill("worker")
    is_late(wall, "Figures halted")
    installation.restart("worker")
    is_live(wall)


def test_a_dead_server_is_said_and_its_return_needs_no_reload(wall: Page, installation: Installation) -> None:
    installation.kill("serve")
    is_late(wall, "Disconnected")
    installation.restart("serve")
    is_live(wall)
    assert wall.evaluate("window.stillThisPage") is True


def test_a_revoked_screen_loses_its_picture_and_says_so(wall: Page, installation: Installation) -> None:
    screens, _ = the_screen(installation)
    assert screens.revoke("hall", time.time())
    wall.wait_for_selector("main.standing", timeout=PATIENCE)
    assert "opens nothing any more" in wall.inner_text("h1")
    assert wall.locator(".wall").count() == 0
