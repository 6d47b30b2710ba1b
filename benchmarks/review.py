"""Pages of the review surface at a million cases, in a real browser: time until usable, time of a filter.

Run: python -m benchmarks.review [--cases 1000000]

Fills the Redis of an installation of its own, starts worker and web server on it, logs in with Chromium and
opens each page several times; prints the median beside its limit, and the load of the machine.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    city = load_city("dongguan")
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        try:
            for name in ("worker", "serve"):
                installation.kill(name)
            print(f"filling a store with {options.cases:,} cases …")
            fill_store(installation.client, city, Keys(city.id), options.cases)
            for name in ("worker", "serve"):
                installation.restart(name)
            installation.wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
                _measure(browser.new_page(viewport={"width": 1440, "height": 900}), installation.address)
                browser.close()
        finally:
            installation.stop()


def _measure(page: Page, address: str) -> None:
    page.set_default_timeout(120_000)
    page.goto(f"{address}/login")
    page.fill("input[name=name]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector(".kpi-value")
    print(f"load of the machine {os.getloadavg()[0]:.1f}; medians of {TIMES}")
    print(f"{'what':32} {'ms':>8} {'limit':>8}")
    for name, (path, there) in PAGES.items():

        def opened(path: str = path, there: str = there) -> None:
            page.goto(f"{address}/review/{path}", wait_until="commit")
            page.wait_for_selector(there)

        _line(name, _median(opened), PAGE_LIMIT_MS)
    for name, path in (("filter, this month", ""), ("filter, 13 months", "?period=13-months")):
        _line(name, _filter(page, f"{address}/review/{path}"), FILTER_LIMIT_MS)


def _filter(page: Page, address: str) -> float:
    """Median time from a click on a class of the breakdown until all figures are those of the class."""
    times = []
    for place in range(TIMES):
        page.goto(address)
        page.wait_for_selector(".breakdown button.town")
        page.wait_for_timeout(1500)
        before = page.inner_text(".scope")
        started = time.perf_counter()
        page.locator(".breakdown button.town").nth(place).click()
        page.wait_for_function("before => document.querySelector('.scope').innerText !== before", arg=before)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _median(call: Callable[[], None]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _line(name: str, milliseconds: float, limit: float) -> None:
    mark = "" if milliseconds <= limit else "  above"
    print(f"{name:32} {milliseconds:8,.0f} {limit:8,.0f}{mark}")


if __name__ == "__main__":
    main()
