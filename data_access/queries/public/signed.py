"""The ranking of a frozen month for everybody: the one that was signed, whatever has come in since."""

from collections.abc import Mapping
from typing import Any

from data_access.queries.public.ranking import SCORE_DIGITS

Json = dict[str, Any]
SAME = 1e-9
"""Scores that differ by less are the same: their points and reasons hold for what was signed, too."""


def as_signed(document: Json, content: Json, scores: Mapping[str, float]) -> Json:
    """A ranking document with ranks, scores, grades and intervals of a frozen month, an answer of `evaluate`.

    `scores` are the exact ones that the document was made by, by code. Points and reasons stand only with
    towns whose score is still the signed one: others would not add up.
    """
    grades = {name: grade["code"] for grade in document["grades"] for name in grade["name"].values()}
    now = {row["code"]: row for row in document["towns"]}
    towns = [
        _town(now[one["code"]], one, grades, scores.get(one["code"]))
        for one in content["objects"]
        if one["code"] in now
    ]
    version = content["scheme"]["version"]
    scheme = {**document["scheme"], "id": version, "version": version}
    return {**document, "scheme": scheme, "towns": towns}


def _town(row: Json, signed: Json, grades: Mapping[str, str], exact: float | None) -> Json:
    rank, score, change = signed["rank"], signed["score"], signed["change"]
    told = {
        "rank": rank,
        "score": None if score is None else round(score, SCORE_DIGITS),
        "grade": grades.get(signed["grade"]),
        "interval": signed["rank_interval"],
        "rank_before": None if rank is None or change is None else rank + change,
    }
    if exact is not None and score is not None and abs(exact - score) < SAME:
        return {**row, **told}
    return {**row, **told, "points": dict.fromkeys(row["points"]), "reason": None}
