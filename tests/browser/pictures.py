"""Takes the pictures of the documents from a running demo: every scene, and the overview on several screens.

.venv/bin/python -m tests.browser.pictures [http://127.0.0.1:8050] [docs/pictures]
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data_access.domain.showing import Scene

TOWN = "441900121"
SETTLED_MS = 4000
"""Until heat is painted and the first ripples run."""


def shots() -> list[tuple[str, str, int, int]]:
    """Name, query, width and height of every picture."""
    scenes = [(f"wall-{scene.value}-1920", f"scene={scene.value}", 1920, 1080) for scene in Scene]
    return [
        *scenes,
        ("wall-overview-1920-en", "scene=overview&lang=en", 1920, 1080),
        ("wall-overview-5760", "scene=overview", 5760, 1080),
        ("wall-town-1920", f"scene=overview&area={TOWN}", 1920, 1080),
    ]


def take(browser: Browser, address: str, folder: Path, only: str = "") -> None:
    """Take every picture whose name holds `only`."""
    for name, query, width, height in shots():
        if only not in name:
            continue
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(f"{address}/wall/?{query}")
        page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=60_000)
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        print(folder / f"{name}.png")


def main() -> None:
    """Take the pictures of the demo at an address into a folder."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050"
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        take(browser, address.rstrip("/"), folder, sys.argv[3] if len(sys.argv) > 3 else "")
        browser.close()


if __name__ == "__main__":
    main()
