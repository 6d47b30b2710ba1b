"""Quality of collection: how well collector teams and areas report, and which grids nobody patrols."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import MEASURES, Fact, TimeColumn
from data_access.domain.period import Period, city_time, local_day, midnight, months_earlier
from data_access.domain.ranks import wilson
from data_access.domain.rows import NO_NAME, Columns
from data_access.domain.scope import Place, Scope, overlap
from data_access.queries.comparing import period_json
from data_access.queries.counted import counted_rows
from data_access.queries.grid_cover import grid_cover
from data_access.queries.groups import Index, NameLists
from data_access.queries.mixes import drift
from data_access.queries.overview import ANYWHERE

Counts = npt.NDArray[np.int64]
FORMER_MONTHS = 3
MOST_RESAMPLED = 250
"""Teams or areas with enough cases up to which drifts carry intervals; longer lists have distances alone."""
SHARES = ("valid", "duplicate", "self_handled", "trivial")


class QualityBy(StrEnum):
    """Whose work is looked at."""

    TEAM = "team"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


@dataclass(frozen=True)
class _Rows:
    """Rows of collectors that the question counts, by part."""

    reported: Index
    former: Index
    numerators: dict[str, Index]
    decided: Index


@dataclass(frozen=True)
class _Group:
    """A team or an area: its place in the counts, and what it is called."""

    place: int
    code: str
    name: str
    town: int | None


def quality(
    columns: Columns,
    city: City,
    names: NameLists,
    *,
    as_of: float,
    by: QualityBy = QualityBy.TOWN,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
) -> dict[str, Any]:
    """The answer of `query quality`: one entry for all (`whole`) and one each team or area (`groups`).

    Only reports of collectors count. Shares carry 95 % intervals (Wilson) and `enough`: whether their cases
    reach the city's minimum. `drift_own` compares the classes of the reports with those of the same team or
    area in the three months before the period, `drift_city` with all reports of collectors that the asker
    may see, whatever the areas asked for.
    """
    clock = int(as_of // 1)
    asked = period or Period.today(clock, city.zone)
    former = former_period(asked, city)
    facts = Facts(columns, city, clock, scope.mask(columns))
    rows = _rows(facts, asked, former)
    classes = len(city.taxonomy.classes)
    everywhere = Scope(within=scope.within)
    all_facts = Facts(columns, city, clock, everywhere.mask(columns))
    of_city = _mix(columns, _collectors(all_facts, asked), None, 1, classes)[0]
    groups, column, size = _groups(facts, city, names, by, scope, rows)
    whole = _entries(facts, rows, [_Group(0, "", "", None)], None, 1, of_city, scope)
    return {
        "as_of": city_time(clock, city.zone),
        "period": period_json(asked, city.zone),
        "former": period_json(former, city.zone),
        "by": by.value,
        "least_cases": city.rules.least_cases,
        "trivial": sorted(city.rules.trivial),
        "classes": [one.code for one in city.taxonomy.classes],
        "city_mix": of_city.tolist(),
        "whole": {key: value for key, value in whole[0].items() if key not in ("code", "name", "town")},
        "groups": _entries(facts, rows, groups, column, size, of_city, scope),
    }


def former_period(asked: Period, city: City) -> Period:
    """The three months before a period, back from the midnight of its first day."""
    first: date = local_day(asked.start, city.zone)
    return Period(midnight(months_earlier(first, FORMER_MONTHS), city.zone), asked.start)


def _level(by: QualityBy) -> AreaLevel | None:
    return None if by == QualityBy.TEAM else AreaLevel(by.value)


def _collectors(facts: Facts, period: Period) -> Index:
    return np.flatnonzero(counted_rows(facts, MEASURES["collector_reported"], period))


def _rows(facts: Facts, asked: Period, former: Period) -> _Rows:
    reported = _collectors(facts, asked)
    few = facts.narrowed(reported)
    trivial = [facts.city.taxonomy.subclass_index(code) for code in sorted(facts.city.rules.trivial)]
    subclasses = facts.columns["subclass"].take(reported)
    decided = facts.between(TimeColumn.DECIDED, asked)
    decided &= facts.holds(Fact.COLLECTOR)
    decided_rows = np.flatnonzero(decided)
    return _Rows(
        reported,
        _collectors(facts, former),
        {
            "valid": decided_rows[facts.narrowed(decided_rows).holds(Fact.VALID)],
            "duplicate": reported[facts.repeats(asked).take(reported)],
            "self_handled": reported[few.holds(Fact.SELF_HANDLED)],
            "trivial": reported[np.isin(subclasses, [one for one in trivial if one is not None])],
        },
        decided_rows,
    )


def _groups(
    facts: Facts, city: City, names: NameLists, by: QualityBy, scope: Scope, rows: _Rows
) -> tuple[list[_Group], str, int]:
    """The groups to tell of, the column that rows are grouped by, and how many values it has."""
    level = _level(by)
    if level is None:
        return _teams(facts, names, rows)
    tree = city.tree
    extent = scope.extent(tree)
    areas = tree.at(level)
    listed = [
        _Group(index, area.code, area.name(city.language, short=False), _town_of(city, (level, index)))
        for index, area in enumerate(areas)
        if any(overlap(tree, (level, index), one) is not None for one in extent)
    ]
    return listed, level.value, len(areas)


def _teams(facts: Facts, names: NameLists, rows: _Rows) -> tuple[list[_Group], str, int]:
    """Teams that reported in the period or before it, by code, each with the town of most of its reports."""
    labels = list(names.teams)
    size = len(labels)
    known = np.concatenate([rows.reported, rows.former, rows.decided])
    teams = facts.columns["team"].take(known).astype(np.intp)
    towns = facts.columns["town"].take(known).astype(np.intp)
    town_count = len(facts.city.tree.towns)
    named = (teams < size) & (teams != NO_NAME)
    present = np.unique(teams[named])
    placed = named & (towns < town_count)
    table = np.bincount(teams[placed] * town_count + towns[placed], minlength=size * town_count)
    table = table.reshape(size, town_count)
    listed = [
        _Group(team, labels[team], labels[team], int(table[team].argmax()) if table[team].any() else None)
        for team in present.tolist()
    ]
    return sorted(listed, key=lambda group: group.code), "team", size


def _town_of(city: City, place: Place) -> int | None:
    level, index = place
    tree = city.tree
    if level == AreaLevel.GRID:
        level, index = AreaLevel.VILLAGE, tree.grids[index].parent
    return tree.villages[index].parent if level == AreaLevel.VILLAGE else index


def _count(columns: Columns, rows: Index, column: str | None, size: int) -> Counts:
    if column is None:
        return np.array([len(rows)], dtype=np.int64)
    values = columns[column].take(rows).astype(np.intp)
    return np.bincount(values[values < size], minlength=size).astype(np.int64)


def _mix(columns: Columns, rows: Index, column: str | None, size: int, classes: int) -> Counts:
    """Cases by group and class, shape (groups, classes); of a class that the pack has no longer none."""
    kinds = columns["class"].take(rows).astype(np.intp)
    group = (
        np.zeros(len(rows), dtype=np.intp) if column is None else columns[column].take(rows).astype(np.intp)
    )
    known = (kinds < classes) & (group < size)
    table = np.bincount(group[known] * classes + kinds[known], minlength=size * classes)
    return table.reshape(size, classes).astype(np.int64)


def _entries(
    facts: Facts,
    rows: _Rows,
    groups: list[_Group],
    column: str | None,
    size: int,
    of_city: Counts,
    scope: Scope,
) -> list[dict[str, Any]]:
    columns, city = facts.columns, facts.city
    least, towns = city.rules.least_cases, city.tree.towns
    reported = _count(columns, rows.reported, column, size)
    decided = _count(columns, rows.decided, column, size)
    numerators = {name: _count(columns, of, column, size) for name, of in rows.numerators.items()}
    now = _mix(columns, rows.reported, column, size, len(of_city))
    before = _mix(columns, rows.former, column, size, len(of_city))
    covered = grid_cover(facts, rows.reported, [group.place for group in groups], column, size, scope)
    answer = []
    resample = sum(int(reported[group.place] >= least) for group in groups) <= MOST_RESAMPLED
    for group, cover in zip(groups, covered, strict=True):
        at = group.place
        cases = int(reported[at])
        entry: dict[str, Any] = {"code": group.code, "name": group.name}
        town = None if group.town is None else towns[group.town]
        entry["town"] = None if town is None else {"code": town.code, "name": town.name(city.language)}
        entry["reported_count"] = cases
        for name in SHARES:
            of = int(decided[at]) if name == "valid" else cases
            entry[name] = share(int(numerators[name][at]), of, least)
        enough = cases >= least
        entry["mix"] = now[at].tolist() if enough else None
        entry["former_mix"] = before[at].tolist() if enough else None
        entry["drift_own"] = _drift(now[at], before[at], least, resample)
        entry["drift_city"] = _drift(now[at], of_city, least, resample)
        answer.append(entry | cover)
    return answer


def share(events: int, cases: int, least: int) -> dict[str, Any]:
    """A ratio with its interval; `enough` tells whether the cases reach the minimum."""
    ends = wilson(events, cases)
    return {
        "value": events / cases if cases else None,
        "numerator": events,
        "denominator": cases,
        "low": None if ends is None else ends[0],
        "high": None if ends is None else ends[1],
        "enough": cases >= least,
    }


def _drift(now: Counts, base: Counts, least: int, resample: bool) -> dict[str, Any] | None:
    """Drift where both sides have enough cases, else null."""
    return drift(now, base, resample=resample) if min(now.sum(), base.sum()) >= least else None
