"""The places where the heat of the last 24 hours peaks, by name: what a map alone does not say."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA
from data_access.domain.city import NO_CELL, City
from data_access.domain.facts import Facts
from data_access.domain.heat import KERNEL_KM
from data_access.queries.groups import NameLists
from data_access.queries.heat_modes import Reported
from data_access.queries.subclass_codes import subclass_code

HOT_AREAS = 5
_CHUNK = 4096
"""Cells whose neighbourhoods are looked at together: some megabytes."""
Whole = npt.NDArray[np.int64]


def hot_areas(facts: Facts, city: City, names: NameLists, reported: Reported) -> list[dict[str, Any]]:
    """The densest cells with reports that lie at least two kernel radii apart, densest first.

    `density` is in cases per km² at the middle of the cell, by the quartic kernel of the painted heat. Of the
    reports inside the kernel, `village` is the one (code) that most lie in, `subclass` the most frequent one,
    `count` its number and `cases` that of all; of equal ones the first of the city pack counts.
    """
    mask, cells, counts = reported.mask, reported.cells, reported.counts
    if not len(cells):
        return []
    columns = city.locator.shape[1]
    row, column = np.divmod(cells.astype(np.int64), columns)
    radius = KERNEL_KM * 1000 / city.locator.cell_size_m
    density = _densities(row, column, counts, city.locator.shape, radius)
    # Densest first, of equal ones the cell with the smallest number.
    order = np.lexsort((cells, -density))
    peaks: list[int] = []
    for place in order.tolist():
        if all(
            (row[place] - row[other]) ** 2 + (column[place] - column[other]) ** 2 >= (2 * radius) ** 2
            for other in peaks
        ):
            peaks.append(place)
            if len(peaks) == HOT_AREAS:
                break
    rows = np.flatnonzero(mask)
    rows = rows[facts.columns["cell"].take(rows) != NO_CELL]
    own_row, own_column = np.divmod(facts.columns["cell"].take(rows).astype(np.int64), columns)
    per_km2 = 3 / (np.pi * KERNEL_KM**2) / radius**4
    found = []
    for place in peaks:
        away = (own_row - row[place]) ** 2 + (own_column - column[place]) ** 2
        near = rows[away < radius**2]
        village = _most(facts.columns["village"].take(near), NO_AREA)
        subclass = _most(facts.columns["subclass"].take(near))
        assert subclass is not None, "a peak has at least the report of its own cell"
        found.append(
            {
                "density": round(float(density[place]) * per_km2, 2),
                "village": None if village is None else city.tree.villages[village[0]].code,
                "town": _town(facts, city, near),
                "subclass": subclass_code(city, names.subclasses, subclass[0]),
                "count": subclass[1],
                "cases": len(near),
            }
        )
    return found


def _densities(
    row: Whole, column: Whole, counts: Whole, shape: tuple[int, int], radius: float
) -> npt.NDArray[np.float64]:
    """Sum over the neighbours of count × (radius² − distance²)², in cells: whole numbers for whole radii, so
    that equal neighbourhoods are exactly equal."""
    reach = int(np.ceil(radius)) - 1
    wide = shape[1] + 2 * reach
    raster = np.zeros((shape[0] + 2 * reach) * wide)
    places = (row + reach) * wide + column + reach
    raster[places] = counts
    step = np.arange(-reach, reach + 1)
    away = radius**2 - (step[:, None] ** 2 + step[None, :] ** 2)
    inside = away > 0
    offsets = (step[:, None] * wide + step[None, :])[inside]
    weights = away[inside] ** 2
    parts = [
        raster[places[first : first + _CHUNK, None] + offsets] @ weights
        for first in range(0, len(places), _CHUNK)
    ]
    return np.concatenate(parts)


def _most(values: npt.NDArray[Any], without: int | None = None) -> tuple[int, int] | None:
    """The most frequent value and its number; of equal ones the smallest."""
    known = values if without is None else values[values != without]
    if not len(known):
        return None
    found, counts = np.unique(known, return_counts=True)
    best = int(np.argmax(counts))
    return int(found[best]), int(counts[best])


def _town(facts: Facts, city: City, near: npt.NDArray[np.intp]) -> str | None:
    town = _most(facts.columns["town"].take(near), NO_AREA)
    return None if town is None else city.tree.towns[town[0]].code
