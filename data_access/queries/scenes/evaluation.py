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
from data_access.domain.evaluation.scores import Scores, score
from data_access.domain.facts import Facts
from data_access.domain.indicator_types import Better
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.evaluated import areas
from data_access.queries.evaluation import (
    Evaluation,
    evaluation_of,
    left_out,
    month_counts,
    month_of,
    months_until,
    scheme_of,
)
from data_access.queries.groups import NameLists

MONTHS = 12
WORST = 3
"""Objects marked in each column of rates."""
MOVES = 5


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
    return {
        "at": as_of,
        "month": found.month,
        "running": Period.month(found.month, city.zone).end > as_of,
        "frozen": dict(frozen) if frozen else None,
        "scheme": {"version": scheme.version, "confirmed": scheme.confirmed},
        "places": len(objects.labels),
        "months": span[shown],
        "means": [_mean(one) for one in scores[shown]],
        "grades": _grades(found),
        "items": _items(found),
        "rates": [_title(found, position) for position in _shown(found)],
        "rows": [_row(found, index, scores[shown]) for index in found.order()],
        "moves": _moves(found),
    }


def _mean(scores: Scores) -> float | None:
    """Mean score of the ranked objects, each with the same weight."""
    return float(scores.totals[scores.ranked].mean()) if scores.ranked.any() else None


def _shown(found: Evaluation) -> list[int]:
    return [found.rules.position(name) for name in found.rules.shown]


def _title(found: Evaluation, position: int) -> dict[str, Any]:
    formula = found.rules.criteria[position].formula
    return {"name": formula.name, "zh": formula.zh, "en": formula.en, "count": formula.counts}


def _grades(found: Evaluation) -> list[dict[str, Any]]:
    totals = found.scores.totals[found.scores.ranked].tolist()
    reached = [grade.code for total in totals if (grade := found.scheme.grade(total))]
    return [
        {"code": g.code, "zh": g.zh, "en": g.en, "least": g.least, "count": reached.count(g.code)}
        for g in found.scheme.grades
    ]


def _lost(found: Evaluation) -> npt.NDArray[np.float64]:
    """Points lost by item, shape (objects, items)."""
    item = np.array([criterion.item for criterion in found.rules.criteria])
    return np.asarray(found.scores.lost @ (item[:, None] == np.arange(len(found.scheme.items))))


def _items(found: Evaluation) -> list[dict[str, Any]]:
    lost, ranked = _lost(found), found.scores.ranked
    means = lost[ranked].mean(axis=0).tolist() if ranked.any() else [None] * lost.shape[1]
    weights = [0.0] * lost.shape[1]
    for criterion in found.rules.criteria:
        weights[criterion.item] += criterion.weight
    return [
        {"code": item.code, "zh": item.zh, "en": item.en, "weight": weight, "lost": mean}
        for item, weight, mean in zip(found.scheme.items, weights, means, strict=True)
    ]


def _worst(found: Evaluation, position: int) -> set[int]:
    """The ranked objects with the worst values of an indicator, of those that lose points by it."""
    values, criterion = found.scores.values[:, position], found.rules.criteria[position]
    losing = np.flatnonzero(found.scores.ranked & (found.scores.lost[:, position] > 0))
    signed = values[losing] if criterion.better is Better.UP else -values[losing]
    return set(losing[np.argsort(signed, kind="stable")[:WORST]].tolist())


def _row(found: Evaluation, index: int, line: list[Scores]) -> dict[str, Any]:
    scores, reach = found.scores, found.intervals
    rank = scores.ranks[index]
    total = float(scores.totals[index])
    grade = found.scheme.grade(total) if rank is not None else None
    shown = _shown(found)
    values = [float(scores.values[index, position]) for position in shown]
    return {
        "code": found.subjects[index].code,
        "rank": rank,
        "change": found.places_gained(index),
        "ranks": reach.ranks[index].tolist() if rank is not None and reach else None,
        "grade": None if grade is None else grade.code,
        "score": total if rank is not None else None,
        "reach": reach.scores[index].tolist() if rank is not None and reach else None,
        "lost": _lost(found)[index].tolist() if rank is not None else None,
        "rates": [None if value != value else value for value in values],
        "worst": [index in _worst(found, position) for position in shown],
        "line": [one.ranks[index] for one in line],
    }


def _moves(found: Evaluation) -> list[dict[str, Any]]:
    """The largest changes of score, each with the indicator that contributed most in its direction."""
    change = found.change.score
    order = np.argsort(-np.abs(np.nan_to_num(change)), kind="stable")[:MOVES]
    moves = []
    for index in order.tolist():
        if not np.isfinite(change[index]) or change[index] == 0:
            continue
        parts = found.change.score_parts[index] * np.sign(change[index])
        cause = int(np.argmax(parts))
        moves.append(
            {
                "code": found.subjects[index].code,
                "change": float(change[index]),
                "cause": _title(found, cause),
                "part": float(found.change.score_parts[index, cause]),
            }
        )
    return moves
