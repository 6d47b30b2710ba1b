"""Counts measures in groups and makes indicators of them: the one place where figures come about."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
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
_Counters = dict[TimeColumn | None, Counter]


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

    def read(self, names: Iterable[str], quantiles: bool = False, scores: bool = False) -> None:
        """Count several measures in one reading, with disposal times and scores when they are wanted."""
        counters = self._counters(names, quantiles, scores)
        if counters:
            for part, place, rows in self._facts.parts():
                for time, counter in counters.items():
                    self._read_part(counter, time, part, place, rows)
        self._take_over(counters, quantiles, scores)

    def _counters(self, names: Iterable[str], quantiles: bool, scores: bool) -> _Counters:
        counters: _Counters = defaultdict(lambda: Counter(self.size, self._groups))
        for name in dict.fromkeys(names):
            if name not in self._counts:
                counters[MEASURES[name].time].add(name)
        if quantiles and self._quantiles is None:
            counters[TimeColumn.DISPOSED].keep("disposal_seconds")
        if scores and self._scores is None:
            counters[TimeColumn.RATED].keep("score")
        return counters

    def _read_part(
        self, counter: Counter, time: TimeColumn | None, part: Facts, place: slice, rows: Index | None
    ) -> None:
        repeats = None
        if Fact.DUPLICATE in counter.facts:
            repeats = self._repeating()[place]
            repeats = repeats if rows is None else repeats.take(rows)
        counter.read(part, time, self._period, repeats)

    def _take_over(self, counters: _Counters, quantiles: bool, scores: bool) -> None:
        for counter in counters.values():
            self._counts |= counter.counts()
        if quantiles and self._quantiles is None:
            self._quantiles = self._quantiles_of(*counters[TimeColumn.DISPOSED].kept())
        if scores and self._scores is None:
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
        self,
        names: Iterable[str] = tuple(INDICATORS),
        staff: npt.NDArray[np.int64] | None = None,
        ahead: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    ) -> list[dict[str, Value]]:
        """The named indicators of each group, ready for JSON; `staff` on duty of each group for the load.

        What is `ahead`, one value a group, comes before them in each: copying thousands of answers to put
        something before them takes as long as making them.
        """
        names = list(names)
        self.read(*_needed(names))
        series: dict[str, Sequence[Any]] = dict(ahead)
        series |= {name: self._series(INDICATORS[name], staff) for name in names}
        return [dict(zip(series, values, strict=True)) for values in zip(*series.values(), strict=True)]

    def _series(self, indicator: Indicator, staff: npt.NDArray[np.int64] | None) -> list[Value]:
        if indicator.kind == Kind.COUNT:
            return list(self.count(indicator.numerator).tolist())
        if indicator.kind == Kind.RATIO:
            assert indicator.denominator is not None
            numerators, denominators = self.count(indicator.numerator), self.count(indicator.denominator)
            if indicator.complement:
                numerators = denominators - numerators
            # As `ratio` makes them; a call for each of the thousands of a trend takes as long again.
            return [
                {"value": one / of if of else None, "numerator": one, "denominator": of}
                for one, of in zip(numerators.tolist(), denominators.tolist(), strict=True)
            ]
        if indicator.name == _SATISFACTION:
            numbers = self.satisfaction()
        elif indicator.name == "load_per_staff":
            numbers = load(self.count(indicator.numerator), staff)
        else:
            numbers = self.disposal_seconds(indicator.name)
        return [None if math.isnan(number) else number for number in numbers.tolist()]


def read_together(*wanted: tuple[Tally, Iterable[str]]) -> None:
    """Count in one reading of the rows what `indicators` of these names will ask of several tallies.

    They must have been made from the same facts: what holds of a piece is then found out once for all.
    """
    needs = [_needed(list(names)) for _, names in wanted]
    tallies = [tally for tally, _ in wanted]
    counters = [tally._counters(*need) for tally, need in zip(tallies, needs, strict=True)]
    times = dict.fromkeys(time for own in counters for time in own)
    for part, place, rows in tallies[0]._facts.parts():
        # A time is read for all of them while it is in the processor's cache.
        for time in times:
            for tally, own in zip(tallies, counters, strict=True):
                if time in own:
                    tally._read_part(own[time], time, part, place, rows)
    for tally, own, (_, quantiles, scores) in zip(tallies, counters, needs, strict=True):
        tally._take_over(own, quantiles, scores)


def _needed(names: list[str]) -> tuple[list[str], bool, bool]:
    """What `Tally.read` has to count for some indicators."""
    kinds = [INDICATORS[name] for name in names]
    needed = [i.numerator for i in kinds] + [i.denominator for i in kinds if i.denominator is not None]
    return needed, not _SHARES.keys().isdisjoint(names), _SATISFACTION in names


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
