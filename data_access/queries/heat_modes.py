"""What the overview's map shows, one part of the snapshot a kind: reports by cell, overdue cases by cell,
reports per resident by area. A count and a density are made from the same cells."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import Facts, Mask
from data_access.domain.heat import HEAT_HOURS, RATE_DAYS
from data_access.domain.home import Home
from data_access.domain.measures import MEASURES, TimeColumn
from data_access.domain.period import Period
from data_access.queries.groups import area_groups
from data_access.queries.heat import cell_counts
from data_access.queries.tally import Tally
from data_access.queries.wall_clock import WallClock

_DECIMALS = 4


def last_reports(clock: WallClock) -> Period:
    """The hours whose reports are the heat."""
    return Period(clock.as_of - HEAT_HOURS * 3600, clock.as_of)


@dataclass(frozen=True, slots=True)
class Reported:
    """The reports of the last hours: the rows, and how many of them lie in each cell."""

    mask: Mask
    cells: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.int64]


def reported_lately(facts: Facts, clock: WallClock) -> Reported:
    """What the map's heat and the names of its peaks are made from."""
    mask = facts.between(TimeColumn.REPORTED, last_reports(clock))
    return Reported(mask, *cell_counts(facts.columns, mask))


def heat_panels(facts: Facts, city: City, home: Home, clock: WallClock, reported: Reported) -> dict[str, Any]:
    """`heat` and `heat_overdue` have `cells` {cell: cases}, `heat_rates` has `areas` {code: rate}.

    A rate is {count, residents, value}, value null where the pack knows no residents. The facts are those
    of the home; they hold what was reported in the last 7 days and what is open.
    """
    return {
        "heat": {
            "layer": "reported",
            "hours": HEAT_HOURS,
            "cells": _cells(reported.cells, reported.counts),
        },
        "heat_overdue": {"cells": _cells(*cell_counts(facts.columns, facts.live(MEASURES["overdue"])))},
        "heat_rates": {"days": RATE_DAYS, "areas": _rates(facts, city, home, clock)},
    }


class _Keys(dict[int, str]):
    """Cells as keys of JSON, made once: most are those of the second before."""

    def __missing__(self, cell: int) -> str:
        self[cell] = str(cell)
        return self[cell]


_KEYS = _Keys()


def _cells(cells: npt.NDArray[np.uint32], counts: npt.NDArray[np.int64]) -> dict[str, int]:
    return dict(zip(map(_KEYS.__getitem__, cells.tolist()), counts.tolist(), strict=True))


def _rates(facts: Facts, city: City, home: Home, clock: WallClock) -> dict[str, Any]:
    children = home.children
    if children is None:
        return {}
    period = Period(clock.as_of - RATE_DAYS * 86_400, clock.as_of)
    reported = Tally(facts, period, area_groups(city, children.level)).count("reported")
    return {
        area.code: _rate(int(reported[index]), area.population)
        for index, area in zip(children.indexes, children.areas, strict=True)
    }


def _rate(count: int, residents: int) -> dict[str, Any]:
    value = round(count / residents * 1000, _DECIMALS) if residents else None
    return {"count": count, "residents": residents or None, "value": value}
