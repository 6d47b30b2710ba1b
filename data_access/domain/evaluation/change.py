"""Why a score or a rank has changed: exact parts that sum to the whole change."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.evaluation.scores import TIE_DIGITS, Numbers, Scores


@dataclass(frozen=True)
class Change:
    """Change of objects from one month to the next; rows of those not ranked in both are NaN."""

    score: Numbers
    """Score now less score then; shape (objects,)."""
    score_parts: Numbers
    """By indicator, (objects, criteria): points lost then less points lost now. Rows sum to `score`."""
    places: Numbers
    """Places gained: rank then less rank now; shape (objects,)."""
    place_parts: Numbers
    """By indicator, (objects, criteria)."""
    place_field: Numbers
    """Places gained because others joined or left the ranking; with `place_parts` it sums to `places`."""


def change(now: Scores, then: Scores) -> Change:
    """The change of the same objects under one scheme from `then` to `now`.

    Lost points rather than points: when an indicator stops counting, its weight goes to others, and the sum
    of lost points is not moved by that alone.

    A place is gained over a rival whose distance changed its sign. Along the straight way from then to now
    the distance crosses zero once; each indicator gets its share of the movement (the Aumann-Shapley value
    of that step), which may exceed one place where indicators pulled in opposite directions.
    """
    both = now.ranked & then.ranked
    parts = np.where(both[:, None], then.lost - now.lost, np.nan)
    size = len(both)
    places = np.full(size, np.nan)
    place_parts = np.full(parts.shape, np.nan)
    field = np.full(size, np.nan)
    for index in np.flatnonzero(both).tolist():
        places[index] = (then.ranks[index] or 0) - (now.ranks[index] or 0)
        place_parts[index] = _places_by_indicator(index, both, now, then, parts)
        field[index] = _joined_or_left(index, both, now, then)
    return Change(np.where(both, now.totals - then.totals, np.nan), parts, places, place_parts, field)


def _ahead(scores: Scores, index: int) -> npt.NDArray[np.int64]:
    """1 for every ranked object that stands before one; shape (objects,)."""
    distance = np.round(scores.totals, TIE_DIGITS) > round(float(scores.totals[index]), TIE_DIGITS)
    return (scores.ranked & distance).astype(np.int64)


def _places_by_indicator(
    index: int, both: npt.NDArray[np.bool_], now: Scores, then: Scores, parts: Numbers
) -> Numbers:
    passed = np.where(both, _ahead(then, index) - _ahead(now, index), 0)
    rivals = np.flatnonzero(passed)
    moved = parts[index] - parts[rivals]
    return np.asarray((passed[rivals, None] * moved / moved.sum(axis=1, keepdims=True)).sum(axis=0))


def _joined_or_left(index: int, both: npt.NDArray[np.bool_], now: Scores, then: Scores) -> float:
    return float(np.where(both, 0, _ahead(then, index) - _ahead(now, index)).sum())


def split_rate(
    hits_now: Numbers, total_now: Numbers, hits_then: Numbers, total_then: Numbers
) -> tuple[float, Numbers]:
    """Change of a rate, and its exact parts by group (class, place); shapes (groups,).

    The part of a group is what its cases now add beyond the former rate of the whole, less what they added
    then: more of them, or a better rate among them. Zero without cases in one of the two.
    """
    cases_now, cases_then = total_now.sum(), total_then.sum()
    if not cases_now or not cases_then:
        return 0.0, np.zeros(len(total_now))
    former = hits_then.sum() / cases_then
    parts = (hits_now - former * total_now) / cases_now - (hits_then - former * total_then) / cases_then
    return float(hits_now.sum() / cases_now - former), np.asarray(parts)
