"""The places where the heat of the last 24 hours peaks, by name: what a map alone does not say."""

import math
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import NO_AREA
from data_access.domain.city import NO_CELL, City
from data_access.domain.facts import Facts
from data_access.domain.heat import KERNEL_KM
from data_access.queries.groups import Index, NameLists
from data_access.queries.heat_modes import Reported
from data_access.queries.subclass_codes import subclass_code

HOT_AREAS = 5
_CHUNK = 1 << 15
"""Pairs of cells that are looked at together: what lies between stays in the processor's cache."""
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
    radius, size = _whole_lengths(city.locator.cell_size_m)
    row, column = np.divmod(cells.astype(np.int64), columns)
    density = _densities(row, column, counts, radius, size)
    rows = np.flatnonzero(mask)
    rows = rows[facts.columns["cell"].take(rows) != NO_CELL]
    own_row, own_column = np.divmod(facts.columns["cell"].take(rows).astype(np.int64), columns)
    per_km2 = 3 / (np.pi * KERNEL_KM**2) / radius**4
    found = []
    for place in _peaks(row * size, column * size, density, (2 * radius) ** 2):
        away = ((own_row - row[place]) ** 2 + (own_column - column[place]) ** 2) * size**2
        near = rows[away < radius**2]
        village = _most(facts.columns["village"].take(near), NO_AREA)
        town = _most(facts.columns["town"].take(near), NO_AREA)
        subclass = _most(facts.columns["subclass"].take(near))
        assert subclass is not None, "a peak has at least the report of its own cell"
        found.append(
            {
                "density": round(float(density[place]) * per_km2, 2),
                "village": None if village is None else city.tree.villages[village[0]].code,
                "town": None if town is None else city.tree.towns[town[0]].code,
                "subclass": subclass_code(city, names.subclasses, subclass[0]),
                "count": subclass[1],
                "cases": len(near),
            }
        )
    return found


def _whole_lengths(cell_m: int) -> tuple[int, int]:
    """Radius of the kernel and side of a cell as whole numbers: sums of them are exact in any order, so
    equal neighbourhoods are exactly equal."""
    radius_m = round(KERNEL_KM * 1000)
    unit = math.gcd(radius_m, cell_m)
    return radius_m // unit, cell_m // unit


def _peaks(row: Whole, column: Whole, density: Whole, apart: int) -> list[int]:
    """Places of the densest cells, each at least the root of `apart` from those before it.

    Of equally dense ones the first counts, which is the cell with the smallest number.
    """
    left = density.copy()
    peaks: list[int] = []
    while len(peaks) < HOT_AREAS:
        place = int(np.argmax(left))
        if not left[place]:
            break
        peaks.append(place)
        left[(row - row[place]) ** 2 + (column - column[place]) ** 2 < apart] = 0
    return peaks


def _densities(row: Whole, column: Whole, counts: Whole, radius: int, size: int) -> Whole:
    """Sum over the neighbours of each cell of count × (radius² − distance²)², distances in the unit of
    `radius` and `size`.

    Only cells with reports are looked at: sorted by squares as wide as the radius, the neighbours of one are
    in three runs of three squares.
    """
    side = -(-radius // size)
    wide = int(column.max()) // side + 3
    square = (row // side + 1) * wide + column // side + 1
    order = np.argsort(square, kind="stable")
    row, column, counts, square = (one[order] for one in (row, column, counts, square))
    before = np.zeros(int(square[-1]) + wide + 3, dtype=np.int64)
    np.cumsum(np.bincount(square, minlength=len(before) - 1), out=before[1:])
    middle = square[:, None] + np.array([-wide, 0, wide])
    first, last = before[middle - 1], before[middle + 2]
    pairs = np.cumsum((last - first).sum(axis=1))
    cuts = np.searchsorted(pairs, np.arange(_CHUNK, pairs[-1], _CHUNK)).tolist()
    density = np.empty(len(row), dtype=np.int64)
    for start, stop in zip([0, *cuts], [*cuts, len(row)], strict=True):
        if start == stop:
            continue
        places = slice(start, stop)
        one, other, runs = _pairs(first[places], last[places], start)
        away = (row.take(one) - row.take(other)) ** 2 + (column.take(one) - column.take(other)) ** 2
        weights = np.maximum(radius**2 - away * size**2, 0) ** 2 * counts.take(other)
        density[order[places]] = np.add.reduceat(weights, runs)
    return density


def _pairs(first: Whole, last: Whole, start: int) -> tuple[Index, Index, Index]:
    """Each cell from `start` on with each that lies in its runs (shape (cells, runs)), one after the other,
    and where the pairs of each cell begin. Every cell has one with itself."""
    lengths = last - first
    own = lengths.sum(axis=1)
    one = np.repeat(np.arange(start, start + len(own)), own)
    ends = np.cumsum(lengths)
    other = np.arange(len(one)) + np.repeat(first.ravel() - (ends - lengths.ravel()), lengths.ravel())
    return one, other, np.cumsum(own) - own


def _most(values: npt.NDArray[Any], without: int | None = None) -> tuple[int, int] | None:
    """The most frequent value and its number; of equal ones the smallest."""
    counts = Counter(values.tolist())
    counts.pop(without, None)
    return min(counts.items(), key=lambda item: (-item[1], item[0]), default=None)
