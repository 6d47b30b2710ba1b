"""The scene of time limits: which cases breach next, which have, where they lie and who has them."""

from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import DUE_SOON_SECONDS, Facts
from data_access.domain.measures import Fact
from data_access.domain.period import Period, from_row_time, to_row_time
from data_access.domain.rows import NEVER, Columns, RowFlag, Stage
from data_access.domain.scope import Place
from data_access.queries.counter import Counts
from data_access.queries.groups import Category, Groups, Index, NameLists, category_groups
from data_access.queries.scenes.home import children, facts_at, home_code
from data_access.queries.scenes.rows import RowTeller, first_by
from data_access.queries.tally import Tally

HOUR = 3600
WINDOWS = (15 * 60, HOUR, DUE_SOON_SECONDS, 4 * HOUR)
"""Seconds ahead; a case that is due exactly then still counts, as in due_soon_count."""
OVERDUE_BANDS = (HOUR, 4 * HOUR, 24 * HOUR, 3 * 24 * HOUR, 7 * 24 * HOUR)
"""Ends of the bands of overdue ages in seconds, inclusive; the last band has none."""
PAST_HOURS, NEXT_HOURS = 6, 24
NEXT, LONGEST = 14, 6
YELLOW_FROM = 0.8
"""Share of the limit, from filing to due, that is used up when an open case turns yellow."""


class Running(NamedTuple):
    """Cases whose disposal clock runs: open, filed, not disposed, not suspended, with a due time."""

    rows: Index
    due: npt.NDArray[np.int32]
    """Row times."""
    left: npt.NDArray[np.int64]
    """Seconds until due; below zero is overdue, zero is still in time."""


def deadlines_scene(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: Place | None = None,
) -> dict[str, Any]:
    """The figures of the scene, ready for JSON; `columns` are the recent rows or the whole table.

    `overdue` and the window of two hours are overdue_open_count and due_soon_count.
    """
    facts = facts_at(columns, city, int(as_of // 1), home)
    running = _running(facts)
    today = Period.today(int(as_of // 1), city.zone)
    teller = RowTeller(facts, city, names)
    return {
        "at": as_of,
        "city": city.id,
        "home": home_code(city, home),
        "windows": [int(np.count_nonzero(_within(running, seconds))) for seconds in WINDOWS],
        "today": int(np.count_nonzero(_until(running, to_row_time(today.end)))),
        "overdue": int(np.count_nonzero(running.left < 0)),
        "bands": _bands(running),
        "timeline": _timeline(facts, city, running, as_of),
        "on_time": Tally(facts, today).indicators(("on_time_disposal_rate",))[0]["on_time_disposal_rate"],
        "areas": _areas(facts, city, running, today, home),
        "classes": _classes(facts, city, names, running, today),
        "departments": _departments(facts, city, names, running, today),
        "next": _next(facts, running, teller),
        "longest": _longest(facts, running, teller),
    }


def light(filed: int, due: int, now: int) -> str:
    """Traffic light of an open case: green to 80 % of its limit, yellow to 100 %, red beyond.

    The limit runs from filing to the due time as it stands, extensions and suspensions included.
    """
    if now > due:
        return "red"
    return "yellow" if now - filed > YELLOW_FROM * (due - filed) else "green"


def _running(facts: Facts) -> Running:
    due = facts.column("due")
    runs = facts.cases & facts.holds(Fact.WAITING_DISPOSAL) & ~facts.flag(RowFlag.SUSPENDED)
    rows = np.flatnonzero(runs & (due != NEVER))
    own = due.take(rows)
    return Running(rows, own, own.astype(np.int64) - facts.as_of)


def _within(running: Running, seconds: int) -> npt.NDArray[np.bool_]:
    return (running.left >= 0) & (running.left <= seconds)


def _until(running: Running, end: int) -> npt.NDArray[np.bool_]:
    return (running.left >= 0) & (running.due < end)


def _bands(running: Running) -> list[int]:
    late = -running.left[running.left < 0]
    band = np.searchsorted(np.array(OVERDUE_BANDS), late, side="left")
    found: list[int] = np.bincount(band, minlength=len(OVERDUE_BANDS) + 1).tolist()
    return found


def _timeline(facts: Facts, city: City, running: Running, as_of: float) -> dict[str, Any]:
    """Due times by hour of the city's clock, from six hours before the running hour on.

    Before now: met (disposed in time) and missed. From now on: done (disposed already), soon (waiting,
    due within two hours) and waiting (due later).
    """
    hour = datetime.fromtimestamp(as_of // 1, city.zone).replace(minute=0, second=0)
    first = to_row_time(int(hour.timestamp()) - PAST_HOURS * HOUR)
    count = PAST_HOURS + NEXT_HOURS + 1
    due = facts.column("due")
    shown = facts.cases & facts.flag(RowFlag.FALLS_DUE) & (due >= first) & (due < first + count * HOUR)
    rows = np.flatnonzero(shown)
    slot = (due.take(rows) - first) // HOUR
    past = due.take(rows) < facts.as_of
    met = facts.flag(RowFlag.ON_TIME_DISPOSAL).take(rows)
    disposed = facts.holds(Fact.DISPOSED).take(rows)
    shown_ahead = (running.left >= 0) & (running.due < first + count * HOUR)
    ahead = (running.due - first) // HOUR
    soon = _within(running, DUE_SOON_SECONDS)

    def by_hour(chosen: npt.NDArray[np.bool_]) -> list[int]:
        found: list[int] = np.bincount(slot[chosen], minlength=count).tolist()
        return found

    return {
        "start": from_row_time(first),
        "met": by_hour(past & met),
        "missed": by_hour(past & ~met),
        "done": by_hour(~past & disposed),
        "soon": np.bincount(ahead[shown_ahead & soon], minlength=count).tolist(),
        "waiting": np.bincount(ahead[shown_ahead & ~soon], minlength=count).tolist(),
    }


class _Grouped(NamedTuple):
    """Cases of each group and, last, of none."""

    overdue: Counts
    soon: Counts
    today: Counts


def _grouped(facts: Facts, running: Running, today: Period, groups: Groups) -> _Grouped:
    group = groups.of(facts, None, running.rows)
    group = np.minimum(group, groups.size)
    masks = (
        running.left < 0,
        _within(running, DUE_SOON_SECONDS),
        _until(running, to_row_time(today.end)),
    )
    return _Grouped(*(np.bincount(group[mask], minlength=groups.size + 1) for mask in masks))


def _figures(grouped: _Grouped, index: int) -> dict[str, int]:
    return {name: int(counts[index]) for name, counts in grouped._asdict().items()}


def _areas(
    facts: Facts, city: City, running: Running, today: Period, home: Place | None
) -> list[dict[str, Any]]:
    """Every area below the home in the order of the tree; last, without a code, what lies in none."""
    below = children(city, home)
    grouped = _Grouped(
        *(below.counted(counts) for counts in _grouped(facts, running, today, below.groups)),
    )
    codes = [area.code for area in below.areas]
    return [{"code": code, **_figures(grouped, index)} for index, code in enumerate([*codes, None])]


def _classes(
    facts: Facts, city: City, names: NameLists, running: Running, today: Period
) -> list[dict[str, Any]]:
    groups, labels = category_groups(Category.CLASS, city, names)
    grouped = _grouped(facts, running, today, groups)
    return [{"code": label.code, **_figures(grouped, index)} for index, label in enumerate(labels)]


def _departments(
    facts: Facts, city: City, names: NameLists, running: Running, today: Period
) -> list[dict[str, Any]]:
    """Departments with something overdue or due by the end of today; an empty name is not dispatched yet."""
    groups, labels = category_groups(Category.DEPARTMENT, city, names)
    grouped = _grouped(facts, running, today, groups)
    rows = [{"name": label.name, **_figures(grouped, index)} for index, label in enumerate(labels)]
    # The window of two hours reaches into tomorrow late at night.
    return [row for row in rows if row["overdue"] or row["soon"] or row["today"]]


def _case(facts: Facts, teller: RowTeller, row: int) -> dict[str, Any]:
    filed, due = (int(facts.column(name)[row]) for name in ("filed", "due"))
    return {
        **teller.tell(row),
        "department": teller.department(row),
        "stage": Stage(int(facts.columns["stage"][row])).name.lower(),
        "filed_at": from_row_time(filed),
        "due_at": from_row_time(due),
        "light": light(filed, due, facts.as_of),
    }


def _next(facts: Facts, running: Running, teller: RowTeller) -> list[dict[str, Any]]:
    """The cases that breach next, the earliest first."""
    ahead = running.left >= 0
    rows = first_by(facts, running.rows[ahead], running.due[ahead], NEXT)
    return [_case(facts, teller, row) for row in rows]


def _longest(facts: Facts, running: Running, teller: RowTeller) -> list[dict[str, Any]]:
    """The cases that are overdue longest."""
    late = running.left < 0
    rows = first_by(facts, running.rows[late], running.due[late], LONGEST)
    return [_case(facts, teller, row) for row in rows]
