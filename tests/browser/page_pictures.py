"""Pictures of the pages of review and of everybody, of the day of the wall's pictures.

.venv/bin/python -m tests.browser.page_pictures                  takes all of them into docs/pictures
.venv/bin/python -m tests.browser.page_pictures --check          takes them again, compares, changes nothing
.venv/bin/python -m tests.browser.page_pictures --only review    those whose name holds a word

Pages of review say how old their data are by the clock of the server, so this process lives on that day: its
clock is set before anything is imported that may take hold of it. Some minutes: there are 13 months of cases.
"""

import argparse
import datetime as dt
import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.demo_days import DemoDays

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

MOMENT = dt.datetime(2026, 11, 23, 14, 32, 8, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
"""As in the pictures of the wall: a Monday afternoon."""
SLOW = 1000
"""The clock runs by a second in so many: waits end, and no figure grows old."""
MONTH, TOWN = "2026-10", "441900121"
STILL = "* { animation: none !important; transition: none !important; caret-color: transparent !important; }"
SETTLED_MS = 1500
HISTORY_DAYS = 400
"""Thirteen months: courses, and months to compare with."""
IDLE_TURNS = 3000
"""Of the publisher, without anything new: half a minute of its clock."""


@dataclass(frozen=True, slots=True)
class PageShot:
    """One picture."""

    surface: str
    name: str
    address: str
    width: int = 1440
    height: int = 900
    theme: str = "light"

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.surface}-{self.name}-{self.width}.webp"


def shots() -> list[PageShot]:
    """Pages of review, and public ones on a desk and a phone; other languages and themes now and then."""
    month = f"month={MONTH}"
    return [
        PageShot("review", "overview", f"?period={MONTH}&lang=zh"),
        PageShot("review", "overview-dark", f"?period={MONTH}&lang=en&view=heat", 1920, 1080, "dark"),
        PageShot("review", "evaluation", f"evaluation?{month}&focus={TOWN}&lang=zh"),
        PageShot(
            "review",
            "trial",
            f"evaluation?{month}&tab=trial&trial=closing_rate.weight=40&lang=en",
            theme="dark",
        ),
        PageShot("review", "cases", f"cases?from={MONTH}-01&to=2026-11-01&lang=zh", 1280, 720),
        PageShot("review", "board", "coordination?lang=zh"),
        PageShot("review", "quality", f"quality?period={MONTH}&lang=en", theme="dark"),
        PageShot("public", "home", "?lang=zh", 1280, 1500),
        PageShot("public", "home", "?lang=zh", 390, 1700),
        PageShot("public", "ranking", "ranking?lang=en", 1280, 1500, "dark"),
        PageShot("public", "town", f"area/{TOWN}?lang=zh", 1280, 1500),
    ]


def set_clock() -> None:
    """Let this process live at the moment of the pictures."""
    begun, elapsed = MOMENT + 1, time.monotonic
    since = elapsed()
    time.time = lambda: begun + (elapsed() - since) / SLOW


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The city with its history and all that is published of it, and somebody who may log in."""
    from werkzeug.serving import make_server

    from dashboard.auth.passwords import hash_password
    from dashboard.public.services import open_public
    from dashboard.web import create_app
    from data_access.domain.viewer import Duty
    from data_access.store.accounts import Account
    from tests.browser.demo_days import DemoDays
    from tests.review.installation import PASSWORD, USER

    city = DemoDays(folder, MOMENT, days=HISTORY_DAYS, public_settle_seconds=1)
    services = city.services
    services.accounts.put(Account(USER, Duty.ADMINISTRATOR, hash_password(PASSWORD), 0))
    _publish(city)
    public = open_public(services.settings, services.city, services.keys)
    public.held.refresh()
    app, _ = create_app(services, surfaces=("wall", "review", "public"), public=public)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        public.close()
        city.stop()


def _publish(city: "DemoDays") -> None:
    """Publish as the worker does, until there is nothing more to do; its clock runs faster than it waits."""
    from dashboard.worker.publisher import Publisher
    from dashboard.worker.publishing import publishing_of
    from data_access.store.public_shelf import INDEX, PublicShelf

    services, turns = city.services, itertools.count()
    parts = (services.connection.redis, services.city, services.keys, city.token, publishing_of(services))
    publisher = Publisher(*parts, now=lambda: MOMENT + next(turns) / 100)
    shelf, said, since = PublicShelf(services.connection.redis, services.keys), None, 0
    for turn, held in enumerate(publisher.turns()):
        if not held:
            raise RuntimeError("the lease was lost while publishing")
        if turn % 50 == 0 and (index := shelf.document(INDEX)) != said:
            said, since = index, turn
        if turn - since > IDLE_TURNS and shelf.document(f"ranking:{MONTH}"):
            break
    # What runs is of the moment again.
    next(Publisher(*parts, now=lambda: MOMENT + 1).turns())


@contextmanager
def visited(browser: "Browser", address: str, shot: PageShot) -> Iterator["Page"]:
    """The page of a picture with everything drawn; of review as somebody who has logged in."""
    from tests.browser.review_axe import PATIENCE, log_in

    size: Any = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=size, color_scheme="dark" if shot.theme == "dark" else "light")
    page = context.new_page()
    try:
        # The day of the pictures also for scripts, whose timers go on.
        page.clock.set_fixed_time(MOMENT * 1000 + 2000)
        if shot.surface == "review":
            log_in(page, address)
            cookie: Any = {"name": "zhiwang-theme", "value": shot.theme, "url": f"{address}/"}
            context.add_cookies([cookie])
        page.goto(f"{address}/{shot.surface}/{shot.address}")
        ready = "main h1" if shot.surface == "review" else "html[data-alive=yes]"
        page.wait_for_selector(ready, state="attached", timeout=PATIENCE)
        page.wait_for_selector("body:not(.asking)", state="attached", timeout=PATIENCE)
        page.add_style_tag(content=STILL)
        page.wait_for_timeout(SETTLED_MS)
        yield page
    finally:
        context.close()


def main() -> None:
    """Take or check the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the kept ones")
    parser.add_argument("--only", default="", help="a part of the name")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    set_clock()
    from playwright.sync_api import sync_playwright

    from tests.browser.likeness import compare
    from tests.browser.pictures import captured, chromium

    wrong: list[str] = []
    with (
        tempfile.TemporaryDirectory() as data,
        served(Path(data)) as address,
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        for shot in (one for one in shots() if asked.only in one.file):
            with visited(browser, address, shot) as page:
                picture = captured(page, shot.width, shot.height, 1.0)
            kept = asked.folder / shot.file
            if not asked.check:
                print(f"{shot.file}: {kept.write_bytes(picture) / 1000:.0f} kB", flush=True)
            elif not kept.is_file():
                wrong.append(f"{shot.file}: missing")
            else:
                found = compare(browser, kept.read_bytes(), picture)
                print(f"{shot.file}: {found}", flush=True)
                wrong += [] if found.alike else [f"{shot.file}: {found}"]
        browser.close()
    if asked.check:
        print("\n".join(wrong) or "all alike")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
