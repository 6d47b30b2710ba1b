"""A single case: attributes, every action with what it did, its clock, and the figures that count it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from data_access.domain.actions import MICROSECONDS, ActionSet, Field
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.indicators import INDICATORS
from data_access.domain.lifecycle import CaseState, DueOf
from data_access.domain.measures import FACT_WORDS, MEASURES, Fact
from data_access.domain.period import Period, city_time, from_row_time
from data_access.domain.rows import NEVER, Columns, Stage
from data_access.domain.timeline import Step, timeline
from data_access.queries.case_entries import case_entries
from data_access.queries.comparing import period_json
from data_access.queries.counted import counted_rows, counted_times
from data_access.queries.cursor import Ints
from data_access.queries.groups import NameLists

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVER = Period(-(2**40), 2**40)
_GREEN_SHARE = 0.8
"""Share of its limit to which an open case is green."""
_PRIVATE = {"description": Field.DESCRIPTION, "reporter": Field.REPORTER}
_TOLD = {"by": Field.BY, "department": Field.DEPARTMENT, "level": Field.LEVEL, "score": Field.SCORE}


def case_page(
    columns: Columns,
    city: City,
    names: NameLists,
    case_id: str,
    actions: ActionSet,
    due_of: DueOf,
    positions: Sequence[int],
    *,
    as_of: float,
    period: Period | None = None,
    private: bool = False,
) -> dict[str, Any]:
    """The answer of `query case`; `positions` are those of the case's rows, its own first.

    `indicators` are those that count the case at any time, or in the period. Description and reporter are
    told only to those who may know (`private`), the check code to nobody.
    """
    clock = int(as_of // 1)
    facts = Facts(columns, city, clock)
    rows = np.array(positions, dtype=np.int64)
    steps = timeline(actions, due_of)
    state = steps[-1].after
    answer: dict[str, Any] = {
        "as_of": city_time(clock, city.zone),
        "period": None if period is None else period_json(period, city.zone),
        "complete": state.report is not None,
    }
    if state.report is None:
        answer["case_id"] = case_id
    else:
        answer |= case_entries(facts, city, names, rows[:1], [case_id])[0]
    if private:
        answer |= {name: (state.report or {}).get(field) for name, field in _PRIVATE.items()}
    answer["timeline"] = [_step(step, city, private) for step in steps]
    answer["clock"] = _clock(state, steps, city, clock)
    answer["indicators"] = _indicators(facts, city, rows, period or _EVER) if state.report else []
    return answer


def exact_time(at_us: int | None, city: City) -> str | None:
    """A time in city time, with its fraction of a second if it has one."""
    if at_us is None:
        return None
    return (_EPOCH + timedelta(microseconds=at_us)).astimezone(city.zone).isoformat()


def _step(step: Step, city: City, private: bool) -> dict[str, Any]:
    """One action: what it told, whether it had an effect, what changed (`implied`: stages left out)."""
    told = {name: step.fields[field] for name, field in _TOLD.items() if field in step.fields}
    if Field.DUE_AT in step.fields:
        told["due_at"] = exact_time(step.fields[Field.DUE_AT], city)
    if private:
        told |= {name: step.fields[field] for name, field in _PRIVATE.items() if field in step.fields}
    return {
        "at": exact_time(step.at_us, city),
        "action": step.kind.value,
        **told,
        "effective": step.effective,
        "changes": {name: _value(name, getattr(step.after, name), city) for name in step.changed},
        "implied": list(step.implied),
    }


def _value(name: str, value: Any, city: City) -> Any:
    if name == "stage":
        return Stage(value).name.lower()
    return exact_time(value, city) if name.endswith("_at") else value


def _clock(state: CaseState, steps: list[Step], city: City, as_of: int) -> dict[str, Any]:
    """The time limit and how much of it is used; null where there is none or it does not run any more."""
    waiting = state.stage in (Stage.FILED, Stage.DISPATCHED) and state.due_at is not None
    running = waiting and state.suspended_at is None
    remaining = light = None
    if waiting and state.due_at is not None and state.filed_at is not None:
        now_us = as_of * MICROSECONDS if state.suspended_at is None else state.suspended_at
        limit = state.due_at - state.filed_at - state.suspended_us
        used = now_us - state.filed_at - state.suspended_us
        remaining = (state.due_at - now_us) / MICROSECONDS
        light = "green" if used <= _GREEN_SHARE * limit else "yellow" if used <= limit else "red"
    return {
        "running": running,
        "filed_at": exact_time(state.filed_at, city),
        "due_at": exact_time(state.due_at, city),
        "remaining_seconds": remaining,
        "light": light,
        "suspended_seconds": state.suspended_us / MICROSECONDS,
        "suspensions": _suspensions(steps, city),
        "extensions": [exact_time(at, city) for at in state.extensions],
    }


def _suspensions(steps: list[Step], city: City) -> list[dict[str, str | None]]:
    spans: list[dict[str, str | None]] = []
    for step in steps:
        if step.before.suspended_at is None and step.after.suspended_at is not None:
            spans.append({"from": exact_time(step.after.suspended_at, city), "to": None})
        elif step.before.suspended_at is not None and step.after.suspended_at is None:
            spans[-1]["to"] = exact_time(step.at_us, city)
    return spans


def _indicators(facts: Facts, city: City, rows: Ints, period: Period) -> list[dict[str, Any]]:
    """For each figure that counts the case: as which part, by which times, and because of what."""
    counted = {name: _counted(facts, rows, name, period) for name in MEASURES}
    told = []
    for indicator in INDICATORS.values():
        for part, name in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
            times = None if name is None else counted[name]
            if name is None or times is None:
                continue
            told.append(
                {
                    "indicator": indicator.name,
                    "zh": indicator.zh,
                    "en": indicator.en,
                    "part": part,
                    "measure": name,
                    "counted_at": [city_time(from_row_time(at), city.zone) for at in times],
                    "because": [FACT_WORDS[fact] for fact in MEASURES[name].facts],
                }
            )
    return told


def _counted(facts: Facts, rows: Ints, name: str, period: Period) -> list[int] | None:
    """Row times by which a measure counts the rows of a case; None when it does not count it."""
    measure = MEASURES[name]
    narrow = facts.narrowed(rows)
    if Fact.DUPLICATE in measure.facts:
        # Whether it repeats another case is told by all rows, at the moment of its report alone.
        reported = int(facts.column("reported")[rows[0]])
        start, end = period.row_bounds()
        if not start <= reported < min(end, facts.as_of):
            return None
        moment = from_row_time(reported)
        return [reported] if facts.repeats(Period(moment, moment + 1))[rows[0]] else None
    mask = counted_rows(narrow, measure, period)
    if not mask.any():
        return None
    times = counted_times(narrow, measure)[mask]
    return [] if measure.time is None else [int(time) for time in times.tolist() if time != NEVER]
