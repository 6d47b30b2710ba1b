"""The map of a week: reports by coarse cells, rounded down, without what may be shown by area only."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import NO_CELL, City
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.facts import Facts
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period, midnight
from data_access.queries.public.month import FORMAT

Json = dict[str, Any]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
_DECIMALS = 5
WEEK = 7


def week_name(monday: date) -> str:
    """2026-W43 of the Monday that it begins with (ISO 8601)."""
    year, week, _ = monday.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_period(monday: date, city: City) -> Period:
    """Monday to Sunday in city time."""
    return Period(midnight(monday, city.zone), midnight(monday + timedelta(days=WEEK), city.zone))


def heat_document(facts: Facts, city: City, monday: date, rules: Disclosure) -> Json:
    """The cells of a week with at least so many reports that they may be shown, by their middle in WGS-84."""
    period = week_period(monday, city)
    mask = facts.between(TimeColumn.REPORTED, period)
    subclasses = facts.columns["subclass"].astype(np.uint16, copy=False)
    told = np.zeros(1 << 16, dtype=np.bool_)
    known = city.taxonomy.subclasses
    told[: len(known)] = [not one.sensitive for one in known]
    # What the pack does not know may be anything.
    cells = facts.columns["cell"].astype(np.uint32, copy=False)[mask & told.take(subclasses)]
    size = city.locator.cell_size_m
    times = max(1, -(-rules.heat_cell_m // size))
    columns = city.locator.shape[1]
    wide = -(-columns // times)
    row, column = np.divmod(cells[cells != NO_CELL].astype(np.int64), columns)
    places, counts = np.unique(row // times * wide + column // times, return_counts=True)
    counts = counts // rules.heat_count * rules.heat_count
    places, counts = places[counts > 0], counts[counts > 0]
    lon, lat = _middles(city, places, times, wide)
    return {
        "format": FORMAT,
        "week": week_name(monday),
        "from": monday.isoformat(),
        "to": (monday + timedelta(days=WEEK)).isoformat(),
        "cell_size_m": times * size,
        "cells": [
            {"lon": x, "lat": y, "count": count}
            for x, y, count in zip(
                np.round(lon, _DECIMALS).tolist(),
                np.round(lat, _DECIMALS).tolist(),
                counts.tolist(),
                strict=True,
            )
        ],
        "rounding": rules.heat_count,
    }


def _middles(city: City, places: Ints, times: int, wide: int) -> tuple[Numbers, Numbers]:
    """The middles of coarse cells, from their first cell by the way to its neighbours: in the last column a
    coarse cell reaches beyond the raster."""
    columns = city.locator.shape[1]
    row, column = places // wide * times, places % wide * times
    side = np.where(column > 0, -1, 1)

    def centres(cells: Ints) -> Numbers:
        return np.stack(city.locator.cell_centres(cells.astype(np.uint32)))

    first = centres(row * columns + column)
    up = centres((row + 1) * columns + column) - first
    aside = (centres(row * columns + column + side) - first) * side
    lon, lat = first + (times - 1) / 2 * (up + aside)
    return lon, lat
