"""The rows that the wall needs, open ones and those touched lately: its cost does not grow with history."""

import numpy as np
import numpy.typing as npt

from data_access.domain.period import to_row_time
from data_access.domain.rows import Columns, RowFlag, Stage

RECENT_DAYS = 75
"""Two whole months and a fortnight: the ranking compares a month with the one before."""
REBUILD_SECONDS = 3600
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


class RecentRows:
    """A copy of the recent rows of a table, kept up with it.

    `update` after every refresh of the table; `columns` then has the recent rows under the table's column
    names, with POSITION and TOUCHED. Rows that grow old stay until the next rebuild, once an hour: they do no
    harm, because every figure looks at times itself.
    """

    def __init__(self) -> None:
        self._held: Columns = {}
        self._used = 0
        self._slots: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        """Place of each row of the table among the held ones, -1 for none."""
        self._built_at: int | None = None

    @property
    def columns(self) -> Columns:
        """The recent rows; views that the next update may write into."""
        return {name: column[: self._used] for name, column in self._held.items()}

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
        self._held = {name: column.take(positions) for name, column in columns.items()}
        self._held[POSITION] = positions
        self._held[TOUCHED] = newest.take(positions)
        self._used = len(positions)
        self._slots = np.full(len(columns["flags"]), -1, dtype=np.int32)
        self._slots[positions] = np.arange(len(positions), dtype=np.int32)
        self._built_at = now

    def _take(self, columns: Columns, changed: npt.NDArray[np.int64], now: int) -> None:
        length = len(columns["flags"])
        if length > len(self._slots):
            longer = np.full(length + length // 8, -1, dtype=np.int32)
            longer[: len(self._slots)] = self._slots
            self._slots = longer
        rows = {name: column.take(changed) for name, column in columns.items()}
        rows[POSITION], rows[TOUCHED] = changed, touched(rows)
        slots = self._slots[changed]
        new = np.flatnonzero((slots < 0) & (rows[TOUCHED].astype(np.int32, copy=False) >= _first(now)))
        slots[new] = np.arange(self._used, self._used + len(new), dtype=np.int32)
        self._slots[changed] = slots
        self._make_room(len(new))
        self._used += len(new)
        kept = slots >= 0
        for name, column in self._held.items():
            column[slots[kept]] = rows[name][kept]

    def _make_room(self, count: int) -> None:
        held = len(self._held[POSITION])
        if self._used + count <= held:
            return
        for name, column in self._held.items():
            longer = np.empty(held + count + held // 4, dtype=column.dtype)
            longer[:held] = column
            self._held[name] = longer
