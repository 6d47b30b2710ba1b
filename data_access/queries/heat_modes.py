"""What the map of the wall can show: counts, density, reports per resident, overdue cases alone."""

from enum import StrEnum
from typing import Any

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import MEASURES, TimeColumn
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.evaluated import ranked_areas
from data_access.queries.groups import area_groups
from data_access.queries.heat import cell_counts
from data_access.queries.tally import Tally

HEAT_HOURS = 24
RATE_DAYS = 7
"""A day has too few reports in a small town for a rate that means something."""
_DECIMALS = 4


class HeatMode(StrEnum):
    """What the map shows; the words, scales and units are the layout's."""

    COUNT = "count"
    """Reports of the last 24 hours in squares, unsmoothed."""
    DENSITY = "density"
    """Reports of the last 24 hours per km², smoothed by a kernel."""
    PER_1000 = "per_1000"
    """Reports of the last 7 days per 1,000 residents of each town (of a town: of each village)."""
    OVERDUE = "overdue"
    """Open cases that are overdue now, per km², smoothed by a kernel."""


def heat_mode_figures(
    columns: Columns,
    city: City,
    as_of: float,
    mode: HeatMode,
    *,
    home: tuple[AreaLevel, int] | None = None,
) -> dict[str, Any]:
    """Figures of a mode, ready for JSON.

    Modes of cells have `cells` {cell: cases}; COUNT and DENSITY have the same ones, so that changing between
    them costs nothing. PER_1000 has `areas` {code: {count, residents, value}}, value null where the pack
    knows no residents.
    """
    clock = int(as_of // 1)
    scope = Scope(areas=() if home is None else (home,))
    facts = Facts(columns, city, clock, scope.mask(columns))
    if mode == HeatMode.PER_1000:
        return {"mode": mode.value, "days": RATE_DAYS, "areas": _rates(facts, city, clock, scope)}
    if mode == HeatMode.OVERDUE:
        mask, shown = facts.live(MEASURES["overdue"]), {}
    else:
        mask = facts.between(TimeColumn.REPORTED, Period(clock - HEAT_HOURS * 3600, clock))
        shown = {"hours": HEAT_HOURS}
    cells, counts = cell_counts(facts.columns, mask)
    return {
        "mode": mode.value,
        **shown,
        "cells": dict(zip(map(str, cells.tolist()), counts.tolist(), strict=True)),
    }


def _rates(facts: Facts, city: City, clock: int, scope: Scope) -> dict[str, Any]:
    level, members = ranked_areas(city, scope)
    period = Period(clock - RATE_DAYS * 86_400, clock)
    reported = Tally(facts, period, area_groups(city, level)).count("reported")
    areas = city.tree.at(level)
    return {areas[index].code: _rate(int(reported[index]), areas[index].population) for index in members}


def _rate(count: int, residents: int) -> dict[str, Any]:
    value = round(count / residents * 1000, _DECIMALS) if residents else None
    return {"count": count, "residents": residents or None, "value": value}
