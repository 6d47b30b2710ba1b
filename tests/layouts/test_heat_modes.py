"""Every mode of the heat has a fixed, labelled scale and says what it counts in both languages."""

import pytest

from data_access.domain.heat import HeatMode
from layouts.tokens import WALL_DARK, WALL_LIGHT, heat_colour
from layouts.wall.heat import heat_config
from layouts.wall.heat_modes import area_fills, heat_cells, heat_mode
from layouts.wall.legend import HeatScale, heat_legend
from layouts.wall.view import WallView
from tests.layouts.trees import words

RAMP = WALL_DARK.heat


@pytest.mark.parametrize("mode", HeatMode)
def test_a_mode_says_what_is_counted_its_unit_and_its_scale(mode: HeatMode, view: WallView) -> None:
    scale = heat_mode(mode)
    shown = words(heat_legend(scale, view))
    for part in ("title", "unit", "note"):
        assert view.text.messages[f"wall.heat.{mode.value}.{part}"].split("{")[0] in shown
    assert scale.ticks[0] == f"{scale.limits[0]:g}"
    assert scale.ticks[-1] == f"≥{scale.limits[1]:g}"
    assert all(tick in shown for tick in scale.ticks)
    assert "{" not in shown


def test_units_name_the_size_of_the_pack_cells(zh: WallView) -> None:
    assert "件/1 km 方格" in words(heat_legend(heat_mode(HeatMode.COUNT), zh))


def test_browser_code_gets_the_scale_and_one_way_to_count(zh: WallView) -> None:
    locator = zh.city.locator
    assert heat_config(locator, heat_mode(HeatMode.DENSITY), RAMP)["kernel_km"] == 1.2
    squares = heat_config(locator, heat_mode(HeatMode.COUNT), WALL_LIGHT.heat)
    assert squares["square_cells"] == 10
    assert "kernel_km" not in squares
    assert squares["limits"] == [1, 16]
    assert squares["ramp"] == list(WALL_LIGHT.heat)


def test_the_ends_of_the_scale_are_the_ends_of_the_ramp() -> None:
    scale = HeatScale("count", (1, 16), square_cells=10)
    assert [scale.level(value) for value in (0.0, 1.0, 4.0, 16.0, 99.0)] == [0, 0, 0.5, 1, 1]


def test_areas_without_a_rate_stay_land() -> None:
    areas = {"1": {"value": 1.0}, "2": {"value": None}, "3": {"value": 0.0}}
    fills = area_fills({"heat_rates": {"areas": areas}}, RAMP)
    assert fills == {"1": heat_colour(RAMP, 0.5), "3": heat_colour(RAMP, 0.0)}
    assert area_fills({}, RAMP) == {}


def test_each_mode_paints_its_own_cells() -> None:
    snapshot = {"heat": {"cells": {"1": 2}}, "heat_overdue": {"cells": {"7": 1}}}
    painted = {mode: heat_cells(snapshot, mode) for mode in HeatMode}
    assert painted == {
        HeatMode.COUNT: {"1": 2},
        HeatMode.DENSITY: {"1": 2},
        HeatMode.PER_1000: {},
        HeatMode.OVERDUE: {"7": 1},
    }
    assert heat_cells({}, HeatMode.OVERDUE) == {}
