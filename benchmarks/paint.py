"""From a case action accepted to the wall painted, in a real browser, while 200 actions a second come in.

Run: python -m benchmarks.paint [--viewers 1000] [--rate 200] [--seconds 60]

Reports are sent over HTTP; the answer is the moment of acceptance. The browser's own clock notes
every frame in which the number of reported cases has changed. Both clocks are those of this machine.
With `--viewers`, so many further connections follow the same stream from a process of their own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from playwright.sync_api import sync_playwright

from tests.browser.installation import PASSWORD, USER, Installation

LIMIT_MS = 500.0
BYTES_LIMIT = 4096
SEATING_SECONDS = 30
NOTE_FRAMES = """() => {
  const shown = document.querySelector('#k-reported-v');
  window.painted = [];
  let last = shown.textContent;
  const look = () => {
    const now = shown.textContent;
    if (now !== last) {
      last = now;
      // One frame later it is on the screen.
      requestAnimationFrame(() => window.painted.push([Number(now.replace(/,/g, '')), Date.now()]));
    }
    requestAnimationFrame(look);
  };
  look();
}"""


def _case(number: int) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    place = {"lon": 113.70 + (number % 97) / 1000, "lat": 22.95 + (number % 89) / 1000}
    return {
        **{"case_id": f"paint-{number}", "action": "report", "at": now, "kind": "event", "class": "E01"},
        **{"source": "collector"},
        **place,
    }


class Sender:
    """Sends reports in small batches at an even pace, and notes when each was accepted."""

    def __init__(self, installation: Installation, per_second: int, batches_per_second: int) -> None:
        self._installation = installation
        self._size = per_second // batches_per_second
        self._pause = 1.0 / batches_per_second
        self.accepted: list[tuple[int, float]] = []
        """Cases accepted so far, and when (Unix milliseconds)."""
        self.stopped = threading.Event()

    def run(self) -> None:
        """Send until stopped."""
        sent, due = 0, time.monotonic()
        while not self.stopped.wait(max(0.0, due - time.monotonic())):
            due += self._pause
            self._installation.post(*(_case(sent + index) for index in range(self._size)))
            sent += self._size
            self.accepted.append((sent, time.time() * 1000))


def main() -> None:
    """Print the distribution of the delay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--viewers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        try:
            delays, audience, own = _measure(installation, program, options)
        finally:
            installation.stop()
    if not len(delays):
        raise SystemExit("no action was painted meanwhile: give it more --seconds or fewer --viewers")
    p50, p95, most = np.percentile(delays, [50, 95, 100]).tolist()
    if options.json:
        found = {"p50_ms": p50, "p95_ms": p95, "max_ms": most, "page_p95_ms": own, "limit_ms": LIMIT_MS}
        print(orjson.dumps(found | {"audience": audience}).decode())
        return
    print(f"action accepted → painted at {options.rate} actions/s, {len(delays)} measured")
    print(f"  median {p50:.0f} ms   p95 {p95:.0f} ms (limit {LIMIT_MS:.0f} ms)   longest {most:.0f} ms")
    print(f"  p95 by the page itself, from the action of each update that waited longest: {own:.0f} ms")
    print(
        f"  {audience['viewers']} further viewers, {audience['lost']} lost: each got "
        f"{audience['bytes_per_second']:,.0f} bytes/s (limit {BYTES_LIMIT:,}) in "
        f"{audience['messages_per_second']:.1f} messages/s, delivered in {audience['p95_ms']:.0f} ms (p95)"
    )


def _measure(
    installation: Installation, program: str | None, asked: argparse.Namespace
) -> tuple[list[float], dict[str, float], float]:
    """Milliseconds of each batch, what the audience got, and the 95th percentile by the page itself."""
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    sender = Sender(installation, asked.rate, 20)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.goto(f"{installation.address}/wall/?lang=en")
        page.fill("input[name=name]", USER)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=60_000)
        words = [f"{installation.address}/wall/stream?lang=en", asked.viewers, asked.seconds]
        audience = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.audience", *map(str, words), installation.token],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert audience.stderr is not None
        audience.stderr.readline()
        page.evaluate(NOTE_FRAMES)
        thread = threading.Thread(target=sender.run)
        thread.start()
        page.wait_for_timeout(asked.seconds * 1000)
        sender.stopped.set()
        thread.join()
        page.wait_for_timeout(2000)
        painted: list[tuple[int, float]] = page.evaluate("window.painted")
        own: float = page.evaluate("1000 * zhiwang.stream.delay()")
        browser.close()
        report, problems = audience.communicate(timeout=SEATING_SECONDS)
        if audience.returncode:
            raise RuntimeError(problems)
    # An accepted count is painted with the first frame that shows it or more.
    delays = []
    for count, at in sender.accepted:
        shown = next((when for value, when in painted if value >= count), None)
        if shown is None:
            raise RuntimeError(f"{count} accepted cases were never painted")
        delays.append(max(0.0, shown - at))
    return delays, orjson.loads(report), own


if __name__ == "__main__":
    main()
