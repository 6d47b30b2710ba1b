"""Axes, gaps between lines and heat settings are right to the last point."""

import numpy as np
import pytest

from data_access.domain.city import City
from data_access.domain.heat import HeatMode
from layouts.plot import count_axis
from layouts.tokens import DARK, WALL_DARK
from layouts.wall.charts import gap_polygons, hourly_figure
from layouts.wall.heat import heat_config
from layouts.wall.heat_modes import heat_mode
from layouts.wall.labels import spread
from layouts.wall.ranking import axis_ticks
from layouts.wall.svg import dot_path, line_path, spark_range
from layouts.wall.view import WallView


@pytest.mark.parametrize(
    ("values", "from_zero", "ticks"),
    [
        ([0, 178], True, [0, 100]),
        ([0, 135], True, [0, 50, 100]),
        ([1100, 1810], False, [1500]),
        ([780, 1560], False, [1000, 1500]),
        ([], True, [0, 2]),
        ([0, 0], True, [0, 2]),
        ([5, 5], False, [6, 8]),
    ],
)
def test_a_value_axis_has_at_most_three_round_ticks_inside(
    values: list[float], from_zero: bool, ticks: list[float]
) -> None:
    axis = count_axis(values, from_zero=from_zero)
    assert axis["tickvals"] == ticks
    low, high = axis["range"]
    assert all(low <= value <= high for value in [*values, *ticks])


def test_lines_that_cross_between_two_days_meet_in_the_crossing_point() -> None:
    xs, ys = gap_polygons([10, 0], [0, 10], 1)
    assert xs == [0, 0.5, 0.5, 0, 0, None]
    assert ys == [10, 5, 5, 0, 10, None]
    assert gap_polygons([10, 0], [0, 10], -1)[0] == [0.5, 1, 1, 0.5, 0.5, None]
    assert gap_polygons([1, 1], [1, 1], 1) == ([], [])


def test_the_running_hour_is_dashed_and_marked(zh: WallView) -> None:
    figure = hourly_figure([1, 2, 3, *[None] * 21], list(range(24)), DARK, zh.text)
    before, whole, dashed, marker = figure["data"]
    assert before["y"] == list(range(24))
    assert whole["y"] == [1, 2]
    assert (dashed["x0"], dashed["y"]) == (1, [2, 3])
    assert (marker["x"], marker["y"]) == ([2], [3])


def test_a_sparkline_breaks_at_gaps_and_ends_in_a_dot() -> None:
    limits = spark_range([0, None, 10, 10], [])
    assert line_path([0, None, 10, 10], limits, 4) == "M0 28M67 2L100 2"
    assert dot_path([0, 10, None], limits, 3) == "M50 2h0"
    assert dot_path([None], limits, 3) == ""
    assert spark_range([None], []) == (0.0, 1.0)


def test_browser_finds_cells_to_less_than_a_metre(city_dongguan: City) -> None:
    locator = city_dongguan.locator
    config = heat_config(locator, heat_mode(HeatMode.DENSITY), WALL_DARK.heat)
    rows, columns = locator.shape
    cells = np.random.default_rng(1).integers(0, rows * columns, 2000).astype(np.uint32)
    lon, lat = locator.cell_centres(cells)
    row, column = np.divmod(cells, columns)
    u = (column - (columns - 1) / 2) / ((columns - 1) / 2)
    v = (row - (rows - 1) / 2) / ((rows - 1) / 2)
    powers = [u**i * v**j for i in range(config["degree"] + 1) for j in range(config["degree"] + 1 - i)]
    found_lon = sum(a * power for a, power in zip(config["lon"], powers, strict=True))
    found_lat = sum(a * power for a, power in zip(config["lat"], powers, strict=True))
    assert np.abs((found_lon - lon) * 102_500).max() < 1
    assert np.abs((found_lat - lat) * 110_750).max() < 1


def test_names_that_would_cover_each_other_move_apart() -> None:
    moved = spread(("Wangniudun", "Wanjiang", "Far"), (113.64, 113.69, 114.2), (23.05, 23.046, 22.7), 1195)
    assert moved[0] < 0 < moved[1]
    assert moved[2] == 0


@pytest.mark.parametrize(
    ("lowest", "ticks"),
    [
        (0.985, [98, 99]),
        (0.93, [92, 94, 96, 98]),
        (0.715, [70, 80, 90]),
        (0.2, [20, 40, 60, 80]),
        (0.0, [0, 25, 50, 75]),
        (1.0, [99]),
    ],
)
def test_the_ranking_axis_begins_below_every_whisker(lowest: float, ticks: list[int]) -> None:
    assert axis_ticks([{"rank": 1, "low": lowest}, {"rank": None, "low": 0.0}]) == ticks
