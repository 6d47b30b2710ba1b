"""How far chance alone moves scores and ranks: the month's counts are drawn again many times.

League tables need intervals of the ranks (Goldstein and Spiegelhalter, "League Tables and Their Limitations",
Journal of the Royal Statistical Society A 159(3), 1996). Here a parametric bootstrap: of d cases each has the
property with the observed rate (binomial); events that are no part of their denominator scatter by themselves
(Poisson). Half a case is added, so that nothing observed is not taken for impossible. The scatter of one
indicator is drawn independently of that of another, and minimum counts are those of the month itself.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.evaluation.scheme import WHOLE, KindRules, Spread
from data_access.domain.evaluation.scores import TIE_DIGITS, Counts, Numbers, Scores, shares

DRAWS = 1000
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True)
class Intervals:
    """95 % intervals; shape (objects, 2), the lower end first. NaN, and rank 0, for objects not ranked."""

    scores: Numbers
    ranks: npt.NDArray[np.int64]


def seed_of(*words: str) -> int:
    """The same seed for the same words (scheme version, kind, month) on every machine."""
    return int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:8], "big")


def intervals(counts: Counts, scores: Scores, rules: KindRules, seed: int, draws: int = DRAWS) -> Intervals:
    """Intervals of the ranked objects; each contains what was observed."""
    chosen = np.flatnonzero(scores.ranked)
    rng = np.random.default_rng(seed)
    drawn = np.zeros((draws, len(chosen)))
    for position, criterion in enumerate(rules.criteria):
        n = counts.numerators[chosen, position]
        d = counts.denominators[chosen, position]
        events = d - n if criterion.formula.complement else n
        if criterion.formula.spread is Spread.BINOMIAL:
            again = rng.binomial(d, np.where(d > 0, (events + 0.5) / (d + 1.0), 0), (draws, len(chosen)))
        else:
            # More returns than dispatches leave less than no events of a complement of a complement.
            again = rng.poisson(np.maximum(events, 0) + 0.5, (draws, len(chosen)))
        if criterion.formula.complement:
            again = d - again
        one = KindRules((criterion,), rules.basis, rules.minimum)
        reached = shares((again / np.maximum(d, 1))[:, :, None], one)[:, :, 0]
        drawn += reached * scores.weights[chosen, position]
    return _spread(drawn, chosen, scores)


def _spread(drawn: Numbers, chosen: npt.NDArray[np.intp], scores: Scores) -> Intervals:
    size = len(scores.totals)
    result = Intervals(np.full((size, 2), np.nan), np.zeros((size, 2), dtype=np.int64))
    if not len(chosen):
        return result
    observed = scores.totals[chosen]
    # Full marks cap what can be won, so that drawing again loses on the average; the middle of the draws is
    # put back to where the object stands.
    drawn = np.clip(drawn + observed - np.median(drawn, axis=0), 0.0, WHOLE)
    low, high = np.percentile(drawn, (_LOW, _HIGH), axis=0)
    result.scores[chosen] = np.stack([np.minimum(low, observed), np.maximum(high, observed)], axis=1)
    worse = np.sort(-np.round(drawn, TIE_DIGITS), axis=1)
    places = np.stack(
        [
            np.searchsorted(row, own, side="left")
            for row, own in zip(worse, -np.round(drawn, TIE_DIGITS), strict=True)
        ]
    )
    first = np.percentile(places + 1, _LOW, axis=0, method="lower")
    last = np.percentile(places + 1, _HIGH, axis=0, method="higher")
    rank = np.array([scores.ranks[index] or 0 for index in chosen])
    result.ranks[chosen] = np.stack([np.minimum(first, rank), np.maximum(last, rank)], axis=1)
    return result
