"""An evaluation as a table of screens: ranks, scores with their reach, points lost by item, rates."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.evaluation.scores import Scores
from data_access.domain.indicator_types import Better
from data_access.queries.evaluation import Evaluation

WORST = 3
"""Objects marked in each column of rates."""
MOVES = 5


def evaluation_table(found: Evaluation) -> dict[str, Any]:
    """Grades, items, rates, rows (best first) and largest moves, JSON-ready; names of objects are by code."""
    return {
        "grades": _grades(found),
        "items": _items(found),
        "rates": [title_of(found, position) for position in _shown(found)],
        "rows": [_row(found, index) for index in found.order()],
        "moves": _moves(found),
    }


def mean_score(scores: Scores) -> float | None:
    """Mean score of the ranked objects, each with the same weight."""
    return float(scores.totals[scores.ranked].mean()) if scores.ranked.any() else None


def title_of(found: Evaluation, position: int) -> dict[str, Any]:
    """Name of an indicator, and whether it is a plain count."""
    formula = found.rules.criteria[position].formula
    return {"name": formula.name, "zh": formula.zh, "en": formula.en, "count": formula.counts}


def _shown(found: Evaluation) -> list[int]:
    return [found.rules.position(name) for name in found.rules.shown]


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


def _row(found: Evaluation, index: int) -> dict[str, Any]:
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
        "left_out": found.left_out[index],
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
                "cause": title_of(found, cause),
                "part": float(found.change.score_parts[index, cause]),
            }
        )
    return moves
