"""When in the week cases happen: a count by weekday and hour of city time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import MEASURES
from data_access.domain.period import Period
from data_access.domain.rows import EPOCH_2020, Columns
from data_access.domain.scope import Scope
from data_access.queries.counted import counted_rows, counted_times
from data_access.queries.groups import NameLists
from data_access.queries.overview import ANYWHERE

RHYTHM_MEASURES = tuple(name for name, measure in MEASURES.items() if measure.time is not None)
"""Measures that have a time."""
DAYS, HOURS = 7, 24
_DAY = 86_400
_QUARTER = 900
"""Seconds; clocks are changed at full quarters of an hour."""
_MONDAY = 3
"""Weekday of 1 January 1970, Monday being 0."""

Seconds = npt.NDArray[np.int64]


def rhythm(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    measure: str = "reported",
    scope: Scope = ANYWHERE,
    period: Period | None = None,
) -> dict[str, Any]:
    """The answer of `query rhythm`: the `count` of each `weekday` (1 is Monday) and `hour`, 168 cells."""
    clock = int(as_of // 1)
    counted = MEASURES[measure]
    facts = Facts(columns, city, clock, scope.mask(columns))
    rows = np.flatnonzero(counted_rows(facts, counted, period or Period.today(clock, city.zone)))
    times = counted_times(facts, counted).take(rows).astype(np.int64) + EPOCH_2020
    local = times + _offsets(times, city.zone)
    weekday = (local // _DAY + _MONDAY) % DAYS
    table = np.bincount(weekday * HOURS + local % _DAY // 3600, minlength=DAYS * HOURS)
    return {
        "measure": measure,
        "cells": [
            {"weekday": place // HOURS + 1, "hour": place % HOURS, "count": count}
            for place, count in enumerate(table.tolist())
        ],
    }


def _offsets(times: Seconds, zone: ZoneInfo) -> Seconds:
    """Seconds that city time is ahead of UTC at each of some moments (Unix seconds)."""
    if not len(times):
        return times
    # Whole days between the first and the last: sorting a million times would take ten times as long.
    place = times // _DAY
    earliest = int(place.min())
    place -= earliest
    days = range(earliest, earliest + int(place.max()) + 2)
    ahead = np.array([_offset(day * _DAY, zone) for day in days], dtype=np.int64)
    first, last = ahead[:-1], ahead[1:]
    offsets: Seconds = first.take(place)
    changing = np.flatnonzero((first != last).take(place))
    if len(changing):
        # A day on which the clock is changed: find out for each quarter of an hour.
        quarters, within = np.unique(times[changing] // _QUARTER, return_inverse=True)
        each = np.array([_offset(int(quarter) * _QUARTER, zone) for quarter in quarters], dtype=np.int64)
        offsets[changing] = each.take(within)
    return offsets


def _offset(at: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
