"""Modes of the heat against the brute-force recomputation."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.queries.heat_modes import RATE_DAYS, HeatMode, heat_mode_figures
from tests.data_access.queries.rows import CITY, HOUR, NOON, case, table
from tests.property.core import columns_and_names
from tests.reference.answers import Wanted, World
from tests.reference.asked import DAY
from tests.reference.canvas_scenes import cells, reports_between
from tests.reference.counts import waits_for_disposal
from tests.reference.streams import moments, stream


@pytest.mark.parametrize("seed", range(20))
def test_every_mode_equals_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=30)
    world, (columns, _) = World(wires, CITY), columns_and_names(wires, CITY)
    as_of = moments(rng)[2]
    home = rng.choice([None, (AreaLevel.TOWN, 0), (AreaLevel.TOWN, 1)])
    wanted = Wanted(areas=() if home is None else (CITY.tree.towns[home[1]].code,))
    for mode in HeatMode:
        found = heat_mode_figures(columns, CITY, as_of.timestamp(), mode, home=home)
        assert found["mode"] == mode.value
        if mode == HeatMode.PER_1000:
            start = as_of - timedelta(days=RATE_DAYS)
            for code, rate in found["areas"].items():
                count = len(reports_between(world, Wanted(areas=(code,)), start, as_of))
                assert rate == {"count": count, "residents": 1000, "value": count}
            assert len(found["areas"]) == 2, "two towns of the city, two villages of a town"
            continue
        cases = reports_between(world, wanted, as_of - DAY, as_of)
        if mode == HeatMode.OVERDUE:
            late = [c for c in world.chosen(wanted) if waits_for_disposal(c) and c.due_at is not None]
            cases = [c for c in late if c.due_at is not None and c.due_at < as_of]
        assert {int(cell): n for cell, n in found["cells"].items()} == cells(world, cases)


def test_an_area_without_known_residents_has_no_rate() -> None:
    towns = tuple(replace(town, population=0) for town in CITY.tree.towns)
    city: City = replace(CITY, tree=replace(CITY.tree, towns=towns))
    rows = table(case(reported=11 * HOUR))
    rates = heat_mode_figures(rows, city, NOON, HeatMode.PER_1000)["areas"]
    assert rates[towns[0].code] == {"count": 1, "residents": None, "value": None}
