"""The ranking of a month for everybody: ranks and scores, and points as coarse as they must be."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from data_access.domain.city import City
from data_access.domain.disclosure.points import item_points
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.period import city_time
from data_access.queries.evaluation import Evaluation
from data_access.queries.public.month import FORMAT, About

Json = dict[str, Any]
Sentences = Mapping[str, Mapping[str, str] | None]
"""Code of an object → why its score changed, in "zh" and "en"."""
SCORE_DIGITS = 1


def ranking_document(
    about: About, found: Evaluation, city: City, known: Mapping[str, frozenset[str]], reasons: Sentences,
    rules: Disclosure, *, frozen: bool,
) -> Json:  # fmt: skip
    """The document; `known` are the indicators of each town that the month's document tells exactly."""
    scheme = found.scheme
    items = [position for position in range(len(scheme.items)) if _weight(found, position)]
    return {
        "format": FORMAT,
        "month": about.month,
        "revision": about.revision,
        "released_at": city_time(about.released_at, city.zone),
        "scheme": {
            "id": scheme.version,
            "version": scheme.version,
            "name": {"zh": scheme.zh, "en": scheme.en},
            "reference": not scheme.confirmed,
        },
        "frozen": frozen,
        "items": [
            {
                "key": scheme.items[position].code,
                "name": {"zh": scheme.items[position].zh, "en": scheme.items[position].en},
                "weight": _weight(found, position),
            }
            for position in items
        ],
        "towns": [_town(found, index, city, items, known, reasons, rules) for index in found.order()],
        "grades": grades_json(scheme),
    }


def grades_json(scheme: Scheme) -> list[Json]:
    """The grades with the score that each begins at, best first."""
    return [
        {"code": grade.code, "name": {"zh": grade.zh, "en": grade.en}, "from": grade.least}
        for grade in scheme.grades
    ]


def _weight(found: Evaluation, item: int) -> float:
    return sum(criterion.weight for criterion in found.rules.criteria if criterion.item == item)


def _town(
    found: Evaluation, index: int, city: City, items: list[int], known: Mapping[str, frozenset[str]],
    reasons: Sentences, rules: Disclosure,
) -> Json:  # fmt: skip
    scores, subject = found.scores, found.subjects[index]
    area = city.tree.area(subject.code)
    rank, before = scores.ranks[index], found.then.ranks[index]
    total = None if rank is None else round(float(scores.totals[index]), SCORE_DIGITS)
    # By the exact score, as in the offices: at a limit the rounded one may read as the next grade.
    grade = None if rank is None else found.scheme.grade(float(scores.totals[index]))
    reach = found.intervals
    points: list[float | None] = [None] * len(found.scheme.items)
    if rank is not None:
        points = item_points(
            found.counts, scores, found.rules, index, known.get(subject.code, frozenset()), rules
        )
    return {
        "code": subject.code,
        "name": {"zh": area.name_zh, "en": area.name_en}
        if area
        else {"zh": subject.name, "en": subject.name},
        "rank": rank,
        "score": total,
        "grade": None if grade is None else grade.code,
        "interval": None if rank is None or reach is None else np.asarray(reach.ranks[index]).tolist(),
        "rank_before": before,
        "points": {found.scheme.items[item].code: points[item] for item in items},
        "reason": None if rank is None or before is None else reasons.get(subject.code),
    }
