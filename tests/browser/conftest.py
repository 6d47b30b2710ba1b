"""A wall server with a busy snapshot, and pages that fail the test on any console message."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from data_access.domain.city import City
from tests.browser.standing import Standing
from tests.browser.wall_server import WallServer
from tests.layouts.snapshots import sample_snapshot
from tests.waiting import PATIENCE

expect.set_options(timeout=PATIENCE)
OpenWall = Callable[..., Page]


@pytest.fixture
def snapshot(city_dongguan: City) -> dict[str, Any]:
    return sample_snapshot(city_dongguan, time.time())


@pytest.fixture(scope="module")
def standing(browser: Browser, city_dongguan: City) -> Iterator[Standing]:
    """The server and the page that the tests of a module share."""
    shared = Standing(browser, WallServer(city_dongguan, sample_snapshot(city_dongguan, time.time())))
    yield shared
    shared.close()


@pytest.fixture
def wall(standing: Standing, snapshot: dict[str, Any]) -> WallServer:
    """The module's server as it was at first, with the snapshot of this test."""
    standing.server.reset(snapshot)
    return standing.server


@pytest.fixture
def open_wall(standing: Standing, wall: WallServer) -> Iterator[OpenWall]:
    """Opens the wall and waits until it is live and drawn (see `Standing.open`)."""
    yield standing.open
    assert standing.end_test() == []
