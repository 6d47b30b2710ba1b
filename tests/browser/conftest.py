"""A wall server with a busy snapshot, and pages that fail the test on any console message."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from data_access.domain.city import City
from tests.browser.wall_server import WallServer
from tests.layouts.snapshots import sample_snapshot

OpenWall = Callable[..., Page]


@pytest.fixture
def snapshot(city_dongguan: City) -> dict[str, Any]:
    return sample_snapshot(city_dongguan, time.time())


@pytest.fixture
def wall(city_dongguan: City, snapshot: dict[str, Any]) -> Iterator[WallServer]:
    server = WallServer(city_dongguan, snapshot)
    yield server
    server.stop()


@pytest.fixture
def open_wall(browser: Browser, wall: WallServer) -> Iterator[OpenWall]:
    """Opens the wall and waits until it is live and drawn."""
    contexts = []
    trouble: list[str] = []

    def note(message: str) -> None:
        # The browser itself reports a request that a test has the server refuse.
        if "503 (SERVICE UNAVAILABLE)" not in message:
            trouble.append(message)

    def opened(
        query: str = "", width: int = 1920, height: int = 1080, script: str = "", fresh: str = "live"
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(wall.url + query)
        page.wait_for_selector(f"html[data-fresh='{fresh}']", timeout=60_000, state="attached")
        page.wait_for_selector("#hours .main-svg", timeout=60_000, state="attached")
        page.wait_for_selector(".leaflet-image-layer[src^='blob:']", timeout=60_000, state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []
