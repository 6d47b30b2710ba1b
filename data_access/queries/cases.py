"""Lists of cases: filtered, sorted, page by page; also the cases behind any figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import Facts, Mask
from data_access.domain.measures import ACTION_TIMES, MEASURES, Fact, TimeColumn, is_part
from data_access.domain.period import Period, city_time
from data_access.domain.rows import NEVER, Columns, RowFlag
from data_access.domain.scope import Scope
from data_access.queries.case_entries import case_entries, counted_at
from data_access.queries.comparing import period_json
from data_access.queries.counted import counted_rows, counted_times
from data_access.queries.cursor import Cursor, Ints, first_of
from data_access.queries.groups import NameLists
from data_access.queries.overview import ANYWHERE

PAGE, LONGEST_PAGE = 50, 500
_LAST = np.iinfo(np.int64).max // 4


class CaseRows(Protocol):
    """Tells rows apart in the same way in every process (implemented by `store.cases`)."""

    def numbers(self, positions: Ints) -> Ints:
        """Numbers of rows by their positions in the columns; they never change."""
        ...

    def case_ids(self, positions: Ints) -> list[str]:
        """Ids of the cases that rows belong to."""
        ...

    def own_positions(self, case_ids: Sequence[str]) -> Ints:
        """Positions of the cases' own rows."""
        ...


class CaseSort(StrEnum):
    """What a list is sorted by; cases without the time come last."""

    REPORTED = "reported"
    AGE = "age"
    """The time since the report: ascending is newest first."""
    FILED = "filed"
    DUE = "due"
    DISPOSED = "disposed"
    SETTLED = "settled"
    ENDED = "ended"
    RATED = "rated"
    COUNTED = "counted"
    """The time by which the measure counts."""


class Order(StrEnum):
    """Direction of a list."""

    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a case must be like, besides its scope; None lets both through."""

    open: bool | None = None
    overdue: bool | None = None
    due_soon: bool | None = None
    urgent: bool | None = None
    suspended: bool | None = None
    returned: bool | None = None
    reworked: bool | None = None
    measure: str | None = None
    """Name of a measure: only what it counts in the period."""
    without: str | None = None
    """Name of a measure that counts some of that: without those."""
    teams: tuple[int, ...] = ()
    """Numbers of the teams that reported it, alternatives; empty lets all through."""

    @property
    def of_actions(self) -> bool:
        """Whether the list has one entry an action."""
        return self.measure is not None and MEASURES[self.measure].time in ACTION_TIMES

    @property
    def states(self) -> dict[str, bool]:
        """The states that are asked for: what rows of further actions do not tell."""
        names = ("open", "overdue", "due_soon", "urgent", "suspended", "returned", "reworked")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


class BadList(ValueError):
    """Options that do not go together; `option` names one of them."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(text)
        self.option = option


def cases(
    columns: Columns,
    city: City,
    names: NameLists,
    rows: CaseRows,
    *,
    as_of: float,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
    wanted: CaseFilter = CaseFilter(),
    sort: CaseSort | None = None,
    order: Order = Order.DESC,
    limit: int = PAGE,
    question: str = "",
    after: Cursor | None = None,
    apart: Ints | None = None,
) -> dict[str, Any]:
    """The answer of `query cases`: `total` of the whole list, a page of `cases`, and the cursor `next`.

    With a measure the list holds exactly what the measure counts in the period (without one: today), each
    entry with the time `counted_at`; a measure of actions gives one entry an action. Without a measure a
    period takes the cases reported in it. `apart` are positions of rows to leave out. Raises BadList.
    """
    clock = int(as_of // 1)
    _check(wanted, sort)
    if period is None and wanted.measure is not None:
        period = Period.today(clock, city.zone)
    facts = Facts(columns, city, clock, scope.mask(columns))
    mask = matching(facts, wanted, period)
    if apart is not None:
        mask = mask.copy()
        mask[apart] = False
    found = np.flatnonzero(mask)
    chosen_sort = sort or (CaseSort.REPORTED if wanted.measure is None else CaseSort.COUNTED)
    keys = _keys(facts, wanted, chosen_sort, order, found)
    numbers = rows.numbers(found)
    places = first_of(keys, numbers, limit + 1, after)
    page = found.take(places[:limit])
    following = None
    if len(places) > limit:
        last = places[limit - 1]
        following = Cursor(clock, int(keys[last]), int(numbers[last])).encode(question)
    return {
        "as_of": city_time(clock, city.zone),
        "period": None if period is None else period_json(period, city.zone),
        "measure": wanted.measure,
        "without": wanted.without,
        "total": len(found),
        "cases": _listed(facts, city, names, rows, wanted, page),
        "next": following,
    }


def _check(wanted: CaseFilter, sort: CaseSort | None) -> None:
    if wanted.without is not None:
        if wanted.measure is None:
            raise BadList("without", "without needs a measure")
        if not is_part(wanted.without, wanted.measure):
            parts = [name for name in MEASURES if name != wanted.measure and is_part(name, wanted.measure)]
            known = ", ".join(parts) or "no other measure"
            raise BadList("without", f"{wanted.measure} is counted in parts by {known}")
    if wanted.of_actions:
        if wanted.states:
            option = next(iter(wanted.states)).replace("_", "-")
            raise BadList(option, f"{option} does not go with a measure of actions")
        if sort not in (None, CaseSort.COUNTED):
            raise BadList("sort", "a list of actions is sorted by counted")
    if sort == CaseSort.COUNTED and (wanted.measure is None or MEASURES[wanted.measure].time is None):
        raise BadList("sort", "counted needs a measure that has a time")


def matching(facts: Facts, wanted: CaseFilter, period: Period | None) -> Mask:
    """Rows of the scope that a filter lets through, shape (rows,)."""
    if wanted.measure is not None:
        assert period is not None
        mask = counted_rows(facts, MEASURES[wanted.measure], period)
        if wanted.without is not None:
            mask = mask & ~counted_rows(facts, MEASURES[wanted.without], period)
    elif period is not None:
        mask = facts.between(TimeColumn.REPORTED, period)
    else:
        mask = facts.cases
    if wanted.teams:
        mask = mask & np.isin(facts.columns["team"], wanted.teams)
    for name, value in wanted.states.items():
        holds = _STATES[name](facts)
        mask = mask & (holds if value else ~holds)
    return mask


_STATES = {
    "open": lambda facts: facts.holds(Fact.OPEN),
    "overdue": lambda facts: facts.holds(Fact.OVERDUE),
    "due_soon": lambda facts: facts.holds(Fact.DUE_SOON),
    "urgent": lambda facts: facts.flag(RowFlag.URGENT),
    "suspended": lambda facts: facts.flag(RowFlag.SUSPENDED),
    "returned": lambda facts: facts.columns["return_count"] > 0,
    "reworked": lambda facts: facts.columns["rework_count"] > 0,
}


def _keys(facts: Facts, wanted: CaseFilter, sort: CaseSort, order: Order, found: Ints) -> Ints:
    """Sorting keys of rows: the smallest comes first."""
    if sort == CaseSort.COUNTED or (sort == CaseSort.REPORTED and wanted.of_actions):
        assert wanted.measure is not None
        times = counted_times(facts, MEASURES[wanted.measure])
    elif sort == CaseSort.SETTLED:
        times = facts.time(TimeColumn.SETTLE)
    else:
        times = facts.column("reported" if sort == CaseSort.AGE else sort.value)
    taken: npt.NDArray[np.int64] = times.take(found).astype(np.int64)
    # The oldest was reported first, so age runs against the time.
    descending = (order == Order.DESC) != (sort == CaseSort.AGE)
    return np.where(taken == NEVER, _LAST, -taken if descending else taken)


def _listed(
    facts: Facts, city: City, names: NameLists, rows: CaseRows, wanted: CaseFilter, page: Ints
) -> list[dict[str, Any]]:
    ids = rows.case_ids(page)
    own = page
    if wanted.of_actions and len(page):
        own = page.copy()
        further = np.flatnonzero(facts.flag(RowFlag.CONTINUATION).take(page))
        own[further] = rows.own_positions([ids[place] for place in further.tolist()])
    entries = case_entries(facts, city, names, own, ids)
    if wanted.measure is not None:
        times = counted_at(counted_times(facts, MEASURES[wanted.measure]).take(page), city)
        entries = [{**entry, "counted_at": time} for entry, time in zip(entries, times, strict=True)]
    return entries
