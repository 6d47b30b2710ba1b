"""Counts measures in groups and makes indicators of them: the one place where figures come about."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.facts import Facts
from data_access.domain.indicator_types import Indicator, Kind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES, Fact, Measure, TimeColumn
from data_access.domain.period import Period
from data_access.domain.quantiles import grouped_quantiles
from data_access.queries.groups import Groups, Index

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Value = int | float | None | dict[str, Any]

_FEW = 4
"""Facts are evaluated for the counted rows alone when these are fewer than one in four."""
_SHARES = {"disposal_seconds_median": 0.5, "disposal_seconds_p90": 0.9}


class Tally:
    """Counts of measures in one period, each kept once computed; one group holds all without `groups`."""

    def __init__(self, facts: Facts, period: Period, groups: Groups | None = None) -> None:
        self._facts = facts
        self._period = period
        self._groups = groups
        self.size = 1 if groups is None else groups.size
        self._masks: dict[TimeColumn, npt.NDArray[np.bool_]] = {}
        self._placed: dict[TimeColumn, tuple[Index, Index]] = {}
        self._counts: dict[str, Counts] = {}
        self._sizes: dict[TimeColumn, int] = {}
        self._narrow: dict[TimeColumn, Facts] = {}
        self._quantiles: dict[str, Numbers] = {}

    def count(self, name: str) -> Counts:
        """Count of a measure in each group, shape (size,)."""
        if name not in self._counts:
            self._counts[name] = self._count(MEASURES[name])
        return self._counts[name]

    def _mask(self, time: TimeColumn) -> npt.NDArray[np.bool_]:
        if time not in self._masks:
            self._masks[time] = self._facts.between(time, self._period)
        return self._masks[time]

    def _place(self, time: TimeColumn) -> tuple[Index, Index]:
        """Rows counted by a time, and their groups."""
        if time not in self._placed:
            rows = np.flatnonzero(self._mask(time))
            self._placed[time] = rows, self._group(time, rows)
        return self._placed[time]

    def _few(self, time: TimeColumn) -> bool:
        """Whether a time counts so few rows that facts are better evaluated for them alone."""
        if time not in self._sizes:
            self._sizes[time] = int(np.count_nonzero(self._mask(time)))
        return self._sizes[time] * _FEW < self._facts.size

    def _group(self, time: TimeColumn | None, rows: Index) -> Index:
        if self._groups is None:
            return np.zeros(len(rows), dtype=np.intp)
        return self._groups.of(self._facts, time, rows)

    def _holds(self, fact: Fact, time: TimeColumn) -> npt.NDArray[np.bool_]:
        """Whether a fact holds for each of the rows counted by a time."""
        rows, _ = self._place(time)
        if fact == Fact.DUPLICATE:
            return self._facts.repeats(self._period).take(rows)
        if not self._few(time):
            return self._facts.holds(fact).take(rows)
        if time not in self._narrow:
            self._narrow[time] = self._facts.narrowed(rows)
        return self._narrow[time].holds(fact)

    def _count(self, measure: Measure) -> Counts:
        if measure.time is None:
            mask = self._facts.live(measure)
            if self._groups is None:
                return np.array([np.count_nonzero(mask)])
            return self._sum(self._group(None, np.flatnonzero(mask)))
        if self._groups is None and (not measure.facts or not self._few(measure.time)):
            mask = self._mask(measure.time)
            for fact in measure.facts:
                repeats = fact == Fact.DUPLICATE
                mask = mask & (self._facts.repeats(self._period) if repeats else self._facts.holds(fact))
            return np.array([np.count_nonzero(mask)])
        if not measure.facts:
            return self._sum(self._place(measure.time)[1])
        chosen = self._holds(measure.facts[0], measure.time)
        for fact in measure.facts[1:]:
            chosen = chosen & self._holds(fact, measure.time)
        if self._groups is None:
            return np.array([np.count_nonzero(chosen)])
        return self._sum(self._place(measure.time)[1][chosen])

    def _sum(self, groups: Index) -> Counts:
        return np.bincount(groups, minlength=self.size)[: self.size]

    def disposal_seconds(self, name: str) -> Numbers:
        """A quantile indicator of the disposal time in each group; NaN without a disposed case."""
        if name not in self._quantiles:
            rows, groups = self._place(TimeColumn.DISPOSED)
            values = self._facts.columns["disposal_seconds"].astype(np.float64, copy=False).take(rows)
            chosen = ~np.isnan(values) & (groups < self.size)
            found = grouped_quantiles(values[chosen], groups[chosen], self.size, list(_SHARES.values()))
            self._quantiles = dict(zip(_SHARES, found, strict=True))
        return self._quantiles[name]

    def satisfaction(self) -> Numbers:
        """Mean score in each group; NaN without a rated case."""
        rows, groups = self._place(TimeColumn.RATED)
        scores = np.bincount(groups, weights=self._facts.columns["score"].take(rows), minlength=self.size)
        rated = self.count("rated").astype(np.float64)
        means: Numbers = np.full(self.size, np.nan)
        np.divide(scores[: self.size], rated, out=means, where=rated > 0)
        return means

    def indicators(
        self, names: Iterable[str] = tuple(INDICATORS), staff: npt.NDArray[np.int64] | None = None
    ) -> list[dict[str, Value]]:
        """The named indicators of each group, ready for JSON; `staff` on duty of each group for the load."""
        series = {name: self._series(INDICATORS[name], staff) for name in names}
        return [dict(zip(series, values, strict=True)) for values in zip(*series.values(), strict=True)]

    def _series(self, indicator: Indicator, staff: npt.NDArray[np.int64] | None) -> list[Value]:
        if indicator.kind == Kind.COUNT:
            return list(self.count(indicator.numerator).tolist())
        if indicator.kind == Kind.RATIO:
            assert indicator.denominator is not None
            numerators, denominators = self.count(indicator.numerator), self.count(indicator.denominator)
            if indicator.complement:
                numerators = denominators - numerators
            return [
                ratio(numerator, denominator)
                for numerator, denominator in zip(numerators.tolist(), denominators.tolist(), strict=True)
            ]
        if indicator.name == "satisfaction_mean":
            numbers = self.satisfaction()
        elif indicator.name == "load_per_staff":
            numbers = load(self.count(indicator.numerator), staff)
        else:
            numbers = self.disposal_seconds(indicator.name)
        return [None if math.isnan(number) else number for number in numbers.tolist()]


def ratio(numerator: int, denominator: int) -> dict[str, Any]:
    """A ratio for JSON; the value is null without a denominator, never 0 % or 100 %."""
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def load(open_cases: Counts, staff: npt.NDArray[np.int64] | None) -> Numbers:
    """Open cases per staff on duty; NaN where nobody is."""
    loads: Numbers = np.full(len(open_cases), np.nan)
    if staff is not None:
        np.divide(open_cases, staff, out=loads, where=staff > 0)
    return loads
