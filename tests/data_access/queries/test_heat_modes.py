"""Modes of the heat against the brute-force recomputation."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.heat import RATE_DAYS
from data_access.domain.home import home_of
from data_access.domain.rows import Columns
from data_access.queries.heat_modes import heat_panels, reported_lately
from data_access.queries.wall_clock import wall_clock
from tests.data_access.queries.rows import CITY, HOUR, NOON, case, table
from tests.property.core import columns_and_names
from tests.reference.answers import Wanted, World
from tests.reference.asked import DAY
from tests.reference.canvas_scenes import cells, reports_between
from tests.reference.counts import waits_for_disposal
from tests.reference.streams import moments, stream


def panels(columns: Columns, city: City, as_of: float, area: str | None) -> dict[str, Any]:
    home = home_of(city.tree, area)
    clock = wall_clock(int(as_of), city.zone)
    facts = Facts(home.rows_of(columns), city, clock.as_of)
    return heat_panels(facts, city, home, clock, reported_lately(facts, clock))


@pytest.mark.parametrize("seed", range(20))
def test_every_mode_equals_the_reference(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=30)
    world, (columns, _) = World(wires, CITY), columns_and_names(wires, CITY)
    as_of = moments(rng)[2]
    home = rng.choice([None, (AreaLevel.TOWN, 0), (AreaLevel.TOWN, 1)])
    wanted = Wanted(areas=() if home is None else (CITY.tree.towns[home[1]].code,))
    found = panels(columns, CITY, as_of.timestamp(), None if home is None else wanted.areas[0])
    start = as_of - timedelta(days=RATE_DAYS)
    rates = found["heat_rates"]["areas"]
    assert len(rates) == 2, "two towns of the city, two villages of a town"
    for code, rate in rates.items():
        count = len(reports_between(world, Wanted(areas=(code,)), start, as_of))
        assert rate == {"count": count, "residents": 1000, "value": count}
    late = [c for c in world.chosen(wanted) if waits_for_disposal(c) and c.due_at is not None]
    overdue = [c for c in late if c.due_at is not None and c.due_at < as_of]
    for part, cases in (
        ("heat", reports_between(world, wanted, as_of - DAY, as_of)),
        ("heat_overdue", overdue),
    ):
        assert {int(cell): n for cell, n in found[part]["cells"].items()} == cells(world, cases)


def test_an_area_without_known_residents_has_no_rate() -> None:
    towns = tuple(replace(town, population=0) for town in CITY.tree.towns)
    city: City = replace(CITY, tree=replace(CITY.tree, towns=towns))
    rows = table(case(reported=11 * HOUR))
    rates = panels(rows, city, NOON, None)["heat_rates"]["areas"]
    assert rates[towns[0].code] == {"count": 1, "residents": None, "value": None}
