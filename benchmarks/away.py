"""Redis away for a minute in front of an open wall: when it says so, when it is live; bytes of a first load.

Run: python -m benchmarks.away [--seconds 60]

Real processes: Redis is killed and started again on its files, worker and web server find their way back by
themselves, and the page is never loaded again. The page's own frames tell the moments.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.installation import PASSWORD, USER, Installation

STALE_LIMIT, LIVE_LIMIT, LOAD_LIMIT = 3.0, 5.0, 3_000_000
LONGEST = 60_000
LIVE = "html[data-fresh='live']"


def main() -> None:
    """Print each figure beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        installation = Installation(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, args=options)
        try:
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            size = _first_load(page, installation)
            _line("first load, compressed", f"{size / 1e6:.2f} MB", "3 MB", size <= LOAD_LIMIT)
            _away(page, installation, seconds)
        finally:
            browser.close()
            installation.stop()


def _first_load(page: Page, installation: Installation) -> int:
    """Bytes that a browser without a cache fetches until the wall is live."""
    page.goto(f"{installation.address}/wall/?lang=en")
    page.fill("input[name=name]", USER)
    page.fill("input[name=password]", PASSWORD)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.clearBrowserCache")
    sizes: dict[str, float] = {}
    client.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.click("main button")
    page.wait_for_selector(LIVE, state="attached", timeout=LONGEST)
    page.wait_for_timeout(3000)
    return round(sum(sizes.values()))


def _away(page: Page, installation: Installation, seconds: int) -> None:
    page.evaluate("window.stillThisPage = true")
    shown = page.inner_text(".wall")
    installation.kill_redis()
    began = time.monotonic()
    page.wait_for_selector(f"html:not({LIVE.removeprefix('html')})", state="attached", timeout=LONGEST)
    stale = time.monotonic() - began
    _line("store gone → the page says so", f"{stale:.1f} s", f"{STALE_LIMIT:.0f} s", stale <= STALE_LIMIT)
    page.wait_for_timeout(max(0.0, seconds - stale) * 1000)
    kept = len(page.inner_text(".wall")) > 0.8 * len(shown)
    _line("last picture kept meanwhile", "yes" if kept else "no", "yes", kept)
    installation.start_redis()
    began = time.monotonic()
    page.wait_for_selector(LIVE, state="attached", timeout=LONGEST)
    live = time.monotonic() - began
    _line("store back → live again", f"{live:.1f} s", f"{LIVE_LIMIT:.0f} s", live <= LIVE_LIMIT)
    same = page.evaluate("window.stillThisPage") is True
    _line("the page was not loaded again", "yes" if same else "no", "yes", same)


def _line(what: str, value: str, limit: str, holds: bool) -> None:
    print(f"  {what:34} {value:>10}   limit {limit:>6}   {'holds' if holds else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
