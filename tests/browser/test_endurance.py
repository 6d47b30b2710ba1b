"""A page that lives for months: proxies, dark screens, new releases, reset graphics, a shifting picture."""

import copy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenWall
from tests.browser.screens import EDGES, MISPLACED, SIZES, fits
from tests.browser.wall_server import WallServer
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AT_ONCE = "Math.random = () => 0"
"""Random moments are the first possible ones."""
BOX = "(({x, y}) => [x, y])(document.querySelector('.wall').getBoundingClientRect())"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def reported(snapshot: dict[str, Any], value: int, seq: int) -> dict[str, Any]:
    later = copy.deepcopy(snapshot)
    later["seq"], later["kpis"]["reported"]["value"] = seq, value
    return later


def wait_for_reported(page: Page, text: str) -> None:
    page.wait_for_function(
        "text => document.getElementById('k-reported-v').textContent === text", arg=text, timeout=PATIENCE
    )


@pytest.fixture
def gathering(wall: WallServer) -> Iterator[str]:
    """Address of the wall behind a proxy that keeps events back."""
    port = wall.url.split(":")[2].split("/")[0]
    command = [sys.executable, "-m", "tests.browser.gathering_proxy", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as proxy:
        assert proxy.stdout is not None
        yield f"http://127.0.0.1:{proxy.stdout.readline().strip()}/wall/"
        proxy.terminate()


def test_behind_a_proxy_that_keeps_events_back_a_page_polls(
    page: Page, wall: WallServer, gathering: str, snapshot: dict[str, Any]
) -> None:
    page.goto(gathering)
    page.wait_for_selector("html[data-fresh='live']", timeout=PATIENCE, state="attached")
    assert page.evaluate("zhiwang.link.kind()") == "poll"
    wall.show(reported(snapshot, 4321, 2))
    wait_for_reported(page, "4,321")
    wall.show(reported(snapshot, 4322, 3))
    wait_for_reported(page, "4,322")
    assert page.evaluate("zhiwang.link.problems") == 0


def test_a_page_that_polls_goes_back_to_events_when_they_come_through(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    wall.streaming = False
    page = open_wall(anew=True)
    page.wait_for_function("zhiwang.link.kind() === 'poll'", timeout=PATIENCE)
    wall.streaming = True
    page.evaluate("zhiwang.link.tryEvents()")
    page.wait_for_function("zhiwang.link.kind() === 'events'", timeout=PATIENCE)
    wall.show(reported(snapshot, 4321, 2))
    wait_for_reported(page, "4,321")


def test_a_gap_in_the_numbers_brings_the_whole_picture(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    page = open_wall()
    wall.show(reported(snapshot, 4321, 2))
    wait_for_reported(page, "4,321")
    met = page.evaluate("zhiwang.link.problems")
    lost = (
        b'{"seq":777,"previous":776,"server_time":1,"props":{"k-reported-v":{"children":"lost"}},"heat":{}}'
    )
    wall.send(b"event: patch\ndata: " + lost + b"\n\n")
    back = "([met, number]) => zhiwang.link.problems > met && zhiwang.stream.number() === number"
    page.wait_for_function(back, arg=[met, wall.number], timeout=PATIENCE)
    assert page.inner_text("#k-reported-v") == "4,321"


def test_a_dark_screen_drops_its_stream_and_shows_the_present_at_once(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    page = open_wall()
    page.evaluate(HIDE, True)
    for number in range(2, 40):
        wall.show(reported(snapshot, 4000 + number, number))
    page.wait_for_timeout(1200)
    assert page.inner_text("#k-reported-v") != "4,039"
    page.evaluate(
        """() => {
          const { apply } = zhiwang.apply;
          window.applied = [];
          zhiwang.apply.apply = (props) => {
            if ("k-reported-v" in props) window.applied.push(props["k-reported-v"].children);
            apply(props);
          };
        }"""
    )
    page.evaluate(HIDE, False)
    wait_for_reported(page, "4,039")
    assert page.evaluate("window.applied") == ["4,039"]


def test_the_moment_of_a_reload_lies_in_the_window_also_over_midnight(open_wall: OpenWall) -> None:
    page = open_wall()
    wait = "([now, window_, dice]) => zhiwang.release.wait(now, window_, dice)"
    noon = 1_795_492_800 - 4 * 3600 - 40 * 60  # 2026-11-24 04:00 UTC is noon in Dongguan
    hour = int(page.evaluate("now => zhiwang.words.time(now)", noon)[:2])
    night = noon - hour * 3600 - int(page.evaluate("now => zhiwang.words.time(now)", noon)[3:5]) * 60
    assert page.evaluate("now => zhiwang.words.time(now)", night) == "00:00:00"
    for at, window, dice, expected in [
        (0, [180, 300], 0, 3 * 3600),
        (0, [180, 300], 0.5, 4 * 3600),
        (4 * 3600, [180, 300], 0.5, 1800),
        (5 * 3600, [180, 300], 0, 22 * 3600),
        (1800, [1380, 60], 0.5, 900),
        (12 * 3600, [1380, 60], 0.5, 12 * 3600),
    ]:
        assert page.evaluate(wait, [night + at, window, dice]) == expected


def test_a_new_release_is_taken_up_in_the_window_and_not_before(
    open_wall: OpenWall, wall: WallServer
) -> None:
    page = open_wall(anew=True)
    page.evaluate(AT_ONCE)
    page.evaluate("window.old = true")
    hours, minutes, _ = page.evaluate("zhiwang.words.time(zhiwang.clock.now())").split(":")
    begin = (int(hours) * 60 + int(minutes) + 60) % 1440
    wall.running = replace(wall.running, build="build-2")
    page.evaluate(
        "window_ => zhiwang.release.setup({ ...zhiwang.release.state().own, reload_window: window_ })",
        [begin, (begin + 60) % 1440],
    )
    page.wait_for_function("zhiwang.release.state().due !== null", timeout=PATIENCE)
    assert page.evaluate("window.old") is True
    wall.ahead = 3600
    page.wait_for_function("window.old === undefined", timeout=PATIENCE)
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    assert page.evaluate("zhiwang.release.state().own.build") == "build-2"


def test_a_stream_that_a_page_cannot_read_makes_it_stale_and_new_but_never_white(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    page = open_wall(anew=True, drawn=())
    page.evaluate(AT_ONCE)
    page.evaluate("window.old = true")
    before = page.inner_text("#k-reported-v")
    # The stream is of the new release, what serves the pages is not there yet.
    wall.pages = False
    wall.running = replace(wall.running, build="build-2", protocol="protocol-2")
    wall.show(reported(snapshot, 4321, 2))
    page.wait_for_selector("html:not([data-fresh='live'])", state="attached", timeout=PATIENCE)
    page.wait_for_function("zhiwang.release.state().due !== null", timeout=PATIENCE)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.old") is True
    assert page.inner_text("#k-reported-v") == before
    wall.pages = True
    page.wait_for_function("window.old === undefined", timeout=PATIENCE)
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    wait_for_reported(page, "4,321")


def test_an_open_page_of_the_same_release_does_not_load_anew(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    page = open_wall()
    page.evaluate(AT_ONCE)
    page.evaluate("window.old = true")
    # It is cut off, comes back, and hears of the release again.
    streams = wall.streams
    wall.cut()
    until("it has come back", lambda: wall.streams > streams)
    page.wait_for_function("zhiwang.link.attempts() === 0", timeout=PATIENCE)
    wall.show(reported(snapshot, 4321, 2))
    wait_for_reported(page, "4,321")
    assert page.evaluate("[window.old, zhiwang.release.state().due]") == [True, None]


def test_canvases_are_drawn_again_when_their_contexts_come_back(open_wall: OpenWall) -> None:
    page = open_wall()
    lit = """() => {
      const canvas = document.querySelector(".leaflet-land-pane canvas");
      const { width, height } = canvas;
      const copy = Object.assign(document.createElement("canvas"), { width, height });
      const context = copy.getContext("2d", { willReadFrequently: true });
      context.drawImage(canvas, 0, 0);
      const data = context.getImageData(0, 0, width, height).data;
      return data.reduce((sum, value, place) => sum + (place % 4 === 3 && value > 0), 0);
    }"""
    page.wait_for_function(f"({lit})() > 1000", timeout=PATIENCE)
    before = page.evaluate(lit)
    # In one step: they are drawn again a moment later.
    left = page.evaluate(
        f"""() => {{
          for (const canvas of document.querySelectorAll("canvas")) {{
            canvas.getContext("2d").clearRect(-9999, -9999, 99999, 99999);
            canvas.dispatchEvent(new Event("contextlost"));
            canvas.dispatchEvent(new Event("contextrestored"));
          }}
          return ({lit})();
        }}"""
    )
    assert left == 0
    page.wait_for_function(f"({lit})() >= {before}", timeout=PATIENCE)


def test_the_shift_against_burn_in_cuts_nothing_on_any_screen(open_wall: OpenWall, wall: WallServer) -> None:
    wall.running = replace(wall.running, shift=True)
    page = open_wall(anew=True)
    for width, height in SIZES:
        assert fits(page, width, height) == []
        places = set()
        for turn in range(4):
            # In one step: the page shifts by its own clock each second.
            box = page.evaluate(f"turn => {{ zhiwang.motion.shift(turn * 300); return {BOX}; }}", turn)
            places.add(tuple(box))
            assert page.evaluate(MISPLACED) == [], (width, height, turn)
            assert page.evaluate(EDGES) == [width, height]
        assert places == {(0, 0), (2, 0), (2, 2), (0, 2)}


def test_without_the_setting_the_picture_does_not_shift(open_wall: OpenWall) -> None:
    page = open_wall()
    page.evaluate("zhiwang.motion.shift(300)")
    assert page.evaluate("document.querySelector('.wall').getBoundingClientRect().x") == 0


def test_after_a_reload_in_a_playlist_the_clock_still_runs(open_wall: OpenWall) -> None:
    page = open_wall("?playlist=overview,overview:441900121&dwell=600", anew=True)
    page.evaluate("zhiwang.playlist.next()")
    page.wait_for_function("document.querySelector('h1')?.textContent.includes('虎门')", timeout=PATIENCE)
    page.reload()
    page.wait_for_function("document.querySelector('h1')?.textContent.includes('虎门')", timeout=PATIENCE)
    page.wait_for_function("document.querySelector('.head-a .clock').textContent !== ''", timeout=PATIENCE)
    shown = page.inner_text(".head-a .clock")
    page.wait_for_function(
        "shown => document.querySelector('.head-a .clock').textContent !== shown", arg=shown, timeout=PATIENCE
    )
