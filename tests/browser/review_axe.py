"""Every page of review as axe judges it, in both languages and themes.

.venv/bin/python -m tests.browser.review_axe                 every page in every look, some minutes
.venv/bin/python -m tests.browser.review_axe --only cases    those whose address holds a word

The suite opens every page once, and the looks take turns (`test_review.py`).
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.review.installation import PASSWORD, USER, served

LOOKS = (("zh", "light"), ("en", "dark"), ("en", "light"), ("zh", "dark"))
TOWN = "441900121"
ELSEWHERE = (f"evaluation?focus={TOWN}", "coordination?since=all", "quality?period=13-months&by=town")
"""Pages that have tests of their own, which let axe judge them."""
EVERY = (
    f"?focus={TOWN}",
    "?period=13-months&view=heat&grain=day",
    "cases",
    "case/R00001",
    "screens",
    "account",
    "audit",
    "events",
    "nowhere",
)
"""All others: the suite judges each once."""
MORE = (
    "",
    "?period=13-months&polygon=113.6,22.9,113.8,22.9,113.8,23.1",
    "?class=nothing",
    "cases?source=media&state=open",
    "case/nobody",
    "audit?action=freeze",
    "evaluation?kind=department",
    *(f"evaluation?tab={tab}" for tab in ("appeals", "external", "trial", "versus")),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60_000


def log_in(page: Page, address: str) -> None:
    """From the form of the login to one's own account."""
    page.goto(f"{address}/login?next=/review/account")
    page.fill("[name=name]", USER)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/review/account**")


def opened(page: Page, address: str, path: str, language: str, theme: str) -> None:
    """A page in a look, with all answers there."""
    cookie = {"name": "zhiwang-theme", "value": theme, "url": f"{address}/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{address}/review/{path}{'&' if '?' in path else '?'}lang={language}")
    page.wait_for_selector("main h1", state="attached", timeout=PATIENCE)
    expect(page.locator("body.asking")).to_have_count(0, timeout=PATIENCE)
    # Charts and grids draw after their answers.
    page.wait_for_timeout(300)


def judged(page: Page, what: str) -> list[str]:
    """What is wrong with the page as it stands."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [f"{what}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{what}: wider than the screen")
    return wrong


def main() -> None:
    """Judge all pages in all looks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="a part of the address")
    asked = parser.parse_args()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    wrong: list[str] = []
    with (
        tempfile.TemporaryDirectory() as data,
        served(Path(data)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        for language, theme in LOOKS:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.goto(f"{address}/login?lang={language}")
            wrong += judged(page, f"login {language} {theme}")
        log_in(page, address)
        for language, theme in LOOKS:
            for path in (*EVERY, *ELSEWHERE, *MORE):
                if asked.only in path:
                    opened(page, address, path, language, theme)
                    found = judged(page, f"/review/{path} {language} {theme}")
                    print(*found or [f"/review/{path} {language} {theme}: clean"], sep="\n", flush=True)
                    wrong += found
        browser.close()
    print("\n".join(wrong) or "all clean")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
