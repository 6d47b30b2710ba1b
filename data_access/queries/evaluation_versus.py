"""The same month under two schemes, object by object, ready for JSON."""

from typing import Any

from data_access.domain.evaluation.versus import versus
from data_access.queries.evaluation import Evaluation


def versus_answer(found: Evaluation, other: Evaluation) -> dict[str, Any]:
    """What `found` (a scheme) makes of a month against `other` (another one), best first.

    `causes` are points by indicator and sum to `score_change`; both evaluations are of the same objects.
    """
    compared = versus(found.scores, found.rules, other.scores, other.rules)
    change = compared.change
    rows = []
    for index in found.order():
        ranks = other.scores.ranks[index], found.scores.ranks[index]
        totals = [
            float(scores.totals[index]) if scores.ranks[index] is not None else None
            for scores in (other.scores, found.scores)
        ]
        grades = [
            None if total is None else each.scheme.grade(total)
            for total, each in zip(totals, (other, found), strict=True)
        ]
        both = ranks[0] is not None and ranks[1] is not None
        rows.append(
            {
                "code": found.subjects[index].code,
                "name": found.subjects[index].name,
                "short": found.subjects[index].short,
                "rank_then": ranks[0],
                "rank_now": ranks[1],
                "change": ranks[0] - ranks[1] if ranks[0] is not None and ranks[1] is not None else None,
                "score_then": totals[0],
                "score_now": totals[1],
                "score_change": float(change.score[index]) if both else None,
                "grade_then": None if grades[0] is None else grades[0].code,
                "grade_now": None if grades[1] is None else grades[1].code,
                "causes": dict(zip(compared.names, change.score_parts[index].tolist(), strict=True))
                if both
                else None,
            }
        )
    return {
        "month": found.month,
        "scheme": _named(found),
        "other": _named(other),
        "moved": sum(bool(row["change"]) for row in rows),
        "regraded": sum(row["grade_then"] != row["grade_now"] for row in rows),
        "objects": rows,
    }


def _named(found: Evaluation) -> str:
    """The version of a scheme; what no file holds is a trial of it."""
    return found.scheme.version if found.scheme.digest else f"{found.scheme.version}*"
