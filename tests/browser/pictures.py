"""Pictures of every scene on every screen, of a fixed day of the demo city, compared with the kept ones.

.venv/bin/python -m tests.browser.pictures                  takes all of them into docs/pictures
.venv/bin/python -m tests.browser.pictures --check          takes them again and compares, changing nothing
.venv/bin/python -m tests.browser.pictures --only replay    those whose name holds a word
"""

import argparse
import base64
import contextlib
import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from data_access.domain.showing import Scene, Showing
from tests.browser.demo_days import HAS_FIGURES, DemoDays
from tests.browser.likeness import Likeness, compare
from tests.browser.screens import SIZES

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOMENT = dt.datetime(2026, 11, 23, 14, 32, 8, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
"""A Monday afternoon."""
HISTORY_DAYS = 70
CITY, TOWN = "441900", "441900121"
QUALITY = 60
WIDEST = {False: 1920, True: 2400}
"""Pixels that a kept picture is wide at most: of one screen, and of two or three side by side."""
SETTLED_MS = 2500
"""Until maps are drawn, heat is painted and charts stand."""
FROZEN_MS = 500

FREEZE = """(moment) => {
  const since = zhiwang.clock.elapsed();
  zhiwang.clock.now = () => moment;
  zhiwang.clock.elapsed = () => since;
  document.head.append(Object.assign(document.createElement("style"), { textContent: `
    * { animation: none !important; transition: none !important; }
    .pulse.ripple i { opacity: 0.5; transform: translate(-50%, -50%) scale(0.7); }` }));
  zhiwang.main.now();
  zhiwang.countdown.draw();
}"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture."""

    name: str
    query: str
    width: int
    height: int

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"wall-{self.name}-{self.width}x{self.height}.webp"


def shots() -> list[Shot]:
    """Every scene on every screen in Chinese; further languages, themes and areas on one."""
    scenes = [Shot(scene.value, f"scene={scene.value}&lang=zh", *size) for scene in Scene for size in SIZES]
    one = SIZES[1]
    return [
        *scenes,
        Shot("overview-en", "scene=overview&lang=en", *one),
        Shot("overview-light", "scene=overview&lang=zh&theme=light", *one),
        Shot("town", f"scene=overview&area={TOWN}&lang=zh", *one),
    ]


def open_city(folder: Path) -> DemoDays:
    """The city of the pictures, at their moment."""
    showings = [Showing(scene, CITY) for scene in Scene]
    return DemoDays(folder, MOMENT, days=HISTORY_DAYS, showings=[*showings, Showing(Scene.OVERVIEW, TOWN)])


@contextlib.contextmanager
def opened(browser: Browser, city: DemoDays, shot: Shot) -> Iterator[Page]:
    """The page of a picture, with everything drawn and nothing moving."""
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height})
    page = context.new_page()
    try:
        page.goto(f"{city.url}?{shot.query}")
        page.wait_for_selector(HAS_FIGURES, state="attached", timeout=60_000)
        page.wait_for_timeout(SETTLED_MS)
        page.evaluate(FREEZE, city.now())
        page.wait_for_timeout(FROZEN_MS)
        yield page
    finally:
        context.close()


def take(browser: Browser, city: DemoDays, shot: Shot) -> bytes:
    """A picture as WebP."""
    with opened(browser, city, shot) as page:
        return webp(page, shot)


def webp(page: Page, shot: Shot) -> bytes:
    """What a page shows now, as the picture keeps it."""
    return captured(
        page, shot.width, shot.height, min(1.0, WIDEST[shot.width / shot.height >= 3] / shot.width)
    )


def captured(page: Page, width: int, height: int, scale: float) -> bytes:
    """What a page shows now, as WebP."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": scale}
    asked = {"format": "webp", "quality": QUALITY, "clip": clip}
    found = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    return base64.b64decode(found["data"])


def check(browser: Browser, city: DemoDays, wanted: Iterable[Shot], folder: Path = FOLDER) -> list[str]:
    """Names of the pictures that are missing or no longer look like what the wall shows, with how far."""
    wrong = []
    for shot in wanted:
        kept = folder / shot.file
        if not kept.is_file():
            wrong.append(f"{shot.file}: missing")
            continue
        found: Likeness = compare(browser, kept.read_bytes(), take(browser, city, shot))
        print(f"{shot.file}: {found}", flush=True)
        if not found.alike:
            wrong.append(f"{shot.file}: {found}")
    return wrong


def chromium(playwright: Playwright) -> Browser:
    """The system's Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    return playwright.chromium.launch(executable_path=program, args=options)


def main() -> None:
    """Take or check the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the kept ones")
    parser.add_argument("--only", default="", help="a part of the name")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    wanted = [shot for shot in shots() if asked.only in shot.file]
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        city = open_city(Path(data))
        browser = chromium(playwright)
        try:
            if asked.check:
                wrong = check(browser, city, wanted, asked.folder)
                print("\n".join(wrong) or "all alike")
                sys.exit(1 if wrong else 0)
            for shot in wanted:
                size = (asked.folder / shot.file).write_bytes(take(browser, city, shot))
                print(f"{shot.file}: {size / 1000:.0f} kB", flush=True)
        finally:
            browser.close()
            city.stop()


if __name__ == "__main__":
    main()
