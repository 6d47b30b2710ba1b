"""An evaluation as JSON: every object with score, intervals, grade, causes of its change, every indicator."""

import math
from collections import Counter
from typing import Any

from data_access.domain.evaluation.scheme import ObjectKind
from data_access.queries.evaluation import Evaluation
from data_access.queries.ranking import ranking_entry


def evaluation_answer(found: Evaluation, kind: ObjectKind, language: str) -> dict[str, Any]:
    """The answer of `zhiwang evaluate`, best first.

    `causes` are points, `place_causes` places gained, by indicator; they sum to `score_change` and, with
    `place_field` (others joined or left the ranking), to `change`. `not_counted` names the indicators whose
    weight went to others.
    """
    objects = [_object(found, index, language) for index in found.order()]
    grades = Counter(one["grade"] for one in objects if one["grade"] is not None)
    scheme = found.scheme
    return {
        "kind": kind.value,
        "month": found.month,
        "scheme": {
            "version": scheme.version,
            "name": scheme.title(language),
            "confirmed": scheme.confirmed,
            "digest": scheme.digest,
        },
        "ranked": sum(one["rank"] is not None for one in objects),
        "grades": {grade.title(language): grades[grade.title(language)] for grade in scheme.grades},
        "objects": objects,
    }


def _object(found: Evaluation, index: int, language: str) -> dict[str, Any]:
    names = [criterion.name for criterion in found.rules.criteria]
    change, reach = found.change, found.intervals
    ranked = found.scores.ranks[index] is not None
    both = not math.isnan(float(change.score[index]))
    return {
        **ranking_entry(found, index, language),
        "short": found.subjects[index].short,
        "score_interval": reach.scores[index].tolist() if ranked and reach else None,
        "rank_interval": reach.ranks[index].tolist() if ranked and reach else None,
        "score_change": float(change.score[index]) if both else None,
        "causes": dict(zip(names, change.score_parts[index].tolist(), strict=True)) if both else None,
        "place_causes": dict(zip(names, change.place_parts[index].tolist(), strict=True)) if both else None,
        "place_field": float(change.place_field[index]) if both else None,
        "not_counted": [
            name
            for name, counts in zip(names, found.scores.counted[index].tolist(), strict=True)
            if not counts
        ],
    }
