"""The figures of the wall's evaluation scene: a month of the towns, or of the villages of one town.

Computed at most once a minute. The lines of twelve months need the whole table; recent rows give what they
hold.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.entered import NOTHING, Entered
from data_access.domain.evaluation.intervals import DRAWS
from data_access.domain.evaluation.scores import score
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.evaluated import areas
from data_access.queries.evaluation import (
    evaluation_of,
    left_out,
    month_counts,
    month_of,
    months_until,
    scheme_of,
)
from data_access.queries.evaluation_table import evaluation_table, mean_score
from data_access.queries.groups import NameLists

MONTHS = 12


def evaluation_scene(
    columns: Columns, city: City, names: NameLists, staff: npt.NDArray[np.uint16] | None, as_of: float, *,
    home: tuple[AreaLevel, int] | None = None, month: str | None = None,
    frozen: Mapping[str, Any] | None = None, entered: Entered = NOTHING,
) -> dict[str, Any]:  # fmt: skip
    """The scene at a moment, JSON-ready.

    Without a month it is the running one, or the one before until half of the objects can be ranked.
    `frozen` tells of a freeze of that month: `frozen_at` (ISO 8601) and `revisions` (figures changed since).
    """
    clock = int(as_of // 1)
    scope = Scope(areas=() if home is None else (home,))
    facts, objects = Facts(columns, city, clock, scope.mask(columns)), areas(city, scope)
    last = month or month_of(clock, city)
    scheme = scheme_of(city, last)
    rules = scheme.kinds[objects.kind]
    span = months_until(last, MONTHS + 2, city)
    counts = month_counts(facts, city, span, objects, rules, entered)
    scores = [score(one, rules) for one in counts]
    at = len(span) - 1
    if month is None and 2 * int(scores[at].ranked.sum()) < len(objects.labels):
        at -= 1
    shown = slice(at - MONTHS + 1, at + 1)
    without = left_out(facts, span[at], objects, entered)
    found = evaluation_of(span[at], scheme, objects, counts[at - 1], counts[at], DRAWS, without)
    table = evaluation_table(found)
    return {
        "at": as_of,
        "month": found.month,
        "running": Period.month(found.month, city.zone).end > as_of,
        "frozen": dict(frozen) if frozen else None,
        "scheme": {"version": scheme.version, "confirmed": scheme.confirmed},
        "places": len(objects.labels),
        "months": span[shown],
        "means": [mean_score(one) for one in scores[shown]],
        **table,
        "rows": [
            {**row, "line": [one.ranks[index] for one in scores[shown]]}
            for row, index in zip(table["rows"], found.order(), strict=True)
        ],
    }
