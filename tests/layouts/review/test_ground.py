"""What map and ranking list below an area, signs of single cases, and the drawing of a place."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.i18n.load import load_text
from data_access.cities.area_shapes import AreaShapes
from data_access.domain.city import City
from data_access.domain.drawn import bounds_of
from layouts.names import Names
from layouts.review.case.place import Frame, elsewhere, outlines_of, place_card
from layouts.review.filters.chosen import Filters
from layouts.review.overview.ground import ground_of
from layouts.review.overview.points import state_of
from tests.layouts.trees import components, words

TOWN, VILLAGE, GRID = "441900003", "441900003005", "441900003005004"
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("area", "path", "level", "lowest"),
    [
        ("", ["441900"], "town", False),
        (f"{TOWN},441900004", ["441900"], "town", False),
        ("unknown", ["441900"], "town", False),
        (TOWN, ["441900", TOWN], "village", False),
        (VILLAGE, ["441900", TOWN, VILLAGE], "grid", True),
        (GRID, ["441900", TOWN, VILLAGE], "grid", True),
    ],
)
def test_one_area_leads_to_its_parts(
    area: str, path: list[str], level: str, lowest: bool, city_dongguan: City
) -> None:
    ground = ground_of(city_dongguan, Filters.read(f"area={area}" if area else "", DAY))
    assert [one.code for one in ground.path] == path
    assert (ground.level.value, ground.lowest) == (level, lowest)


def test_a_city_of_towns_alone_leads_from_them_to_cases(city_dongguan: City) -> None:
    tree = replace(city_dongguan.tree, villages=(), grids=(), aliases={})
    for search in ("", f"area={TOWN}"):
        ground = ground_of(replace(city_dongguan, tree=tree), Filters.read(search, DAY))
        assert (ground.above.code, ground.level.value, ground.lowest) == ("441900", "town", True)


@pytest.mark.parametrize(
    ("overdue", "disposed", "ended", "late", "state"),
    [
        (True, None, None, 5, "overdue"), (False, None, None, None, "waiting"),
        (False, "x", None, 60, "late"),
        (False, "x", "x", 0, "done"), (False, "x", "x", None, "done"), (False, None, "x", None, "done"),
    ],
)  # fmt: skip
def test_a_case_has_one_sign(
    overdue: bool, disposed: str | None, ended: str | None, late: int | None, state: str
) -> None:
    case = {"overdue": overdue, "disposed_at": disposed, "ended_at": ended, "overdue_seconds": late}
    assert state_of(case) == state


def case_in(city: City, **more: Any) -> dict[str, Any]:
    """A case in the middle of a grid."""
    grid = city.tree.area(GRID)
    assert grid is not None
    return {"town": TOWN, "village": VILLAGE, "grid": GRID, "lon": grid.lon, "lat": grid.lat, **more}


def place_of(city: City, case: dict[str, Any]) -> Any:
    """The card of a case."""
    shapes = AreaShapes(city.folder, city.tree)
    return place_card(case, Names(load_text("zh"), city), outlines_of(case, shapes.outline))


def kinds(card: Any) -> set[str]:
    """Classes of all parts."""
    return {getattr(one, "className", "") or "" for one in components(card)}


def test_a_place_is_drawn_in_grid_village_and_town(city_dongguan: City) -> None:
    card = place_of(city_dongguan, case_in(city_dongguan))
    assert {"place-grid", "place-village", "place-town", "place-inset", "place-point"} <= kinds(card)
    assert "坐标" not in words(card)


def test_a_case_without_coordinates_shows_its_area_and_says_so(city_dongguan: City) -> None:
    card = place_of(city_dongguan, case_in(city_dongguan, lon=None, lat=None, grid=None))
    assert "place-point" not in kinds(card)
    assert "place-village" in kinds(card)
    assert "只知道所在区域" in words(card)
    nowhere = dict.fromkeys(("town", "village", "grid", "lon", "lat"))
    assert "也没有可画出的区域" in words(place_of(city_dongguan, nowhere))


def test_coordinates_outside_the_reported_grid_are_told_and_stay_in_the_picture(city_dongguan: City) -> None:
    other = city_dongguan.tree.towns[5]
    case = case_in(city_dongguan, lon=other.lon, lat=other.lat)
    assert elsewhere(city_dongguan, case)
    assert not elsewhere(city_dongguan, case_in(city_dongguan))
    card = place_of(city_dongguan, case)
    assert "以所报区域为准" in words(card)
    circles = [one for one in components(card) if type(one).__name__ == "Circle"]
    assert circles
    assert all(0 <= float(one.cx) <= 366 and 0 <= float(one.cy) <= 230 for one in circles)


def test_a_kilometre_is_equally_long_both_ways() -> None:
    frame = Frame((113.0, 23.0, 113.1, 23.1), 0, 0, 300, 300, 10)
    degree = 1 / 111.32
    x, y = frame.at(113.05, 23.05)
    assert y - frame.at(113.05, 23.05 + degree)[1] == pytest.approx(frame.per_km)
    assert frame.at(113.05 + degree / 0.9202, 23.05)[0] - x == pytest.approx(frame.per_km, rel=1e-3)


def test_a_village_is_the_union_of_its_grids(city_dongguan: City) -> None:
    shapes = AreaShapes(city_dongguan.folder, city_dongguan.tree)
    village, grid = bounds_of(shapes.outline(VILLAGE)), bounds_of(shapes.outline(GRID))
    assert village is not None
    assert grid is not None
    assert village[0] <= grid[0] < grid[2] <= village[2]
    assert shapes.outline("441900") == shapes.outline("unknown") == ()
