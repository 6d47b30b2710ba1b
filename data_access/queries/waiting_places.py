"""Where cases wait: how long each step and each department took lately, and what lies there now."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from data_access.domain.coordination import DISPOSE, LEGS
from data_access.domain.facts import Facts
from data_access.domain.measures import Fact
from data_access.domain.quantiles import grouped_quantiles
from data_access.domain.rows import Stage
from data_access.queries.groups import Index, NameLists
from data_access.queries.legs import Finished, Ints, quantiles, waiting


def leg_waits(facts: Facts, past: Mapping[int, Finished], open_rows: Index) -> list[dict[str, Any]]:
    """One entry a step: finished lately and how long that took, waiting now and since when."""
    waits = waiting(facts, open_rows, np.ones(len(open_rows), dtype=np.bool_))
    answer = []
    for index, leg in enumerate(LEGS):
        seconds = past[index].seconds[facts.cases.take(past[index].rows)]
        median, p90 = quantiles(seconds)
        here = waits.seconds[waits.leg == index]
        now_median, now_p90 = quantiles(here)
        answer.append(
            {
                "leg": leg.name,
                "measure": leg.measure,
                "count": len(seconds),
                "seconds_median": median,
                "seconds_p90": p90,
                "waiting_count": len(here),
                "waiting_seconds_median": now_median,
                "waiting_seconds_p90": now_p90,
            }
        )
    return answer


def department_waits(
    facts: Facts, names: NameLists, past: Mapping[int, Finished], open_rows: Index
) -> list[dict[str, Any]]:
    """One entry a department, by the open cases that lie with it: the most first.

    Finished are its cases that nobody ever returned, from the first dispatch to the disposal: of a returned
    one rows cannot tell who kept it for how long; they are counted as `returned_count`. Waiting are those
    dispatched to it and not disposed, since the first dispatch. The last entry, without name, holds cases
    whose dispatch named nobody.
    """
    labels = [*names.departments, ""]
    size = len(labels)
    done = past[DISPOSE]
    inside = facts.cases.take(done.rows)
    rows, seconds = done.rows[inside], done.seconds[inside]
    returned = facts.columns["return_count"].take(rows).astype(np.int64) > 0
    groups = _departments(facts, rows, size)
    straight = ~returned
    counts = np.bincount(groups[straight], minlength=size)
    returns = np.bincount(groups[returned], minlength=size)
    median, p90 = _grouped(seconds[straight], groups[straight], size)
    lying = open_rows[facts.columns["stage"].take(open_rows) == Stage.DISPATCHED]
    at = _departments(facts, lying, size)
    waits = waiting(facts, lying, np.ones(len(lying), dtype=np.bool_)).seconds
    now_median, now_p90 = _grouped(waits, at, size)
    here = np.bincount(at, minlength=size)
    late = facts.narrowed(lying).holds(Fact.OVERDUE)
    overdue = np.bincount(at[late], minlength=size)
    order = sorted(range(size), key=lambda index: (-here[index], -counts[index], labels[index]))
    return [
        {
            "name": labels[index],
            "count": int(counts[index]),
            "returned_count": int(returns[index]),
            "seconds_median": median[index],
            "seconds_p90": p90[index],
            "waiting_count": int(here[index]),
            "waiting_seconds_median": now_median[index],
            "waiting_seconds_p90": now_p90[index],
            "overdue_count": int(overdue[index]),
        }
        for index in order
        if here[index] or counts[index] or returns[index]
    ]


def _departments(facts: Facts, rows: Index, size: int) -> Index:
    values = facts.columns["department"].take(rows).astype(np.intp)
    return np.minimum(values, size - 1, out=values)


def _grouped(seconds: Ints, groups: Index, size: int) -> tuple[list[float | None], list[float | None]]:
    found = grouped_quantiles(seconds.astype(np.float64), groups, size, (0.5, 0.9))
    first, second = ([None if np.isnan(one) else one for one in part.tolist()] for part in found)
    return first, second
