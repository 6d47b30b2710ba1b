"""Remembers which cases repeat an earlier one, so that a question about a year need not find out again."""

import numpy as np
import numpy.typing as npt

from data_access.domain.duplicates import WINDOW_SECONDS, Bools, duplicates, repeating_among
from data_access.domain.facts import REPEATS
from data_access.domain.rows import NEVER, Columns

_FIRST, _LAST = NEVER + 1, 2**31 - 1


class _WithRepeats(dict[str, npt.NDArray[np.generic]]):
    """Columns that find REPEATS when it is first read."""

    def __init__(self, columns: Columns, repeats: "RepeatedReports") -> None:
        super().__init__(columns)
        self._repeats = repeats

    def __missing__(self, name: str) -> npt.NDArray[np.generic]:
        if name != REPEATS:
            raise KeyError(name)
        self[name] = self._repeats.found(self)
        return self[name]


class RepeatedReports:
    """The column REPEATS of a table, brought up to date when a question asks for it.

    Call `note` after every refresh of the table that changed rows; `attach` before a question. Not safe
    for threads: whoever locks the table locks this.
    """

    def __init__(self) -> None:
        self._found: Bools = np.empty(0, dtype=np.bool_)
        self._reported: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        """Report times at the last catching up: a case that moves in time leaves others behind."""
        self._pending: list[npt.NDArray[np.int64]] | None = None
        """Positions noted since then; None when any row may have changed."""

    def note(self, changed: npt.NDArray[np.int64] | None) -> None:
        """Take notice of changed positions; None when any row may have changed."""
        if changed is None:
            self._pending = None
        elif self._pending is not None and len(changed):
            self._pending.append(changed)

    def attach(self, columns: Columns) -> Columns:
        """The columns with REPEATS among them, found when first read, for the rows as they are then."""
        return _WithRepeats(columns, self)

    def found(self, columns: Columns) -> Bools:
        """Which rows repeat an earlier case, for the rows as they are now; shape (rows,)."""
        reported = columns["reported"].astype(np.int32, copy=False)
        if self._pending is None:
            self._found = duplicates(columns, _FIRST, _LAST)
        elif self._pending or len(reported) != len(self._reported):
            self._catch_up(columns, reported, self._pending)
        else:
            return self._found
        self._reported = reported.copy()
        self._pending = []
        return self._found

    def _catch_up(
        self, columns: Columns, reported: npt.NDArray[np.int32], pending: list[npt.NDArray[np.int64]]
    ) -> None:
        old, before = len(self._reported), self._reported
        changed = np.unique(np.concatenate([*pending, np.arange(old, len(reported))]))
        times = np.concatenate([reported.take(changed), before.take(changed[changed < old])])
        times = times[times != NEVER].astype(np.int64)
        self._found = np.concatenate([self._found, np.zeros(len(reported) - old, dtype=np.bool_)])
        self._found[changed] = False
        if not len(times):
            return
        # By days of 24 hours: a change touches the reports of its own day and of the next one.
        first = int(times.min())
        day = (reported.astype(np.int64) - first) // WINDOW_SECONDS
        touched = np.zeros(int(times.max() - first) // WINDOW_SECONDS + 2, dtype=np.bool_)
        touched[(times - first) // WINDOW_SECONDS] = True
        touched[1:] |= touched[:-1]
        inside = (day >= 0) & (day < len(touched))
        asked = inside & touched[np.where(inside, day, 0)]
        # Their answer may lie a day before.
        near = np.append(touched[1:], False) | touched
        around = (day >= -1) & (day < len(touched))
        candidates = around & np.where(day == -1, touched[0], near[np.where(inside, day, 0)])
        self._found[asked] = False
        repeating = repeating_among(columns, np.flatnonzero(candidates & (reported != NEVER)))
        self._found[repeating[asked[repeating]]] = True
