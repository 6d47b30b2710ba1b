"""A day of ticks at high speed in a real browser: what the page holds after it, beside what it held before.

Run: python -m benchmarks.soak [--minutes 9] [--hours 24] [--width 1920] [--height 1080]

A city in real parts (Redis, ticker, stream, web server) whose clock goes as fast as this machine allows:
every action of the hours is taken in, each tick goes through the stream, and all scenes take turns, over
midnight and the end of a month. Heap, nodes and listeners are read after a forced collection: after warm-up
and at the end.
"""

import argparse
import datetime as dt
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from data_access.domain.showing import Scene, Showing
from tests.browser.demo_days import HAS_FIGURES, DemoDays

START = dt.datetime(2026, 10, 31, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
HISTORY_DAYS = 35
GROWTH_LIMIT = 0.05
WARM_UP = 0.15
"""Part of the hours after which the page counts as warm: every scene has been there several times."""
SCENE_SECONDS = 2.5
READINGS = 8
SCENES = [scene.value for scene in Scene]


@dataclass(frozen=True, slots=True)
class Readings:
    """What a page holds after a forced collection."""

    heap: int
    """Bytes of JavaScript in use."""
    nodes: int
    listeners: int
    documents: int


def read(client: CDPSession) -> Readings:
    """Collect what nobody holds any more, then read what is left."""
    for _ in range(3):
        client.send("HeapProfiler.collectGarbage")
        time.sleep(0.15)
    client.send("Performance.enable")
    found = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
    return Readings(
        int(found["JSHeapUsedSize"]),
        int(found["Nodes"]),
        int(found["JSEventListeners"]),
        int(found["Documents"]),
    )


def main() -> None:
    """Print what the page held over the hours, and whether it grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=9.0, help="real time that the hours may take")
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    asked = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        showings = [Showing(scene, "441900") for scene in Scene]
        city = DemoDays(Path(folder), START, days=HISTORY_DAYS, showings=showings)
        browser = playwright.chromium.launch(executable_path=program, args=options)
        try:
            page = browser.new_page(viewport={"width": asked.width, "height": asked.height})
            _soak(page, city, asked)
        finally:
            browser.close()
            city.stop()


def _soak(page: Page, city: DemoDays, asked: argparse.Namespace) -> None:
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(error.stack or str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.goto(f"{city.url}?playlist={','.join(SCENES)}&dwell=86400&lang=zh")
    page.wait_for_selector(HAS_FIGURES, state="attached", timeout=60_000)
    client = page.context.new_cdp_session(page)
    end, finish = START + asked.hours * 3600, time.monotonic() + asked.minutes * 60
    first, turned, turns, begun = city.ticks, time.monotonic(), 0, time.monotonic()
    readings: list[tuple[float, Readings]] = []
    marks = [WARM_UP + (1 - WARM_UP) * part / READINGS for part in range(READINGS + 1)]
    print("   hours   ticks  scenes     heap MB   nodes  listeners")
    while city.now() < end:
        rate = (city.ticks - first + 1) / max(0.1, time.monotonic() - begun)
        left = max(1.0, (finish - time.monotonic()) * rate)
        city.move(min(end, city.now() + max(1.0, (end - city.now()) / left)))
        if time.monotonic() - turned > SCENE_SECONDS:
            turned, turns = time.monotonic(), turns + 1
            _turn(page, turns)
        done = (city.now() - START) / (end - START)
        if done >= marks[len(readings)]:
            paused = time.monotonic()
            turns = _come_round(page, turns)
            readings.append((done, read(client)))
            # A reading takes nothing of the time that the hours have.
            finish, begun = finish + time.monotonic() - paused, begun + time.monotonic() - paused
            one = readings[-1][1]
            print(
                f"  {done * asked.hours:6.1f}  {city.ticks - first:6,}  {turns:6}  {one.heap / 1e6:10.2f}"
                f"  {one.nodes:6,}  {one.listeners:9,}",
                flush=True,
            )
    _conclude(readings, city.ticks - first, trouble)


def _turn(page: Page, turns: int) -> None:
    """Change to the scene after so many turns, and wait until it alone is there."""
    name = SCENES[turns % len(SCENES)]
    page.evaluate("zhiwang.playlist.next()")
    page.wait_for_function(
        "name => document.querySelector('.wall') !== null"
        " && [...document.querySelectorAll('.wall')].every((one) => one.matches(`.scene-${name}`))",
        arg=name,
        timeout=60_000,
    )


def _come_round(page: Page, turns: int) -> int:
    """Every reading is of the first scene, a moment after it came up; turns made by then."""
    while True:
        turns += 1
        _turn(page, turns)
        page.wait_for_timeout(500)
        if turns % len(SCENES) == 0:
            break
    page.wait_for_selector(".leaflet-image-layer[src^=blob]", state="attached", timeout=60_000)
    page.wait_for_timeout(SCENE_SECONDS * 1000)
    return turns


def _conclude(readings: list[tuple[float, Readings]], ticks: int, trouble: list[str]) -> None:
    (_, warm), (_, last) = readings[0], readings[-1]
    growth = {
        "heap": last.heap / warm.heap - 1,
        "nodes": last.nodes / warm.nodes - 1,
        "listeners": last.listeners / warm.listeners - 1,
    }
    print(f"{ticks:,} ticks; from warm to the end, limit {GROWTH_LIMIT:+.0%}:")
    for name, part in growth.items():
        print(f"  {name:9} {part:+.1%}  {'holds' if part <= GROWTH_LIMIT else 'GROWS'}")
    print(f"  messages of errors on the console: {len(trouble)}")
    for line in trouble[:5]:
        print(f"    {line[:400]}")


if __name__ == "__main__":
    main()
