"""Every mode of the heat has a fixed, labelled scale and says what it counts in both languages."""

import pytest

from data_access.queries.heat_modes import HeatMode
from layouts.tokens import heat_colour
from layouts.wall.heat import heat_config
from layouts.wall.heat_modes import area_fills, heat_mode
from layouts.wall.legend import HeatScale, heat_legend
from layouts.wall.view import WallView
from tests.layouts.trees import words


@pytest.mark.parametrize("mode", HeatMode)
def test_a_mode_says_what_is_counted_its_unit_and_its_scale(mode: HeatMode, view: WallView) -> None:
    scale = heat_mode(mode.value)
    shown = words(heat_legend(scale, view))
    for part in ("title", "unit", "note"):
        assert view.text.messages[f"wall.heat.{mode.value}.{part}"].split("{")[0] in shown
    assert scale.ticks[0] == f"{scale.limits[0]:g}"
    assert scale.ticks[-1] == f"≥{scale.limits[1]:g}"
    assert all(tick in shown for tick in scale.ticks)
    assert "{" not in shown


def test_units_name_the_size_of_the_pack_cells(zh: WallView) -> None:
    assert "件/1 km 方格" in words(heat_legend(heat_mode("count"), zh))


def test_browser_code_gets_the_scale_and_one_way_to_count(zh: WallView) -> None:
    assert heat_config(zh.city.locator)["kernel_km"] == 1.2
    squares = heat_config(zh.city.locator, heat_mode("count"))
    assert squares["square_cells"] == 10
    assert "kernel_km" not in squares
    assert squares["limits"] == [1, 16]


def test_the_ends_of_the_scale_are_the_ends_of_the_ramp() -> None:
    scale = HeatScale("count", (1, 16), square_cells=10)
    assert [scale.level(value) for value in (0.0, 1.0, 4.0, 16.0, 99.0)] == [0, 0, 0.5, 1, 1]


def test_areas_without_a_rate_stay_land() -> None:
    figures = {"areas": {"1": {"value": 1.0}, "2": {"value": None}, "3": {"value": 0.0}}}
    assert area_fills("per_1000", figures) == {"1": heat_colour(0.5), "3": heat_colour(0.0)}


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(KeyError):
        heat_mode("speed")
