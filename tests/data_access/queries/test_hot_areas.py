"""The peaks of the heat against the brute-force recomputation."""

import random
from typing import Any

import pytest

from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.home import home_of
from data_access.domain.rows import Columns
from data_access.queries.groups import NameLists
from data_access.queries.heat_modes import reported_lately
from data_access.queries.hot_areas import HOT_AREAS, hot_areas
from data_access.queries.wall_clock import wall_clock
from tests.data_access.queries.rows import CITY, NAMES, NOON, table
from tests.property.core import columns_and_names
from tests.reference import hot_areas as reference
from tests.reference.answers import World
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


def test_a_city_without_reports_has_no_hot_areas() -> None:
    assert found(table(), NAMES, NOON) == []
