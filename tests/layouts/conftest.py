"""A wall view and a busy snapshot of the shipped city."""

from typing import Any

import pytest

from dashboard.i18n.load import load_text
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Scene
from layouts.wall.view import WallView
from tests.layouts.snapshots import sample_snapshot

NOW = 1_795_415_528.0
"""Monday 23 November 2026, 14:32:08 in Dongguan."""


@pytest.fixture(params=["zh", "en"])
def view(request: pytest.FixtureRequest, city_dongguan: City) -> WallView:
    return wall_view(city_dongguan, request.param)


@pytest.fixture
def zh(city_dongguan: City) -> WallView:
    return wall_view(city_dongguan, "zh")


@pytest.fixture
def en(city_dongguan: City) -> WallView:
    return wall_view(city_dongguan, "en")


@pytest.fixture(scope="session")
def snapshot(city_dongguan: City) -> dict[str, Any]:
    return sample_snapshot(city_dongguan, NOW)


def wall_view(city: City, language: str, area: str | None = None) -> WallView:
    return WallView(
        city,
        load_text(language),
        home_of(city.tree, area),
        Scene.OVERVIEW,
        "/wall/map/x/",
        city.locator.bounds,
    )
