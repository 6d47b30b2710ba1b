"""What is counted for everybody, before anything is withheld, equals the recomputation from raw actions."""

import random
from datetime import UTC, datetime

import pytest

from data_access.domain.disclosure.tables import LAYERS
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.queries.public.counts import MonthCounter
from tests.property.core import columns_and_names
from tests.property.figures import same
from tests.reference import answers
from tests.reference.answers import Wanted, World
from tests.reference.little_city import little_city
from tests.reference.streams import START, stream

CITY = little_city()
_RATES = {
    "on_time_disposal_rate": ("on_time", "settled"),
    "closing_rate": ("settled_closed", "settled"),
    "response_24h_rate": ("answered", "answerable"),
    "satisfied_rate": ("satisfied", "rated"),
}
_COUNTS = {"reported": "reported_count", "accepted": "accepted_count", "closed": "closed_count"}
_BY = {
    "towns": "town",
    "villages": "village",
    "classes": "class",
    "subclasses": "subclass",
    "sources": "source",
}


@pytest.mark.parametrize("seed", range(4))
def test_every_table_of_a_month_equals_the_reference(seed: int) -> None:
    wires = stream(random.Random(seed), cases=60, fractions=seed % 2 == 1)
    columns, _ = columns_and_names(wires, CITY)
    world, month = World(wires, CITY), f"{START.astimezone(CITY.zone):%Y-%m}"
    period = Period.month(month, CITY.zone)
    as_of = period.end + 10 * 86_400
    counter = MonthCounter(Facts(columns, CITY, as_of), CITY, month, 0.05)
    assert len(list(counter.steps())) == len(LAYERS)
    start, end, clock = (datetime.fromtimestamp(at, UTC) for at in (period.start, period.end, as_of))
    wanted = {"city": {CITY.tree.city.code: answers.overview(world, Wanted(), start, end, clock)}}
    for place, by in _BY.items():
        found = answers.categories(world, Wanted(), start, end, clock, by)
        wanted[place] = {str(code): figures for code, figures in found.items() if code is not None}
    compared = 0
    for name, by_code in wanted.items():
        table = counter.counted.month.tables[name]
        medians, behind = counter.counted.medians[name], counter.counted.disposed[name]
        for row, code in enumerate(table.codes):
            figures = by_code.get(code)
            if figures is None:
                continue
            compared += 1
            for part, figure in _COUNTS.items():
                assert table.counts[part][row] == figures[figure], (name, code, figure)
            for figure, (hits, total) in _RATES.items():
                pair = int(table.counts[hits][row]), int(table.counts[total][row])
                assert pair == figures[figure], (name, code, figure)
            if behind[row]:
                assert same(
                    "disposal_seconds_median", float(medians[row]), figures["disposal_seconds_median"]
                )
    assert compared > 10
    days = answers.trend(world, Wanted(), start, end, clock, "day")
    counted = counter.counted.month.tables["days"]
    for at, reported, closed in zip(
        counter.day_starts, counted.counts["reported"], counted.counts["closed"], strict=True
    ):
        figures = days[datetime.fromtimestamp(at, UTC)]
        assert (reported, closed) == (figures["reported_count"], figures["closed_count"])
    mix = counter.counted.month.mix
    for town, area in enumerate(CITY.tree.towns):
        found = answers.categories(world, Wanted(areas=(area.code,)), start, end, clock, "class")
        for column, code in enumerate(mix.classes):
            expected = found[code]["reported_count"] if code in found else 0
            assert mix.parts[town, column] == expected
