"""The kept pictures look like the wall of today, and a planted defect is found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.demo_days import DemoDays
from tests.browser.likeness import compare
from tests.browser.pictures import FOLDER, Shot, check, open_city, shots, take

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

IN_THE_SUITE = {"evaluation-1920x1080", "deadlines-5760x1080", "voice-1080x1920"}
"""All others are compared by the command."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoDays]:
    running = open_city(tmp_path_factory.mktemp("city"))
    yield running
    running.stop()


def chosen(name: str) -> Shot:
    return next(shot for shot in shots() if shot.file == f"wall-{name}.webp")


def test_every_picture_is_kept_and_no_other() -> None:
    assert {path.name for path in FOLDER.glob("wall-*")} == {shot.file for shot in shots()}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6_500_000


def test_the_wall_looks_like_its_pictures(browser: Browser, city: DemoDays) -> None:
    assert check(browser, city, [chosen(name) for name in sorted(IN_THE_SUITE)]) == []


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("evaluation-1920x1080", ".e-lost { visibility: hidden }"),
        ("deadlines-5760x1080", ".wall { grid-template-columns: 1fr !important }"),
        ("voice-1080x1920", ".wall .panel:nth-of-type(2) { visibility: hidden }"),
    ],
)
def test_a_lost_panel_or_a_broken_layout_is_found(
    browser: Browser, city: DemoDays, name: str, defect: str
) -> None:
    shot = chosen(name)
    assert not compare(browser, (FOLDER / shot.file).read_bytes(), take(browser, city, shot, defect)).alike
