"""Bands in the place of withheld rates: "95 % or more" says enough, and not how many it were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_access.domain.disclosure.groups import Ints, Mask
from data_access.domain.disclosure.rules import Disclosure

STEP_PERCENT = 5
LOWEST_PERCENT = 50


@dataclass(frozen=True, slots=True)
class Band:
    """A rate that is only known to be at least, or at most, a multiple of 5 %."""

    percent: int
    at_least: bool
    least: int
    """What everybody can tell of the cases without the property: so many at least, and at most."""
    most: int

    def json(self, denominator: int) -> dict[str, float | int | None]:
        """As a ratio of a document."""
        name = "at_least" if self.at_least else "at_most"
        return {"value": None, name: self.percent / 100, "denominator": denominator}


@dataclass(frozen=True, slots=True)
class Ranges:
    """What everybody can tell of the cases without the property, by row: so many at least, and at most."""

    least: Ints
    most: Ints


def band_of(hits: int, total: int, rules: Disclosure) -> Band | None:
    """The narrowest band that holds; None for few cases.

    The smaller side of the narrowest one may have 0 to `least_count` cases at least, one more than what is
    small: so a band never says that a count is small. Wider ones begin where the narrower ended.
    """
    if total < rules.least_rate:
        return None
    rest, used = total - hits, -1
    for percent in range(100 - STEP_PERCENT, LOWEST_PERCENT - 1, -STEP_PERCENT):
        reach = (100 - percent) * total // 100
        if reach < rules.least_count:
            continue
        if rest <= reach:
            return Band(percent, True, used + 1, reach)
        if hits <= reach:
            return Band(100 - percent, False, total - reach, total - used - 1)
        used = reach
    return None


def bands(
    hits: Ints, totals: Ints, hidden: Mask, known: Mask, group: Ints, free: Mask, rules: Disclosure,
    inside: Ranges | None = None,
) -> tuple[list[Band | None], list[int]]:  # fmt: skip
    """The band of each withheld row, None where there is none; and the groups that had no room for bands.

    `known` are the rows whose totals are published, `inside` is what the rows below tell of each row. Where
    the sum of a group is known its rows get bands when all of them leave each other enough room in it; `free`
    groups (shape (parents,)) are those of which nobody knows the sum.
    """
    found: list[Band | None] = [None] * len(hits)
    tight: list[int] = []
    for parent in np.unique(group[hidden]).tolist():
        rows = np.flatnonzero(hidden & (group == parent)).tolist()
        own = [band_of(int(hits[row]), int(totals[row]), rules) if known[row] else None for row in rows]
        if free[parent] or _has_room(rows, own, hits, totals, inside, rules):
            for row, band in zip(rows, own, strict=True):
                found[row] = band
        else:
            tight.append(parent)
    return found, tight


def _has_room(
    rows: Sequence[int], own: Sequence[Band | None], hits: Ints, totals: Ints, inside: Ranges | None,
    rules: Disclosure,
) -> bool:  # fmt: skip
    below = above = 0
    for row, band in zip(rows, own, strict=True):
        total = int(totals[row])
        least, most = (0, total) if band is None else (band.least, band.most)
        if inside is not None:
            least, most = max(least, int(inside.least[row])), min(most, int(inside.most[row]))
        below += total - int(hits[row]) - least
        above += most - (total - int(hits[row]))
    return len(rows) >= rules.least_hidden and min(below, above) >= rules.least_count


def ranges(
    shown: Sequence[Band | None], hits: Ints, totals: Ints, hidden: Mask, parent: Ints, size: int
) -> Ranges:
    """What the rows below tell of each of `size` parents: those with bands roughly, the others exactly."""
    rest = totals - hits
    least, most = rest.copy(), rest.copy()
    for row in np.flatnonzero(hidden).tolist():
        band = shown[row]
        least[row], most[row] = (0, totals[row]) if band is None else (band.least, band.most)
    return Ranges(
        np.bincount(parent, weights=least, minlength=size).astype(np.int64),
        np.bincount(parent, weights=most, minlength=size).astype(np.int64),
    )
