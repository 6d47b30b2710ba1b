"""The coordination board: cases that one desk alone cannot move, the gravest first, and where cases wait."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from data_access.domain.actions import MICROSECONDS, ActionSet
from data_access.domain.city import City
from data_access.domain.coordination import LEGS, RETURNS, Mark, Reason
from data_access.domain.facts import Facts, Mask
from data_access.domain.lifecycle import DueOf
from data_access.domain.measures import Fact, TimeColumn
from data_access.domain.passing import ping_pong, stints
from data_access.domain.period import Period, city_time, from_row_time
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.case_entries import case_entries
from data_access.queries.cases import PAGE, CaseRows
from data_access.queries.comparing import period_json
from data_access.queries.coordination_reasons import Bools, Looked, look
from data_access.queries.cursor import Cursor, Ints, first_of
from data_access.queries.groups import Index, NameLists
from data_access.queries.legs import finished, past_start
from data_access.queries.overview import ANYWHERE
from data_access.queries.waiting_places import department_waits, leg_waits

_ROW_TIMES = 1 << 32


class Standing(StrEnum):
    """Which cases are looked at."""

    OPEN = "open"
    ALL = "all"
    """Those that have ended, too: they can only have been returned, or passed back and forth."""


ReadActions = Callable[[Sequence[str]], Mapping[str, ActionSet | None]]
"""Actions of cases by id; None for one whose archive cannot be read."""


@dataclass(frozen=True)
class Sources:
    """What the board needs besides the rows."""

    rows: CaseRows
    read: ReadActions
    due_of: DueOf
    marks: Mapping[str, Mark] = field(default_factory=dict)


def coordination(
    columns: Columns,
    city: City,
    names: NameLists,
    sources: Sources,
    *,
    as_of: float,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
    standing: Standing = Standing.OPEN,
    reasons: tuple[Reason, ...] = (),
    limit: int = PAGE,
    question: str = "",
    after: Cursor | None = None,
) -> dict[str, Any]:
    """The answer of `query coordination`: `total` of the list, a page of `cases`, and the cursor `next`.

    Looks at the open cases of the scope (or all), with a period at those reported in it; and at every case
    with a mark that is not settled, whatever its state and time. `reasons` counts the whole board; the list
    holds the cases with one of the wanted reasons (without any: with at least one), gravest first, of equal
    ones the oldest. `legs` and `departments` tell of the open cases looked at, beside the steps that all
    cases of the scope finished in the last days.
    """
    clock = int(as_of // 1)
    facts = Facts(columns, city, clock, scope.mask(columns))
    inside = _looked_at(facts, period, standing)
    rows, marked = _candidates(facts, sources, inside, standing)
    pending, unreadable = _ping_pong(facts, sources, rows)
    start = past_start(facts, city.rules.past_days)
    past = {index: finished(facts, leg, start, facts.as_of) for index, leg in enumerate(LEGS)}
    looked = look(facts, rows, past, pending, marked)
    on_board = np.logical_or.reduce([looked.reasons[reason] for reason in reasons or Reason])
    found = np.flatnonzero(on_board)
    reported = facts.column("reported").take(rows.take(found)).astype(np.int64)
    keys: Ints = -looked.severity.take(found) * _ROW_TIMES + reported
    numbers = sources.rows.numbers(rows.take(found))
    places = first_of(keys, numbers, limit + 1, after)
    following = None
    if len(places) > limit:
        last = places[limit - 1]
        following = Cursor(clock, int(keys[last]), int(numbers[last])).encode(question)
    waits = np.flatnonzero(inside & facts.holds(Fact.OPEN))
    return {
        "as_of": city_time(clock, city.zone),
        "period": None if period is None else period_json(period, city.zone),
        "state": standing.value,
        "looked_at": int(inside.sum()),
        "on_board": int(np.logical_or.reduce(list(looked.reasons.values())).sum()),
        "reasons": {reason.value: int(mask.sum()) for reason, mask in looked.reasons.items()},
        "not_judged": looked.not_judged,
        "unreadable": unreadable,
        "past": {
            "days": city.rules.past_days,
            **period_json(Period(from_row_time(start), clock), city.zone),
        },
        "legs": leg_waits(facts, past, waits),
        "departments": department_waits(facts, names, past, waits),
        "total": len(found),
        "cases": _listed(facts, city, names, sources, looked, found.take(places[:limit])),
        "next": following,
    }


def _looked_at(facts: Facts, period: Period | None, standing: Standing) -> Mask:
    """The cases to look at."""
    mask = facts.cases if period is None else facts.between(TimeColumn.REPORTED, period)
    return mask & facts.holds(Fact.OPEN) if standing == Standing.OPEN else mask


def _candidates(facts: Facts, sources: Sources, inside: Mask, standing: Standing) -> tuple[Index, Bools]:
    """Positions of the cases that may have a reason, ascending, and which of them are marked.

    Of what has ended only cases that were returned again and again can have one.
    """
    if standing == Standing.ALL:
        again = facts.columns["return_count"].astype(np.uint8, copy=False) >= RETURNS
        inside = inside & (facts.holds(Fact.OPEN) | again)
    ids = [case_id for case_id, mark in sources.marks.items() if mark.pending]
    marked = sources.rows.own_positions(ids) if ids else np.zeros(0, dtype=np.int64)
    marked = marked[facts.cases.take(marked)]
    rows = np.union1d(np.flatnonzero(inside), marked)
    return rows, np.isin(rows, marked)


def _ping_pong(facts: Facts, sources: Sources, rows: Index) -> tuple[Bools, int]:
    """Which cases a department got back that another one had meanwhile, and how many cannot be read.

    Only a return makes way for another dispatch, so such a case was returned at least twice: only of these
    the actions are read.
    """
    found = np.zeros(len(rows), dtype=np.bool_)
    candidates = np.flatnonzero(facts.columns["return_count"].take(rows).astype(np.int64) >= RETURNS)
    if not len(candidates):
        return found, 0
    ids = sources.rows.case_ids(rows.take(candidates))
    actions = sources.read(ids)
    unreadable = 0
    for place, case_id in zip(candidates.tolist(), ids, strict=True):
        known = actions.get(case_id)
        if known is None:
            unreadable += 1
        else:
            found[place] = ping_pong(stints(known, sources.due_of))
    return found, unreadable


def _listed(
    facts: Facts, city: City, names: NameLists, sources: Sources, looked: Looked, page: Index
) -> list[dict[str, Any]]:
    rows = looked.rows.take(page)
    ids = sources.rows.case_ids(rows)
    entries = case_entries(facts, city, names, rows, ids)
    actions = sources.read(ids)
    return [
        entry
        | _waits(looked, place)
        | {
            "reasons": [reason.value for reason, mask in looked.reasons.items() if mask[place]],
            "severity": int(looked.severity[place]),
            "neighbours": [
                {"code": city.tree.towns[town].code, "name": city.tree.towns[town].name(city.language)}
                for town in looked.neighbours.get(place, [])
            ],
            "path": _path(actions.get(case_id), sources, city),
            "mark": mark_json(sources.marks.get(case_id), city),
        }
        for entry, case_id, place in zip(entries, ids, page.tolist(), strict=True)
    ]


def _waits(looked: Looked, place: int) -> dict[str, Any]:
    leg, usual = int(looked.waits.leg[place]), float(looked.waits.usual[place])
    return {
        "leg": None if leg < 0 else LEGS[leg].name,
        "waiting_seconds": None if leg < 0 else int(looked.waits.seconds[place]),
        "usual_seconds": None if np.isnan(usual) else usual,
    }


def _path(actions: ActionSet | None, sources: Sources, city: City) -> list[dict[str, Any]] | None:
    """The departments that had the case, one after the other; null when its actions cannot be read."""
    if actions is None:
        return None
    return [
        {
            "department": stint.department,
            "from": city_time(stint.start_us // MICROSECONDS, city.zone),
            "to": None if stint.end_us is None else city_time(stint.end_us // MICROSECONDS, city.zone),
        }
        for stint in stints(actions, sources.due_of)
    ]


def mark_json(mark: Mark | None, city: City) -> dict[str, Any] | None:
    """A mark with its whole trail, the oldest entry first."""
    if mark is None:
        return None
    entries = [
        {"at": city_time(one.at, city.zone), "by": one.by, "state": one.state.value, "note": one.note}
        for one in mark.entries
    ]
    return {**entries[-1], "trail": entries}
