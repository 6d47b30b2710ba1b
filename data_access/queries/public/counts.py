"""Counts a month for everybody: every table in one reading of the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.disclosure.groups import Ints
from data_access.domain.disclosure.tables import Mix, Month, Table
from data_access.domain.facts import Facts
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period, local_day, midnight
from data_access.domain.taxonomy import PUBLIC_SOURCES, SOURCES
from data_access.queries.counter import Numbers
from data_access.queries.groups import GroupOf, Groups, Index, RowGroups, TimeGroups, area_groups
from data_access.queries.tally import Tally

MEDIAN = "disposal_seconds_median"
_MEASURES = (
    "reported", "accepted", "closed", "public_answerable", "public_answered_24h", "settled",
    "settled_on_time", "settled_closed", "rated", "satisfied", "disposed",
)  # fmt: skip
_RENAMED = {
    "public_answerable": "answerable",
    "public_answered_24h": "answered",
    "settled_on_time": "on_time",
}
_RESTS = {
    "nonpublic": ("reported", "answerable"),
    "unanswered": ("answerable", "answered"),
    "late": ("settled", "on_time"),
    "unclosed": ("settled", "settled_closed"),
    "unsatisfied": ("rated", "satisfied"),
}


@dataclass(frozen=True)
class Counted:
    """The true figures of a month."""

    month: Month
    medians: dict[str, Numbers]
    """Disposal time by table and row, seconds; NaN without a case."""
    disposed: dict[str, Ints]
    """Cases behind each median."""


class _Crossed:
    """Groups by town and class: town × classes + class."""

    def __init__(self, towns: RowGroups, classes: RowGroups) -> None:
        self._towns, self._classes = towns, classes
        self.size = towns.size * classes.size

    def of(self, facts: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        """Group of each row."""
        town, case_class = self._towns.of(facts, time, rows), self._classes.of(facts, time, rows)
        known = (town < self._towns.size) & (case_class < self._classes.size)
        return np.where(known, town * self._classes.size + case_class, np.int32(self.size))


class MonthCounter:
    """Counts a month table by table, so that whoever else wants the processor gets it in between."""

    def __init__(self, facts: Facts, city: City, month: str, class_share: float) -> None:
        """Raises BadPeriod."""
        self._facts, self._city = facts, city
        self.period = Period.month(month, city.zone)
        self._share = class_share
        self._medians: dict[str, Numbers] = {}
        self._disposed: dict[str, Ints] = {}
        self.day_starts: list[int] = []
        """First moments of the days, Unix seconds."""

    def steps(self) -> Iterable[str]:
        """Count; the name of each table when it is done. Then `counted` has all."""
        city, tree, taxonomy = self._city, self._city.tree, self._city.taxonomy
        tables: dict[str, Table] = {}
        zero = np.zeros(1, dtype=np.int64)
        tables["city"] = Table((tree.city.code,), zero, self._counts("city", None))
        yield "city"
        towns = tuple(area.code for area in tree.towns)
        whole = tables["city"]
        tables["towns"] = self._below(whole, "towns", area_groups(city, AreaLevel.TOWN), towns)
        yield "towns"
        villages = tuple(area.code for area in tree.villages)
        parents = tree.parents(AreaLevel.VILLAGE).astype(np.int64)
        groups = area_groups(city, AreaLevel.VILLAGE)
        tables["villages"] = self._below(tables["towns"], "villages", groups, villages, parents)
        yield "villages"
        classes = tuple(one.code for one in taxonomy.classes)
        class_groups = RowGroups("class", len(classes))
        tables["classes"] = self._below(whole, "classes", class_groups, classes)
        yield "classes"
        codes = tuple(one.code for one in taxonomy.subclasses)
        of_class = np.array([one.class_index for one in taxonomy.subclasses], dtype=np.int64)
        groups = RowGroups("subclass", len(codes))
        tables["subclasses"] = self._below(tables["classes"], "subclasses", groups, codes, of_class)
        yield "subclasses"
        sources = self._below(
            whole, "sources", RowGroups("source", len(SOURCES)), tuple(one.value for one in SOURCES)
        )
        public = [code in {one.value for one in PUBLIC_SOURCES} for code in sources.codes]
        tables["sources"] = Table(
            sources.codes, sources.parent, sources.counts, 1 - np.array(public, dtype=np.int64)
        )
        yield "sources"
        tables["days"] = self._days()
        self.counted = Counted(Month(tables, self._mix(tables, class_groups)), self._medians, self._disposed)
        yield "days"

    def _counts(self, name: str, groups: Groups | None) -> dict[str, Ints]:
        tally = Tally(self._facts, self.period, groups)
        tally.read(_MEASURES, quantiles=True)
        self._medians[name] = tally.disposal_seconds(MEDIAN)
        counts = {_RENAMED.get(measure, measure): tally.count(measure) for measure in _MEASURES}
        self._disposed[name] = counts.pop("disposed")
        return _with_rests(counts)

    def _below(
        self, above: Table, name: str, groups: Groups, codes: tuple[str, ...], parent: Ints | None = None
    ) -> Table:
        """A table and, for each row above, one row of what none of its rows has."""
        counts = self._counts(name, groups)
        parent = np.zeros(len(codes), dtype=np.int64) if parent is None else parent
        size = len(above.codes)
        full = {}
        for part, own in counts.items():
            left = above.counts[part] - np.bincount(parent, weights=own, minlength=size).astype(np.int64)
            full[part] = np.concatenate([own, left])
        self._medians[name] = np.concatenate([self._medians[name], np.full(size, np.nan)])
        self._disposed[name] = np.concatenate([self._disposed[name], np.zeros(size, dtype=np.int64)])
        return Table((*codes, *[""] * size), np.concatenate([parent, np.arange(size)]), full)

    def _days(self) -> Table:
        zone = self._city.zone
        day, edges = local_day(self.period.start, zone), [self.period.start]
        while edges[-1] < self.period.end:
            day += timedelta(days=1)
            edges.append(midnight(day, zone))
        tally = Tally(self._facts, self.period, TimeGroups(edges))
        tally.read(("reported", "closed"))
        counts = {name: tally.count(name) for name in ("reported", "closed")}
        self.day_starts = edges[:-1]
        codes = tuple(local_day(edge, zone).isoformat() for edge in edges[:-1])
        return Table(codes, np.zeros(len(codes), dtype=np.int64), counts)

    def _mix(self, tables: dict[str, Table], class_groups: RowGroups) -> Mix:
        classes = tables["classes"]
        reported, whole = classes.counts["reported"], int(tables["city"].counts["reported"][0])
        size = class_groups.size
        large = np.flatnonzero((reported[:size] > 0) & (reported[:size] >= self._share * whole))
        own = area_groups(self._city, AreaLevel.TOWN)
        tally = Tally(self._facts, self.period, _Crossed(own, class_groups))
        crossed = tally.count("reported").reshape(own.size, size)
        # Of the towns the last row is what lies in none of them.
        crossed = np.concatenate([crossed, (reported[:size] - crossed.sum(axis=0))[None]])
        codes = classes.codes[:size]
        return Mix(codes, crossed, tuple(codes[index] for index in large.tolist()))


def _with_rests(counts: dict[str, Ints]) -> dict[str, Ints]:
    for name, (whole, part) in _RESTS.items():
        counts[name] = counts[whole] - counts[part]
    return counts
