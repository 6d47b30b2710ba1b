"""What the wall costs the computer behind the screen: bytes of the first load, frames, processor at rest.

Run: python -m benchmarks.budget [--seconds 15]

A page of the overview with 50,000 open cases follows ticks that change figures and heat; then each scene
of the demo city stands with a tick a second. Processor time is that of all processes of the browser, without
a graphics processor. Frames need a machine with nothing else to do.
"""

import argparse
import copy
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.soak import HISTORY_DAYS, START
from data_access.cities.pack import load_city
from data_access.domain.showing import Scene
from tests.browser.demo_days import HAS_FIGURES, DemoDays
from tests.browser.wall_server import WallServer
from tests.layouts.snapshots import sample_snapshot

OPEN_CASES = 50_000
PAGE_LIMIT, FRAME_LIMIT, PAN_LIMIT, CORE_LIMIT = 3_000_000, 50.0, 30.0, 0.25
FRAMES = """(work) => new Promise((resolve) => {
  const found = [];
  let last = performance.now();
  const end = last + work.seconds * 1000;
  const map = document.querySelector(".map");
  const box = map.getBoundingClientRect();
  let turn = 0;
  const touch = (kind) => map.dispatchEvent(new PointerEvent(kind, {
    bubbles: true,
    pointerId: 7,
    clientX: box.left + box.width * (0.5 + 0.3 * Math.sin(turn / 20)),
    clientY: box.top + box.height * (0.5 + 0.3 * Math.cos(turn / 20)),
  }));
  if (work.closer > 1) {
    zhiwang.closeup.zoom(work.closer, { left: box.width / 2, top: box.height / 2 });
    touch("pointerdown");
  }
  const look = (now) => {
    found.push(now - last);
    last = now;
    turn += 1;
    if (work.closer > 1) touch("pointermove");
    if (now < end) requestAnimationFrame(look);
    else {
      touch("pointerup");
      zhiwang.closeup.reset();
      resolve(found.slice(2));
    }
  };
  requestAnimationFrame(look);
})"""
"""Milliseconds between frames, while a finger drags the map in circles when it is looked at closer."""
CLOSER = (2, 6)
"""How many times as large the map is dragged: with its grids, and with names and cells."""


def _busy(snapshot: dict[str, Any], tick: int) -> dict[str, Any]:
    """The snapshot one tick later: some figures, some cells."""
    later = copy.copy(snapshot)
    later["seq"] = 2 + tick
    later["kpis"] = {**snapshot["kpis"], "reported": {**snapshot["kpis"]["reported"], "value": 1000 + tick}}
    cells = dict(snapshot["heat"]["cells"])
    for cell in list(cells)[tick % 50 :: 50]:
        cells[cell] += 1 + tick % 3
    later["heat"] = {**snapshot["heat"], "cells": cells}
    return later


def _open(browser: Browser, url: str, query: str = "") -> tuple[Page, dict[str, float]]:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    bytes_: dict[str, float] = {}
    client.on("Network.loadingFinished", lambda e: bytes_.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(url + query)
    page.wait_for_selector(HAS_FIGURES, state="attached", timeout=60_000)
    page.wait_for_timeout(4000)
    return page, bytes_


def _core() -> float:
    """Processor seconds of all processes of the browser so far."""
    return sum(
        sum(process.cpu_times()[:2])
        for process in psutil.Process().children(recursive=True)
        if "chrom" in process.name()
    )


def _line(what: str, value: str, limit: str, holds: bool) -> None:
    print(f"  {what:46} {value:>14}   limit {limit:>9}   {'holds' if holds else 'MISSED'}", flush=True)


def main() -> None:
    """Print each figure beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=15)
    seconds = parser.parse_args().seconds
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    snapshot = sample_snapshot(load_city("dongguan"), time.time(), reports=OPEN_CASES)
    snapshot["centre"]["open"] = OPEN_CASES
    server = WallServer(load_city("dongguan"), snapshot)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page, loaded = _open(browser, server.url)
        _weigh(sum(loaded.values()))
        _frames(page, server, snapshot, seconds)
        page.close()
        server.stop()
        with tempfile.TemporaryDirectory() as folder:
            city = DemoDays(Path(folder), START, days=HISTORY_DAYS)
            _rest(browser, city, seconds)
            city.stop()
        browser.close()


def _rest(browser: Browser, city: DemoDays, seconds: int) -> None:
    for scene in Scene:
        page, _ = _open(browser, city.url, f"?scene={scene.value}")
        before = _core()
        for _ in range(seconds):
            # The demo city at its own pace: a tick a second.
            city.move(city.now() + 1)
            page.wait_for_timeout(1000)
        share = (_core() - before) / seconds
        name = f"one core at rest, {scene.value}"
        _line(name, f"{share:.0%}", f"{CORE_LIMIT:.0%}", share <= CORE_LIMIT)
        page.close()


def _weigh(size: float) -> None:
    # The server of this measurement does not compress; the product's own does, see tests/dashboard.
    print(f"  first load uncompressed {size / 1e6:.1f} MB (compressed: tests/dashboard/test_wall_weight.py)")


def _frames(page: Page, server: WallServer, snapshot: dict[str, Any], seconds: int) -> None:
    for closer in (1, *CLOSER):
        work = {"seconds": seconds, "closer": closer}
        handle = page.evaluate_handle(f"(work) => ({{ done: ({FRAMES})(work) }})", work)
        end = time.monotonic() + seconds
        tick = 0
        while time.monotonic() < end:
            tick += 1
            server.show(_busy(snapshot, tick))
            time.sleep(0.4)
        found = np.array(handle.evaluate("(one) => one.done"))
        median, p95 = np.percentile(found, [50, 95]).tolist()
        if closer > 1:
            rate = 1000 / found.mean()
            what = f"frames a second while dragged, {closer} times closer"
            _line(what, f"{rate:.0f}", f"{PAN_LIMIT:.0f}", rate >= PAN_LIMIT)
        else:
            text = f"{median:.0f} / {p95:.0f} ms"
            _line(
                f"frame, median / p95, {OPEN_CASES:,} open", text, f"{FRAME_LIMIT:.0f} ms", p95 <= FRAME_LIMIT
            )


if __name__ == "__main__":
    main()
