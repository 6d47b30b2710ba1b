"""The kept pictures look like the wall of today, and a planted defect is found."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_days import DemoDays
from tests.browser.likeness import compare
from tests.browser.page_pictures import shots as page_shots
from tests.browser.pictures import FOLDER, Shot, open_city, opened, shots, webp
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

IN_THE_SUITE = {
    "evaluation-1920x1080": ".e-lost { visibility: hidden }",
    "deadlines-5760x1080": ".wall { grid-template-columns: 1fr !important }",
    "voice-1080x1920": ".wall .panel:nth-of-type(2) { visibility: hidden }",
}
"""Pictures that are compared here, each with a style that loses a panel or breaks the layout; all others are
compared by the command."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoDays]:
    running = open_city(tmp_path_factory.mktemp("city"))
    yield running
    running.stop()


def chosen(name: str) -> Shot:
    return next(shot for shot in shots() if shot.file == f"wall-{name}.webp")


def test_every_picture_is_kept_and_no_other() -> None:
    kept = {path.name for path in FOLDER.glob("*.webp")}
    assert kept == {shot.file for shot in shots()} | {page.file for page in page_shots()}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6_500_000


def looks_like(browser: Browser, page: Page, shot: Shot, kept: bytes) -> bool:
    likeness = compare(browser, kept, webp(page, shot))
    print(likeness)
    return likeness.alike


@pytest.mark.parametrize("name", IN_THE_SUITE)
def test_the_wall_looks_like_its_picture_and_a_planted_defect_is_found(
    browser: Browser, city: DemoDays, name: str
) -> None:
    shot = chosen(name)
    kept = (FOLDER / shot.file).read_bytes()
    with opened(browser, city, shot) as page:
        # On a slow machine charts and maps are drawn later than usual.
        until("they are alike", partial(looks_like, browser, page, shot, kept))
        page.add_style_tag(content=IN_THE_SUITE[name])
        broken = webp(page, shot)
    assert not compare(browser, kept, broken).alike
