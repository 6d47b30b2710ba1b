"""The peaks of the heat against the brute-force recomputation."""

import math
import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.home import home_of
from data_access.domain.rows import Columns
from data_access.queries.groups import NameLists
from data_access.queries.heat_modes import reported_lately
from data_access.queries.hot_areas import HOT_AREAS, hot_areas
from data_access.queries.wall_clock import wall_clock
from tests.data_access.queries.rows import CITY, NAMES, NOON, case, table
from tests.property.core import columns_and_names
from tests.reference import hot_areas as reference
from tests.reference.answers import World
from tests.reference.little_city import SquareLocator
from tests.reference.streams import moments, stream


def found(
    columns: Columns, names: NameLists, as_of: float, city: City = CITY, area: str | None = None
) -> list[dict[str, Any]]:
    clock = wall_clock(int(as_of), city.zone)
    rows = home_of(city.tree, area).rows_of(columns)
    facts = Facts(rows, city, clock.as_of)
    return hot_areas(facts, city, names, reported_lately(facts, clock))


@pytest.mark.parametrize("seed", range(12))
def test_peaks_equal_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=80)
    world, (columns, names) = World(wires, CITY), columns_and_names(wires, CITY)
    as_of = moments(rng)[2]
    for area in (None, CITY.tree.towns[0].code):
        peaks = found(columns, names, as_of.timestamp(), area=area)
        wanted = reference.hot_areas(world, area, as_of)
        assert len(peaks) == len(wanted) <= HOT_AREAS
        for peak, told in zip(peaks, wanted, strict=True):
            assert {name: peak[name] for name in ("cases", "count")} == {
                name: told[name] for name in ("cases", "count")
            }
            assert peak["density"] == pytest.approx(told["density"], abs=0.011)
            assert str(peak["subclass"]) in told["subclasses"]
            assert peak["village"] in (told["villages"] or {None})
        assert [peak["density"] for peak in peaks] == sorted((p["density"] for p in peaks), reverse=True)


@dataclass(frozen=True)
class Raster(SquareLocator):
    """A raster of 120 × 90 cells of any size."""

    size_m: int = 100
    shape = (120, 90)

    @property
    def cell_size_m(self) -> int:
        """Side of a cell."""
        return self.size_m


@pytest.mark.parametrize(("size_m", "spread"), [(100, 40), (100, 4), (80, 9), (70, 25), (250, 12), (1500, 9)])
def test_peaks_of_any_raster_are_the_densest_cells(size_m: int, spread: int) -> None:
    """Many reports in few places, to the very edge: counted cell by cell, distances in metres."""
    rng = np.random.default_rng(size_m + spread)
    city = replace(CITY, locator=Raster(size_m=size_m))
    middle = rng.integers(0, (120, 90), (12, 2))[rng.integers(0, 12, 1500)]
    row, column = np.clip(middle + rng.integers(-spread, spread + 1, (1500, 2)), 0, (119, 89)).T
    one = case(reported=3600)
    columns = {name: np.repeat(values, 1500) for name, values in table(one).items()}
    columns["cell"] = (row * 90 + column).astype(np.uint32)
    cells = np.unique(columns["cell"]).astype(np.int64)
    away = (
        (np.subtract.outer(cells // 90, row) ** 2) + (np.subtract.outer(cells % 90, column) ** 2)
    ) * size_m**2
    density = (np.maximum(1200**2 - away.astype(object), 0) ** 2).sum(axis=1)
    wanted: list[tuple[int, int]] = []
    left = list(range(len(cells)))
    while left and len(wanted) < HOT_AREAS:
        best = max(left, key=lambda place: (density[place], -place))
        wanted.append((density[best], int((away[best] < 1200**2).sum())))
        apart = (cells // 90 - cells[best] // 90) ** 2 + (cells % 90 - cells[best] % 90) ** 2
        left = [place for place in left if apart[place] * size_m**2 >= 2400**2]
    peaks = found(columns, NAMES, NOON, city)
    assert [(peak["density"], peak["cases"]) for peak in peaks] == [
        (round(float(total) / 1200**4 * 3 / (math.pi * 1.2**2), 2), near) for total, near in wanted
    ]


def test_a_city_without_reports_has_no_hot_areas() -> None:
    assert found(table(), NAMES, NOON) == []
