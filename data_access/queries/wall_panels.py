"""The panels of the wall below its figures: centres, ranking, days, subclasses, steps, ticker."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from data_access.domain.areas import NO_AREA
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.home import Home, Level
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period, from_row_time, to_row_time
from data_access.domain.rows import NEVER, NO_POSITION, RowFlag, Stage
from data_access.domain.taxonomy import SOURCES
from data_access.queries.centres import NONE_OPEN, Desks
from data_access.queries.counter import Counts
from data_access.queries.evaluation import month_of
from data_access.queries.groups import NameLists, TimeGroups
from data_access.queries.ranking import BASIS, Standing, standings
from data_access.queries.recent import POSITION, Past, counted, touched
from data_access.queries.staffing import Staff
from data_access.queries.subclass_codes import subclass_code
from data_access.queries.tally import Tally, ratio
from data_access.queries.wall_clock import WallClock

FULLEST = 8
FULLEST_FROM = 5
"""Open cases from which an area can be among the fullest: one case of one collector is no load."""
SUBCLASSES = 10
TICKER = 12
_TICKER_COLUMNS = (
    "flags",
    "reported",
    "class",
    "subclass",
    "town",
    "village",
    "grid",
    "source",
    "lon",
    "lat",
)
_DECIMALS = 2


def _oldest(row_time: int) -> int | None:
    return None if row_time == NONE_OPEN else from_row_time(row_time)


def _per_hundred(open_cases: int, staff: int) -> float | None:
    return round(100 * open_cases / staff, _DECIMALS) if staff else None


def _desk(counted: Desks, index: int, staff: int) -> dict[str, Any]:
    return {
        "open": int(counted.open[index]),
        "overdue": int(counted.overdue[index]),
        "due_soon": int(counted.due_soon[index]),
        "oldest_at": _oldest(int(counted.oldest[index])),
        "aged": int(counted.aged[index]),
        "staff": staff,
        "load": _per_hundred(int(counted.open[index]), staff),
    }


def centre_panel(
    city: City, home: Home, whole: Desks, below: Desks | None, staff: int, roster: int
) -> dict[str, Any]:
    """The desk of the home itself; `direct` are open cases of none of its children."""
    in_children = (
        0 if below is None or home.children is None else int(below.open[home.children.members].sum())
    )
    return {
        **_desk(whole, home.index, staff),
        "direct": int(whole.open[home.index]) - in_children,
        "children_open": in_children,
        "roster": roster,
        "bands": list(city.load_bands),
    }


def children_panel(level: Level, counted: Desks, staff: Staff) -> dict[str, Any]:
    """Every child of the home by code."""
    return {
        area.code: _desk(counted, index, int(staff[index]))
        for index, area in zip(level.indexes, level.areas, strict=True)
    }


def fullest_panel(city: City, level: Level, counted: Desks, staff: Staff) -> list[dict[str, Any]]:
    """The grandchildren with the highest load, of those with at least FULLEST_FROM open cases."""
    members = level.members
    open_cases, on_duty = counted.open[members], staff[members]
    loads = np.divide(open_cases, on_duty, out=np.full(len(on_duty), np.inf), where=on_duty > 0)
    able = np.flatnonzero(open_cases >= FULLEST_FROM)
    # Those without anybody on duty come first: nobody there means the load has no end.
    order = members[able[np.lexsort((able, -open_cases[able], -loads[able]))]][:FULLEST]
    areas = city.tree.at(level.level)
    return [
        {"code": areas[index].code, **_desk(counted, index, int(staff[index]))} for index in order.tolist()
    ]


def ranking_panel(
    facts: Facts, city: City, level: Level, clock: WallClock, past: Past | None
) -> dict[str, Any]:
    """Areas of the running month; of the month before until half of them can be ranked.

    `past` has further rows, which the facts leave out.
    """
    members = list(level.indexes)
    month = month_of(clock.as_of, city)
    rows = standings(facts, city, month, level.level, members, past)
    if sum(row.rank is not None for row in rows) * 2 < len(rows):
        month = month_of(clock.as_of, city, before=1)
        rows = standings(facts, city, month, level.level, members, past)
    return {"month": month, "basis": BASIS, "rows": [_standing(row) for row in rows]}


def _standing(row: Standing) -> dict[str, Any]:
    low, high = row.interval or (None, None)
    return {
        "code": row.area.code,
        "rank": row.rank,
        "change": row.change,
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "low": low,
        "high": high,
    }


def days_panel(facts: Facts, clock: WallClock, past: Past | None) -> dict[str, Any]:
    """Filed and closed cases of the 30 full days before today; `past` as in `ranking_panel`."""
    edges = clock.days
    period = Period(edges[0], edges[-1])
    filed, closed = counted(facts, ("filed", "closed"), period, TimeGroups(edges), past)
    return {"start": clock.first_day.isoformat(), "filed": filed.tolist(), "closed": closed.tolist()}


def subclass_panel(facts: Facts, city: City, names: NameLists, clock: WallClock) -> list[dict[str, Any]]:
    """The subclasses filed most often today, beside the same weekday last week up to the same time."""
    known = city.taxonomy.subclasses
    unknown = names.subclasses
    size = len(known) + len(unknown)
    column = facts.columns["subclass"].astype(np.uint16, copy=False)
    today, before = (
        np.bincount(column[facts.between(TimeColumn.FILED, period)], minlength=size)[:size]
        for period in (clock.today, clock.last_week)
    )
    order = np.argsort(-today, kind="stable")[:SUBCLASSES]
    return [
        {
            "code": subclass_code(city, unknown, index),
            "count": int(today[index]),
            "last_week": int(before[index]),
        }
        for index in order.tolist()
        if today[index]
    ]


_STEPS: tuple[tuple[str, str, tuple[Stage, ...], tuple[str, str] | None], ...] = (
    ("report", "reported", (Stage.REPORTED, Stage.ACCEPTED), None),
    ("file", "filed", (Stage.FILED,), None),
    ("dispatch", "first_dispatched", (), ("first_dispatched_on_time", "first_dispatched")),
    ("dispose", "disposed", (Stage.DISPATCHED,), ("settled_on_time", "settled")),
    ("verify", "verified", (Stage.DISPOSED,), ("verified_on_time", "verified")),
    ("close", "closed", (Stage.VERIFIED,), ("settled_closed", "settled")),
    ("rate", "rated", (), ("satisfied", "rated")),
)
"""Step, measure of what passed it, stages of what waits at it, measures of its rate.

Every open case waits at exactly one step: reported and accepted ones for filing (report), filed ones for
dispatch (file), dispatched ones for disposal (dispose), disposed ones for verification (verify), verified
ones for closing (close). Nothing is known to wait at dispatch and rate.
"""


def step_panel(facts: Facts, waiting: Counts, clock: WallClock) -> dict[str, Any]:
    """The seven steps: passed today, waiting now, and how much of today's was in time.

    `waiting` has the open cases by stage, in the order of OPEN_STAGES.
    """
    tally = Tally(facts, clock.today)
    tally.read(name for _, passed, _, rate in _STEPS for name in (passed, *(rate or ())))
    panel = {}
    for name, passed, stages, rate in _STEPS:
        panel[name] = {
            "passed": int(tally.count(passed)[0]),
            "waiting": int(waiting[list(stages)].sum()) if stages else None,
            "rate": ratio(int(tally.count(rate[0])[0]), int(tally.count(rate[1])[0])) if rate else None,
        }
    return panel


def ticker_panel(facts: Facts, city: City, names: NameLists, clock: WallClock) -> list[dict[str, Any]]:
    """The newest reports, newest first, of open cases and those touched since the same weekday last week."""
    reported = facts.column("reported")
    rows = np.flatnonzero(facts.cases & (reported <= facts.as_of) & (reported > facts.as_of - 86_400))
    if len(rows) < TICKER:
        lately = touched(facts.columns) >= to_row_time(clock.week_start)
        rows = np.flatnonzero(facts.cases & (reported <= facts.as_of) & (reported != NEVER) & lately)
    position = facts.columns.get(POSITION)
    key = np.arange(facts.size) if position is None else position.astype(np.int64)
    newest = rows[np.lexsort((-key[rows], -reported[rows].astype(np.int64)))][:TICKER]
    return [_entry(facts, city, names.subclasses, row, int(key[row])) for row in newest.tolist()]


def _entry(facts: Facts, city: City, unknown: Sequence[str], row: int, position: int) -> dict[str, Any]:
    value = {name: int(facts.columns[name][row]) for name in _TICKER_COLUMNS}
    taxonomy, tree = city.taxonomy, city.tree
    placed = value["lon"] != NO_POSITION
    return {
        "id": hashlib.blake2b(f"{city.id}:{position}".encode(), digest_size=6).hexdigest(),
        "at": from_row_time(value["reported"]),
        "class": taxonomy.classes[value["class"]].code,
        "subclass": subclass_code(city, unknown, value["subclass"]),
        "town": None if value["town"] == NO_AREA else tree.towns[value["town"]].code,
        "village": None if value["village"] == NO_AREA else tree.villages[value["village"]].code,
        "grid": None if value["grid"] == NO_AREA else tree.grids[value["grid"]].code,
        "source": SOURCES[value["source"]].value,
        "urgent": bool(value["flags"] & RowFlag.URGENT),
        "lon": value["lon"] / 1e7 if placed else None,
        "lat": value["lat"] / 1e7 if placed else None,
    }
