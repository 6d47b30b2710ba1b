"""Finds reports that repeat a case that was still open: same subclass, near in space and time."""

import math

import numpy as np
import numpy.typing as npt

from data_access.domain.actions import MICROSECONDS
from data_access.domain.rows import NEVER, NO_NAME, NO_POSITION, Columns, RowFlag

RADIUS_M = 50.0
WINDOW_SECONDS = 24 * 3600
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG)."""
_METRES_PER_UNIT = EARTH_RADIUS_M * math.pi / 180 / 1e7
"""Metres on the ground of one unit of latitude in rows (10⁻⁷ degrees)."""
_HALF_M = RADIUS_M * 1.001
"""Half a side of a bucket: points within 50 m share one in at least one of four grids half a side apart."""
_INT64_BITS = 63

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def duplicates(columns: Columns, start: int, end: int) -> Bools:
    """Which cases reported in the row times [start, end) repeat an earlier one; shape (rows,).

    A case repeats another when that one has the same known or unknown subclass, was reported before it, at
    most 24 hours before, lies within 50 m (great circle) and had not ended at the moment of this report.
    The other case may lie outside the asker's filters, so figures of areas add up. Cases without a
    subclass or a position repeat nothing. Fractions of a second count.
    """
    reported = columns["reported"].astype(np.int32, copy=False)
    found = np.zeros(len(reported), dtype=np.bool_)
    rows = np.flatnonzero((reported >= max(start - WINDOW_SECONDS, NEVER + 1)) & (reported < end))
    repeating = repeating_among(columns, rows)
    found[repeating[reported.take(repeating) >= start]] = True
    return found


def repeating_among(columns: Columns, rows: Ints) -> Ints:
    """Those of `rows` (positions of reported cases) that repeat another one of them, in no order."""
    flags = columns["flags"].take(rows).astype(np.uint32, copy=False)
    chosen: Ints = rows[
        (columns["subclass"].take(rows) != NO_NAME)
        & (columns["lon"].take(rows) != NO_POSITION)
        & ((flags & np.uint32(RowFlag.COMPLETE)) != 0)
    ]
    if not len(chosen):
        return chosen
    reported, unit = _moments(columns, "reported", chosen)
    order, at = _sorted(reported - NEVER * unit)
    chosen = chosen.take(order)
    points = _Points(columns, chosen, at + NEVER * unit, unit)
    repeats = np.zeros(len(chosen), dtype=np.bool_)
    for shift_x in (0, 1):
        for shift_y in (0, 1):
            _mark(repeats, points, *_sorted(points.buckets(shift_x, shift_y)))
    found: Ints = chosen[repeats]
    return found


def _moments(columns: Columns, name: str, rows: Ints, unit: int | None = None) -> tuple[Ints, int]:
    """Times of rows in units of a second, and the unit: 1, or microseconds where a report has a fraction."""
    seconds: Ints = columns[name].take(rows).astype(np.int64)
    fractions = columns[f"{name}_us"].take(rows).astype(np.int64)
    if unit is None:
        # Times of most cities are whole seconds, which sort in half the time.
        unit = MICROSECONDS if fractions.any() else 1
    if unit == 1:
        # A case that ends within the second of a report was open at its beginning.
        return seconds + (fractions > 0), unit
    return seconds * unit + fractions, unit


def _sorted(keys: Ints) -> tuple[Ints, Ints]:
    """Order of keys (not negative), equal ones in their own order, and the keys in that order."""
    bits = len(keys).bit_length()
    if int(keys.max()).bit_length() + bits > _INT64_BITS:
        order = np.argsort(keys, kind="stable")
        return order, keys.take(order)
    # Key and position in one number: sorting numbers is several times faster than sorting an index.
    both = keys << bits
    both |= np.arange(len(keys))
    both.sort()
    return both & ((1 << bits) - 1), both >> bits


class _Points:
    """Reports in the order of their times; buckets keep that order, so the nearest in time are neighbours."""

    def __init__(self, columns: Columns, chosen: Ints, at: Ints, unit: int) -> None:
        self.at = at
        self.window = WINDOW_SECONDS * unit
        self.ended, _ = _moments(columns, "ended", chosen, unit)
        self.ended[columns["ended"].take(chosen) == NEVER] = np.iinfo(np.int64).max
        self.lon = columns["lon"].take(chosen).astype(np.float64)
        self.lat = columns["lat"].take(chosen).astype(np.float64)
        # One scale for all, the narrowest: under it no two points are farther apart than in truth.
        narrow = math.cos(math.radians(float(np.abs(self.lat).max()) / 1e7))
        self._x = ((self.lon - self.lon.min()) * (narrow * _METRES_PER_UNIT / _HALF_M)).astype(np.int64)
        self._y = ((self.lat - self.lat.min()) * (_METRES_PER_UNIT / _HALF_M)).astype(np.int64)
        self._rows = int(self._y.max()) // 2 + 2
        self._columns = int(self._x.max()) // 2 + 2
        self._subclass = columns["subclass"].take(chosen).astype(np.int64)

    def buckets(self, shift_x: int, shift_y: int) -> Ints:
        """Subclass and square of each point as one number, the squares moved by half sides."""
        bucket = self._subclass * self._columns
        bucket += (self._x + shift_x) >> 1
        bucket *= self._rows
        bucket += (self._y + shift_y) >> 1
        return bucket

    def near(self, one: Ints, other: Ints) -> Bools:
        """Which pairs of points are within the radius."""
        shrink = np.cos(np.radians((self.lat[one] + self.lat[other]) / 2e7))
        x = (self.lon[one] - self.lon[other]) * shrink
        y = self.lat[one] - self.lat[other]
        mask: Bools = x * x + y * y <= (RADIUS_M / _METRES_PER_UNIT) ** 2
        return mask


def _mark(repeats: Bools, points: _Points, order: Ints, bucket: Ints) -> None:
    """Compare each point with those before it in its bucket, nearest in time first."""
    later = np.flatnonzero(bucket[1:] == bucket[:-1]) + 1
    lag = 1
    while len(later):
        one, other = order[later], order[later - lag]
        age = points.at[one] - points.at[other]
        # Those before are older still: once out of the window, a point is done.
        fresh = age <= points.window
        later, one, other, age = later[fresh], one[fresh], other[fresh], age[fresh]
        hit = (age > 0) & (points.ended[other] > points.at[one]) & points.near(one, other)
        repeats[one[hit]] = True
        lag += 1
        later = later[~hit & (later >= lag)]
        later = later[bucket[later] == bucket[later - lag]]
