"""Counts the measures of one time column, piece of rows by piece of rows; used by `tally` alone."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.facts import Facts, Mask
from data_access.domain.measures import MEASURES, Fact, Measure, TimeColumn
from data_access.domain.period import Period
from data_access.queries.groups import GroupOf, Groups, Index

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_FEW_OTHERS = 4
"""All rows of a piece are counted, others in the group of none, when fewer than one in four are others."""
_MOST_BINS = 1 << 16
"""Groups times combinations of facts up to which all measures are counted in one go."""


class Counter:
    """Measures that share a time column, in groups; one group holds all without `groups`."""

    def __init__(self, size: int, groups: Groups | None) -> None:
        self._size = size
        self._groups = groups
        self._measures: dict[str, Measure] = {}
        self.facts: list[Fact] = []
        """Facts that any of the measures asks for; the place of each is its bit in a combination."""
        self._counts: dict[str, Counts] = {}
        self._table: Counts | None = None
        """Rows by group and combination of facts; the last group takes those of none."""
        self._kept_column: str | None = None
        self._kept: list[tuple[Numbers, GroupOf]] = []

    def add(self, name: str) -> None:
        """Count a measure, too."""
        self._measures[name] = MEASURES[name]
        self._counts[name] = np.zeros(self._size, dtype=np.int64)
        self.facts += [fact for fact in MEASURES[name].facts if fact not in self.facts]

    def keep(self, column: str) -> None:
        """Keep the values of a column and their groups, too."""
        self._kept_column = column

    def kept(self) -> tuple[Numbers, Index]:
        """The values kept, and the group of each."""
        if not self._kept:
            return np.empty(0), np.empty(0, dtype=np.intp)
        values, groups = zip(*self._kept, strict=True)
        return np.concatenate(values), np.concatenate(groups).astype(np.intp)

    def counts(self) -> dict[str, Counts]:
        """Count of each measure in each group."""
        if self._table is not None:
            for name, measure in self._measures.items():
                wanted = sum(1 << self.facts.index(fact) for fact in measure.facts)
                combinations = np.flatnonzero(np.arange(1 << len(self.facts)) & wanted == wanted)
                self._counts[name] += self._table[: self._size, combinations].sum(axis=1)
            self._table = None
        return self._counts

    def read(self, part: Facts, time: TimeColumn | None, period: Period, repeats: Mask | None) -> None:
        """Count the rows of a piece; `repeats` are those that repeat an earlier case, if facts ask for it."""
        if time is None:
            self._read_live(part)
            return
        mask = part.between(time, period)
        if self._groups is None and self._kept_column is None:
            self._read_whole(part, mask, repeats)
            return
        count = np.count_nonzero(mask)
        if not count:
            return
        # Picking rows out costs more than counting a few others into the group of none.
        rows = None if (part.size - count) * _FEW_OTHERS < part.size else np.flatnonzero(mask)
        group = self._group(part, time, rows)
        only = mask if rows is None and count < part.size else None
        if self._kept_column is not None:
            self._keep(part.columns[self._kept_column], rows, group, only)
        if self._groups is None:
            self._read_whole(part, mask, repeats)
        elif (self._size + 1) << len(self.facts) <= _MOST_BINS:
            self._read_combined(part, rows, group, only, repeats)
        else:
            self._read_each(part, rows, group, only, repeats)

    def _keep(self, column: npt.NDArray[Any], rows: Index | None, group: GroupOf, only: Mask | None) -> None:
        if only is not None:
            rows = np.flatnonzero(only)
            group = group.take(rows)
        self._kept.append((_picked(column, rows).astype(np.float64, copy=False), group))

    def _read_whole(self, part: Facts, mask: Mask, repeats: Mask | None) -> None:
        for name, measure in self._measures.items():
            chosen = mask
            for fact in measure.facts:
                chosen = chosen & _holds(part, fact, repeats)
            self._counts[name][0] += np.count_nonzero(chosen)

    def _read_combined(
        self, part: Facts, rows: Index | None, group: GroupOf, only: Mask | None, repeats: Mask | None
    ) -> None:
        key = group
        if self.facts:
            code = np.zeros(part.size, dtype=np.uint8)
            for bit, fact in enumerate(self.facts):
                code |= _holds(part, fact, repeats).view(np.uint8) << np.uint8(bit)
            key = group << np.int32(len(self.facts))
            key |= _picked(code, rows)
        if self._table is None:
            self._table = np.zeros((self._size + 1, 1 << len(self.facts)), dtype=np.int64)
        counted = _counts(key, only)
        self._table.reshape(-1)[: len(counted)] += counted

    def _read_each(
        self, part: Facts, rows: Index | None, group: GroupOf, only: Mask | None, repeats: Mask | None
    ) -> None:
        for name, measure in self._measures.items():
            mask = only
            for fact in measure.facts:
                holds = _picked(_holds(part, fact, repeats), rows)
                mask = holds if mask is None else mask & holds
            counted = _counts(group, mask)
            counted = counted[: self._size]
            self._counts[name][: len(counted)] += counted

    def _read_live(self, part: Facts) -> None:
        # Every live count is about open cases, and most pieces hold none.
        rows = np.flatnonzero(part.cases & part.holds(Fact.OPEN))
        if not len(rows):
            return
        group = self._group(part, None, rows)
        few = part.narrowed(rows)
        for name, measure in self._measures.items():
            self._add(name, group[few.live(measure)])

    def _group(self, part: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        if self._groups is None:
            return np.zeros(part.size if rows is None else len(rows), dtype=np.int32)
        return self._groups.of(part, time, rows)

    def _add(self, name: str, group: GroupOf) -> None:
        counted = np.bincount(group, minlength=self._size)
        self._counts[name] += counted[: self._size]


def _counts(key: GroupOf, only: Mask | None) -> Counts:
    """How often each key from 0 on occurs in the rows of a mask, in all rows without.

    Multiplying keys is several times as fast as picking rows out by a mask, which
    the processor cannot foresee.
    """
    if only is None:
        return np.bincount(key)
    key = key + np.int32(1)
    key *= only
    return np.bincount(key)[1:]


def _picked(values: npt.NDArray[Any], rows: Index | None) -> npt.NDArray[Any]:
    return values if rows is None else values.take(rows)


def _holds(part: Facts, fact: Fact, repeats: Mask | None) -> Mask:
    if fact != Fact.DUPLICATE:
        return part.holds(fact)
    assert repeats is not None
    return repeats
