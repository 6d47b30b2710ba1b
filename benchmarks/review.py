"""Pages of the review surface at a million cases, in a real browser: time until usable, time of a filter.

Run: python -m benchmarks.review [--cases 1000000] [--keep FOLDER]

Fills the Redis of an installation of its own, starts worker and web server on it, logs in with Chromium and
opens each page several times; prints the first time and the median beside the limit, and the machine's load.
`--keep` leaves the filled store in a folder, and takes it from there the next time.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.peers.filling import fill_store
from data_access.cities.pack import load_city
from data_access.store.keys import Keys
from tests.browser.installation import PASSWORD, USER, Installation

PAGE_LIMIT_MS, FILTER_LIMIT_MS = 1500.0, 500.0
TIMES = 5
PAGES = {
    "overview, this month": ("", ".kpi-value"),
    "overview, 13 months": ("?period=13-months", ".kpi-value"),
    "overview, score": ("?period=last-month&indicator=score", ".kpi-value"),
    "evaluation": ("evaluation", "main h1, main h2"),
    "cases": ("cases", ".ag-row"),
    "coordination": ("coordination", "main h1, main h2"),
    "quality": ("quality", "main h1, main h2"),
}
"""Address of a page, and what is there once it is usable."""
FILTERS = {
    "a class": ("", "class=E01"),
    "a class of 13 months": ("period=13-months", "period=13-months&class=E02"),
    "a town": ("period=last-month", "period=last-month&area=441900121"),
    "a source": ("period=last-month", "period=last-month&source=collector"),
    "another month": ("period=last-month", ""),
    "13 months": ("", "period=13-months"),
    "another indicator": ("period=13-months", "period=13-months&indicator=rework_rate"),
    "the score": ("period=last-month", "period=last-month&indicator=score"),
    "the heat": ("period=last-month", "period=last-month&view=heat"),
    "a town into focus": ("period=last-month", "period=last-month&focus=441900121"),
}
"""Changes of the overview: the query string before and after."""
CHANGED = """(search) => new Promise((done) => {
  const began = performance.now();
  let asked = false;
  const asking = () => document.body.classList.contains("asking");
  /* The answer has come, and the frame after the one in which it was drawn. */
  function look() {
    asked = asked || asking();
    if (asked && !asking()) {
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    } else {
      setTimeout(look, 4);
    }
  }
  window.dash_clientside.set_props("url", { search });
  look();
})"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        filled = (folder / "store").is_dir()
        installation = Installation(folder, account=not filled)
        stack.callback(installation.stop)
        if not filled:
            _fill(installation, options.cases)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            _measure(browser.new_page(viewport={"width": 1440, "height": 900}), installation.address)
            browser.close()


def _fill(installation: Installation, cases: int) -> None:
    for name in ("worker", "serve"):
        installation.kill(name)
    started = time.perf_counter()
    city = load_city("dongguan")
    fill_store(installation.client, city, Keys(city.id), cases, until=int(time.time()))
    print(f"{cases:,} cases written in {time.perf_counter() - started:.0f} s")
    for name in ("worker", "serve"):
        installation.restart(name)
    installation.wait()


def _measure(page: Page, address: str) -> None:
    page.set_default_timeout(120_000)
    page.goto(f"{address}/login")
    page.fill("input[name=name]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector(".kpi-value")
    print(f"load of the machine {os.getloadavg()[0]:.1f}; medians of {TIMES}")
    print(f"{'what':32} {'first ms':>9} {'ms':>8} {'limit':>8}")
    for name, (path, there) in PAGES.items():

        def opened(path: str = path, there: str = there) -> float:
            started = time.perf_counter()
            page.goto(f"{address}/review/{path}", wait_until="commit")
            page.wait_for_selector(there)
            return (time.perf_counter() - started) * 1000

        _line(name, opened, PAGE_LIMIT_MS)
    for name, (before, after) in FILTERS.items():
        page.goto(f"{address}/review/?{before}")
        page.wait_for_selector("#o-trend .main-svg", state="attached")
        page.wait_for_selector("body:not(.asking)")

        def changed(before: str = before, after: str = after) -> float:
            there = _change(page, f"?{after}" if after else "")
            _change(page, f"?{before}" if before else "")
            return there

        _line(f"filter: {name}", changed, FILTER_LIMIT_MS)


def _change(page: Page, search: str) -> float:
    """Milliseconds from a change of the address until its answer has come and is drawn."""
    found: float = page.evaluate(CHANGED, search)
    page.wait_for_timeout(300)
    return found


def _line(name: str, call: Callable[[], float], limit: float) -> None:
    times = [call() for _ in range(TIMES)]
    median = statistics.median(times)
    mark = "" if median <= limit else "  above"
    print(f"{name:32} {times[0]:9,.0f} {median:8,.0f} {limit:8,.0f}{mark}", flush=True)


if __name__ == "__main__":
    main()
