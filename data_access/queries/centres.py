"""The live desk of every centre of a level: what lies there, how old, who is there to do it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import Fact
from data_access.domain.period import Period, from_row_time
from data_access.domain.rows import Columns, Stage
from data_access.domain.scope import Scope, inside
from data_access.queries.counter import Counts
from data_access.queries.groups import Index, NameLists, area_groups, children_level
from data_access.queries.overview import ANYWHERE
from data_access.queries.staffing import staff_on_duty
from data_access.queries.tally import Tally, load

OPEN_STAGES = (
    Stage.REPORTED,
    Stage.ACCEPTED,
    Stage.FILED,
    Stage.DISPATCHED,
    Stage.DISPOSED,
    Stage.VERIFIED,
)
NONE_OPEN = np.iinfo(np.int32).max
AGED_DAYS = 365
"""Age from which an open case is told apart: it may be forgotten, or wait for something else than work."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Live counts of all areas of a level, each of shape (areas,)."""

    open: Counts
    overdue: Counts
    due_soon: Counts
    stages: Counts
    """Shape (areas, 6): open cases by stage, in the order of OPEN_STAGES."""
    oldest: npt.NDArray[np.int32]
    """Row time of the oldest open case's report, NONE_OPEN without one."""
    aged: Counts
    """Open cases reported more than AGED_DAYS ago."""


def open_rows(facts: Facts) -> Index:
    """Positions of the open cases of the scope."""
    return np.flatnonzero(facts.cases & facts.holds(Fact.OPEN))


def desks(facts: Facts, city: City, level: AreaLevel, rows: Index) -> Desks:
    """Counts the desks of a level; `rows` are the `open_rows`."""
    groups = area_groups(city, level)
    group = groups.of(facts, None, rows)
    stage = facts.columns["stage"].take(rows).astype(np.intp)
    stages = np.bincount(group * len(OPEN_STAGES) + stage, minlength=(groups.size + 1) * len(OPEN_STAGES))
    reported = facts.column("reported").take(rows)
    oldest = np.full(groups.size + 1, NONE_OPEN, dtype=np.int32)
    np.minimum.at(oldest, group, reported)
    aged = group[reported < facts.as_of - AGED_DAYS * 86_400]
    table = stages.reshape(groups.size + 1, len(OPEN_STAGES))[: groups.size]
    return Desks(
        open=table.sum(axis=1),
        overdue=np.bincount(group[facts.holds(Fact.OVERDUE)[rows]], minlength=groups.size)[: groups.size],
        due_soon=np.bincount(group[facts.holds(Fact.DUE_SOON)[rows]], minlength=groups.size)[: groups.size],
        stages=table,
        oldest=oldest[: groups.size],
        aged=np.bincount(aged, minlength=groups.size)[: groups.size],
    )


def centres(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    level: AreaLevel = AreaLevel.TOWN,
    scope: Scope = ANYWHERE,
) -> list[dict[str, Any]]:
    """The answer of `query centres`: every area of the level, those without cases too.

    `direct` counts what lies at the centre itself, in none of the areas below it, so that a parent is the
    sum of its children and its own. Who may see some areas only gets the centres inside them.
    """
    areas = city.tree.at(level)
    if not areas:
        return []
    clock = int(as_of // 1)
    facts = Facts(columns, city, clock, scope.mask(columns))
    rows = open_rows(facts)
    counted = desks(facts, city, level, rows)
    direct = _direct(facts, city, level, counted, rows)
    lately = Tally(facts, Period(clock - 3600, clock), area_groups(city, level))
    on_duty = staff_on_duty(city.tree, level, staff)
    loads = load(counted.open, on_duty)
    oldest = counted.oldest.tolist()
    return [
        {
            "code": area.code,
            "name": area.name(city.language, short=False),
            "open_count": int(counted.open[index]),
            "due_soon_count": int(counted.due_soon[index]),
            "overdue_open_count": int(counted.overdue[index]),
            "oldest_open_seconds": None
            if oldest[index] == NONE_OPEN
            else max(0, clock - from_row_time(oldest[index])),
            "staff_on_duty": int(on_duty[index]),
            "load_per_staff": None if np.isnan(loads[index]) else float(loads[index]),
            "stages": {
                stage.name.lower(): count
                for stage, count in zip(OPEN_STAGES, counted.stages[index].tolist(), strict=True)
            },
            "arrivals_last_hour": int(lately.count("reported")[index]),
            "closings_last_hour": int(lately.count("closed")[index]),
            "direct": {name: int(counts[index]) for name, counts in direct.items()},
        }
        for index, area in enumerate(areas)
        if not scope.within or any(inside(city.tree, (level, index), place) for place in scope.within)
    ]


def _direct(facts: Facts, city: City, level: AreaLevel, counted: Desks, rows: Index) -> dict[str, Counts]:
    """Counts of each area of a level less those of its children; all of them where it has none."""
    own = {
        "open_count": counted.open,
        "due_soon_count": counted.due_soon,
        "overdue_open_count": counted.overdue,
    }
    below = children_level(city, level)
    if below is None:
        return own
    children = desks(facts, city, below, rows)
    parents = city.tree.parents(below).astype(np.intp)
    theirs = (children.open, children.due_soon, children.overdue)
    return {
        name: counts - np.bincount(parents, weights=part, minlength=len(counts)).astype(np.int64)
        for (name, counts), part in zip(own.items(), theirs, strict=True)
    }
