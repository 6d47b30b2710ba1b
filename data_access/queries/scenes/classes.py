"""The scene of heat by class: the last 24 hours of every class beside each other, on one scale."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import NO_CELL, City
from data_access.domain.facts import Facts
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.counter import Counts
from data_access.queries.groups import NameLists, RowGroups, TimeGroups, area_groups, children_level
from data_access.queries.recent import since
from data_access.queries.tally import Tally

HOURS = 24
_DAY = HOURS * 3600


def classes_scene(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: tuple[AreaLevel, int] | None = None,
) -> dict[str, Any]:
    """Every class of the city, most reports first (equal ones in the order of their codes).

    Reports are those of the last 24 hours, `last_week` those of the 24 hours that ended at the same time of
    the same weekday last week. `spark` has 24 counts, of the running hour of city time and the 23 before it;
    `spark_start` is the beginning of the first. A cell of the heat is layer × `layer_size` + cell, the layer
    being the class's `index`, so that one sparse difference carries all maps.
    """
    clock = int(as_of // 1)
    day, before = last_day(clock), last_day(same_time_last_week(clock, city.zone))
    lately = since(columns, before.start)
    area = home or (AreaLevel.CITY, 0)
    facts = Facts(lately, city, clock, Scope(areas=(area,)).mask(lately))
    groups = RowGroups("class", len(city.taxonomy.classes))
    tally = Tally(facts, day, groups)
    reported, open_now, overdue = (tally.count(name) for name in ("reported", "open", "overdue"))
    earlier = Tally(facts, before, groups).count("reported")
    fullest = _fullest_children(facts, city, area[0], day, groups)
    edges = hours_until(clock, city.zone)
    sparks = _by_hour(facts, groups, edges)
    order = np.argsort(-reported, kind="stable").tolist()
    return {
        "area": city.tree.at(area[0])[area[1]].code,
        "hours": HOURS,
        "spark_start": edges[0],
        "total": {
            "reported": int(reported.sum()),
            "last_week": int(earlier.sum()),
            "open": int(open_now.sum()),
            "overdue": int(overdue.sum()),
        },
        "classes": [
            {
                "code": city.taxonomy.classes[index].code,
                "index": index,
                "reported": int(reported[index]),
                "last_week": int(earlier[index]),
                "open": int(open_now[index]),
                "overdue": int(overdue[index]),
                "most": fullest[index],
                "spark": sparks[index].tolist(),
            }
            for index in order
        ],
        "heat": _layers(facts, city, day),
    }


def last_day(clock: int) -> Period:
    """The 24 hours that end at a moment."""
    return Period(clock - _DAY, clock)


def same_time_last_week(clock: int, zone: ZoneInfo) -> int:
    """The same time of day of the same weekday last week, Unix seconds."""
    local = datetime.fromtimestamp(clock, zone)
    return int((local - timedelta(days=7)).timestamp())


def hours_until(clock: int, zone: ZoneInfo) -> list[int]:
    """The 25 edges of the 24 hours of city time the last of which holds the moment before `clock`."""
    shift = int((datetime.fromtimestamp(clock, zone).utcoffset() or timedelta()).total_seconds())
    end = -(-(clock + shift) // 3600) * 3600 - shift
    return [end - (HOURS - number) * 3600 for number in range(HOURS + 1)]


def _by_hour(facts: Facts, groups: RowGroups, edges: list[int]) -> Counts:
    """Reports of each class in each hour; shape (classes, 24)."""
    period = Period(edges[0], edges[-1])
    rows = np.flatnonzero(facts.between(TimeColumn.REPORTED, period))
    hours = TimeGroups(edges).of(facts, TimeColumn.REPORTED, rows)
    group = groups.of(facts, TimeColumn.REPORTED, rows)
    counted = np.bincount(group * HOURS + hours, minlength=(groups.size + 1) * HOURS)
    return counted.reshape(groups.size + 1, HOURS)[: groups.size]


def _fullest_children(
    facts: Facts, city: City, level: AreaLevel, day: Period, groups: RowGroups
) -> list[dict[str, Any] | None]:
    """Of each class the child area with the most reports, the first of equal ones; None without any."""
    below = children_level(city, level)
    if below is None:
        return [None] * groups.size
    areas = city.tree.at(below)
    rows = np.flatnonzero(facts.between(TimeColumn.REPORTED, day))
    place = area_groups(city, below).of(facts, None, rows)
    group = groups.of(facts, None, rows)
    width = len(areas) + 1
    counted = np.bincount(group * width + place, minlength=(groups.size + 1) * width)
    table = counted.reshape(groups.size + 1, width)[: groups.size, : len(areas)]
    return [
        {"code": areas[best].code, "count": int(row[best])} if row[best] else None
        for row, best in zip(table, table.argmax(axis=1).tolist(), strict=True)
    ]


def _layers(facts: Facts, city: City, day: Period) -> dict[str, Any]:
    """Reports of the day by class and cell."""
    rows, across = city.locator.shape
    size = rows * across
    mask = facts.between(TimeColumn.REPORTED, day)
    cell = facts.columns["cell"].astype(np.uint32, copy=False)[mask]
    layer = facts.columns["class"].astype(np.int64, copy=False)[mask]
    located = (cell != NO_CELL) & (layer < len(city.taxonomy.classes))
    keys, counts = np.unique(layer[located] * size + cell[located], return_counts=True)
    return {
        "layer_size": size,
        "cells": dict(zip(map(str, keys.tolist()), counts.tolist(), strict=True)),
    }
