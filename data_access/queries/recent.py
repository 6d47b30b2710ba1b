"""The rows that the wall needs, open ones and those touched lately: its cost does not grow with history."""

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import Columns, RowFlag, Stage
from data_access.queries.counter import Counts
from data_access.queries.groups import Groups
from data_access.queries.tally import Tally

RECENT_DAYS = 75
"""Two whole months and a fortnight: the ranking compares a month with the one before."""
REBUILD_SECONDS = 3600
LATELY_SECONDS = 8 * 86_400 + 2 * 3600
"""More than has passed since the beginning of the same weekday of last week, at the end of a 25-hour day."""
_MOST_MOVED = 64
"""Rows that move from the first part to the second in one update; a rebuild is cheaper for more."""
_TIMES = (
    "accepted",
    "filed",
    "first_dispatched",
    "due",
    "disposed",
    "verified",
    "ended",
    "rated",
    "dispatch_action",
    "return_action",
    "rework_action",
    "extend_action",
    "suspend_action",
)
POSITION = "position"
"""Extra column: position of the row in the whole table."""
TOUCHED = "touched"
"""Extra column: the newest time of the row; of an open case the end of all times."""
_OPEN = np.iinfo(np.int32).max
_END = 2**40
"""A clock behind all times of rows."""


def touched(columns: Columns) -> npt.NDArray[np.int32]:
    """The column TOUCHED, computed where it is not held; shape (rows,), row times."""
    if TOUCHED in columns:
        return columns[TOUCHED].astype(np.int32, copy=False)
    newest = columns["reported"].astype(np.int32)
    for name in _TIMES:
        np.maximum(newest, columns[name].astype(np.int32, copy=False), out=newest)
    complete = (columns["flags"].astype(np.uint32, copy=False) & RowFlag.COMPLETE) != 0
    newest[complete & (columns["stage"].astype(np.uint8, copy=False) < Stage.CLOSED)] = _OPEN
    return newest


def since(columns: Columns, at: int) -> Columns:
    """The rows that are open cases or have a time at or after `at` (Unix seconds), copied."""
    rows = np.flatnonzero(touched(columns) >= to_row_time(at))
    return {name: column.take(rows) for name, column in columns.items()}


def _first(now: int) -> int:
    return to_row_time(now - RECENT_DAYS * 86_400)


def _lately(now: int) -> int:
    return to_row_time(now - LATELY_SECONDS)


class Past:
    """Rows in which nothing happened lately: what is counted in them stays right while they do not change."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._counts: dict[Hashable, tuple[Counts, ...]] = {}

    def counts(
        self, city: City, names: tuple[str, ...], period: Period, groups: Groups
    ) -> tuple[Counts, ...]:
        """Counts of measures in the groups of a period, remembered under `names` and the period's edges."""
        key = (names, period, groups.size)
        if key not in self._counts:
            # Everything in these rows lies before any clock that asks.
            tally = Tally(Facts(self._columns, city, _END), period, groups)
            tally.read(names)
            self._counts[key] = tuple(tally.count(name) for name in names)
        return self._counts[key]


def counted(
    facts: Facts, names: tuple[str, ...], period: Period, groups: Groups, past: Past | None
) -> tuple[Counts, ...]:
    """Counts of measures in the rows of `facts` and in those of `past` together, one array a measure."""
    tally = Tally(facts, period, groups)
    tally.read(names)
    counts = tuple(tally.count(name) for name in names)
    if past is None:
        return counts
    before = past.counts(facts.city, names, period, groups)
    return tuple(one + other for one, other in zip(counts, before, strict=True))


class RecentRows:
    """A copy of the recent rows of a table, kept up with it.

    `update` after every refresh of the table; `columns` then has the recent rows under the table's column
    names, with POSITION and TOUCHED. Rows that grow old stay until the next rebuild, once an hour: they do no
    harm, because every figure looks at times itself. They stand in two parts: first those untouched in the
    last eight days, whose counts can be remembered (`past`), then open cases and the rest (`lately`).
    """

    def __init__(self) -> None:
        self._held: Columns = {}
        self._used = 0
        self._split = 0
        """Place of the first row of the second part."""
        self._slots: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        """Place of each row of the table among the held ones, -1 for none."""
        self._built_at: int | None = None
        self.past = Past({})
        """The first part; another object whenever a row of it has changed."""

    @property
    def columns(self) -> Columns:
        """The recent rows; views that the next update may write into."""
        return {name: column[: self._used] for name, column in self._held.items()}

    @property
    def lately(self) -> Columns:
        """Open cases and rows touched in the last eight days, with a few more; views as well."""
        return {name: column[self._split : self._used] for name, column in self._held.items()}

    def update(self, columns: Columns, changed: npt.NDArray[np.int64] | None, now: int) -> None:
        """Take over changed rows of the table; `changed` has their positions, None means any may have.

        `now` is in Unix seconds. An empty array says that nothing changed since the last update.
        """
        if self._built_at is None or changed is None or not 0 <= now - self._built_at < REBUILD_SECONDS:
            self._rebuild(columns, now)
            return
        if len(changed):
            self._take(columns, changed.astype(np.int64, copy=False), now)

    def _rebuild(self, columns: Columns, now: int) -> None:
        newest = touched(columns)
        positions = np.flatnonzero(newest >= _first(now))
        # In the order of their reports neighbours answer alike, which masks and gathers like.
        positions = positions[np.argsort(columns["reported"].take(positions), kind="stable")]
        late = newest.take(positions) >= _lately(now)
        positions = np.concatenate([positions[~late], positions[late]])
        self._held = {name: column.take(positions) for name, column in columns.items()}
        self._held[POSITION] = positions
        self._held[TOUCHED] = newest.take(positions)
        self._used, self._split = len(positions), int(np.count_nonzero(~late))
        self._slots = np.full(len(columns["flags"]), -1, dtype=np.int32)
        self._slots[positions] = np.arange(len(positions), dtype=np.int32)
        self._built_at = now
        self._remember()

    def _remember(self) -> None:
        self.past = Past({name: column[: self._split] for name, column in self._held.items()})

    def _take(self, columns: Columns, changed: npt.NDArray[np.int64], now: int) -> None:
        length = len(columns["flags"])
        if length > len(self._slots):
            longer = np.full(length + length // 8, -1, dtype=np.int32)
            longer[: len(self._slots)] = self._slots
            self._slots = longer
        rows = {name: column.take(changed) for name, column in columns.items()}
        rows[POSITION], rows[TOUCHED] = changed, touched(rows)
        newest = rows[TOUCHED].astype(np.int32, copy=False)
        slots = self._slots[changed]
        back = np.flatnonzero((slots >= 0) & (slots < self._split))
        moved = back[newest[back] >= _lately(now)]
        if len(moved) > _MOST_MOVED:
            self._rebuild(columns, now)
            return
        for position in changed[moved].tolist():
            self._move_on(position)
        slots = self._slots[changed]
        new = np.flatnonzero((slots < 0) & (newest >= _first(now)))
        slots[new] = np.arange(self._used, self._used + len(new), dtype=np.int32)
        self._slots[changed] = slots
        self._make_room(len(new))
        self._used += len(new)
        kept = slots >= 0
        for name, column in self._held.items():
            column[slots[kept]] = rows[name][kept]
        if len(back):
            self._remember()

    def _move_on(self, position: int) -> None:
        """Move a row from the first part to the second: it changes places with the last of the first."""
        slot, last = int(self._slots[position]), self._split - 1
        other = int(self._held[POSITION][last])
        for column in self._held.values():
            column[slot] = column[last]
        self._slots[other], self._slots[position] = slot, last
        self._split = last

    def _make_room(self, count: int) -> None:
        held = len(self._held[POSITION])
        if self._used + count <= held:
            return
        for name, column in self._held.items():
            longer = np.empty(held + count + held // 4, dtype=column.dtype)
            longer[:held] = column
            self._held[name] = longer
