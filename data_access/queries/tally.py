"""Counts measures in groups and makes indicators of them: the one place where figures come about."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.facts import Facts
from data_access.domain.indicator_types import Indicator, Kind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES, Fact, TimeColumn
from data_access.domain.period import Period
from data_access.domain.quantiles import grouped_quantiles
from data_access.queries.counter import Counter, Counts, Numbers
from data_access.queries.groups import Groups, Index

Value = int | float | None | dict[str, Any]

_SHARES = {"disposal_seconds_median": 0.5, "disposal_seconds_p90": 0.9}
_SATISFACTION = "satisfaction_mean"


class Tally:
    """Counts of measures in one period, each kept once computed; one group holds all without `groups`.

    Rows are read piece by piece, and whatever is wanted of a piece is counted before the next is looked at:
    ask for much at once.
    """

    def __init__(self, facts: Facts, period: Period, groups: Groups | None = None) -> None:
        self._facts = facts
        self._period = period
        self._groups = groups
        self.size = 1 if groups is None else groups.size
        self._counts: dict[str, Counts] = {}
        self._repeats: npt.NDArray[np.bool_] | None = None
        self._quantiles: dict[str, Numbers] | None = None
        self._scores: Numbers | None = None

    def count(self, name: str) -> Counts:
        """Count of a measure in each group, shape (size,)."""
        if name not in self._counts:
            self.read([name])
        return self._counts[name]

    def read(self, names: Iterable[str], *, quantiles: bool = False, scores: bool = False) -> None:
        """Count several measures in one reading, with disposal times and scores when they are wanted."""
        counters: dict[TimeColumn | None, Counter] = defaultdict(lambda: Counter(self.size, self._groups))
        for name in dict.fromkeys(names):
            if name not in self._counts:
                counters[MEASURES[name].time].add(name)
        if quantiles:
            counters[TimeColumn.DISPOSED].keep("disposal_seconds")
        if scores:
            counters[TimeColumn.RATED].keep("score")
        for part, place, rows in self._facts.parts():
            for time, counter in counters.items():
                repeats = None
                if Fact.DUPLICATE in counter.facts:
                    repeats = self._repeating()[place]
                    repeats = repeats if rows is None else repeats.take(rows)
                counter.read(part, time, self._period, repeats)
        for counter in counters.values():
            self._counts |= counter.counts()
        if quantiles:
            self._quantiles = self._quantiles_of(*counters[TimeColumn.DISPOSED].kept())
        if scores:
            given, group = counters[TimeColumn.RATED].kept()
            sums = np.bincount(group, weights=given, minlength=self.size)
            self._scores = sums[: self.size].astype(np.float64)

    def _repeating(self) -> npt.NDArray[np.bool_]:
        if self._repeats is None:
            self._repeats = self._facts.repeats(self._period)
        return self._repeats

    def _quantiles_of(self, values: Numbers, group: Index) -> dict[str, Numbers]:
        chosen = ~np.isnan(values)
        chosen &= group < self.size
        if not chosen.all():
            values, group = values[chosen], group[chosen]
        found = grouped_quantiles(values, group, self.size, list(_SHARES.values()))
        return dict(zip(_SHARES, found, strict=True))

    def disposal_seconds(self, name: str) -> Numbers:
        """A quantile indicator of the disposal time in each group; NaN without a disposed case."""
        if self._quantiles is None:
            self.read([], quantiles=True)
        assert self._quantiles is not None
        return self._quantiles[name]

    def satisfaction(self) -> Numbers:
        """Mean score in each group; NaN without a rated case."""
        if self._scores is None:
            self.read(["rated"], scores=True)
        assert self._scores is not None
        rated = self.count("rated").astype(np.float64)
        means: Numbers = np.full(self.size, np.nan)
        np.divide(self._scores, rated, out=means, where=rated > 0)
        return means

    def indicators(
        self, names: Iterable[str] = tuple(INDICATORS), staff: npt.NDArray[np.int64] | None = None
    ) -> list[dict[str, Value]]:
        """The named indicators of each group, ready for JSON; `staff` on duty of each group for the load."""
        names = list(names)
        kinds = [INDICATORS[name] for name in names]
        needed = [i.numerator for i in kinds] + [i.denominator for i in kinds if i.denominator is not None]
        self.read(needed, quantiles=not _SHARES.keys().isdisjoint(names), scores=_SATISFACTION in names)
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
        if indicator.name == _SATISFACTION:
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
