"""From counts to points, scores, grades and ranks: arithmetic alone, over all objects of a kind at once.

Document `docs/evaluation.md` says the rules in words; `tests/reference/evaluation.py` computes them again.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.evaluation.scheme import WHOLE, KindRules
from data_access.domain.ranks import ranks

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TIE_DIGITS = 9
"""Scores that agree to this many decimals are equal: sums of floats differ in the last bits."""


@dataclass(frozen=True)
class Counts:
    """What was counted of some objects; shape (objects, criteria), of `base` (objects,)."""

    numerators: Ints
    """The complement is taken already: value = numerator / denominator."""
    denominators: Ints
    """1 for a plain count."""
    given: Flags
    """Whether there is anything at all: an external value may never have been entered."""
    base: Ints
    """The measure that decides whether an object is ranked."""


@dataclass(frozen=True)
class Scores:
    """The evaluation of some objects; shape (objects, criteria) or (objects,)."""

    values: Numbers
    """NaN without a denominator."""
    counted: Flags
    """Whether an indicator counts for an object."""
    weights: Numbers
    """Weight after spreading; 0 where an indicator does not count. Rows sum to WHOLE."""
    points: Numbers
    """Part of the weight that was reached."""
    totals: Numbers
    """Sum of the points, 0 to WHOLE; NaN where nothing counts."""
    ranked: Flags
    ranks: list[int | None]
    """Ties share a rank; None for objects that are not ranked."""

    @property
    def lost(self) -> Numbers:
        """Points lost by each indicator; a row's sum is WHOLE less its total."""
        return self.weights - self.points


def only(scores: Scores, index: int) -> Scores:
    """The scores of one object, as if it were alone; its rank is what it was."""
    rows = slice(index, index + 1)
    return Scores(
        scores.values[rows],
        scores.counted[rows],
        scores.weights[rows],
        scores.points[rows],
        scores.totals[rows],
        scores.ranked[rows],
        scores.ranks[rows],
    )


def score(counts: Counts, rules: KindRules) -> Scores:
    """Scores of objects by their counts."""
    values = values_of(counts)
    minimum = np.array([criterion.minimum for criterion in rules.criteria])
    counted = counts.given & ~np.isnan(values) & (counts.denominators >= minimum)
    plain = np.array([criterion.formula.counts for criterion in rules.criteria])
    # A count that is zero for everybody was never told by the feed: it says nothing about anybody.
    counted &= ~plain | counts.numerators.any(axis=0)
    weights = spread_weights(counted, rules)
    points = weights * shares(values, rules)
    anything = counted.any(axis=1)
    totals = np.where(anything, points.sum(axis=1), np.nan)
    ranked = anything & (counts.base >= rules.minimum)
    return Scores(values, counted, weights, points, totals, ranked, ranks(rounded(totals, ranked)))


def values_of(counts: Counts) -> Numbers:
    """Numerator over denominator; NaN where there is no denominator."""
    values: Numbers = np.full(counts.numerators.shape, np.nan)
    np.divide(counts.numerators, counts.denominators, out=values, where=counts.denominators > 0)
    return values


def shares(values: Numbers, rules: KindRules) -> Numbers:
    """Share of the points that values reach, 0 to 1, 0 for NaN; the last axis is that of the criteria."""
    zero = np.array([criterion.zero for criterion in rules.criteria])
    full = np.array([criterion.full for criterion in rules.criteria])
    # Full marks below zero marks turn the scale round: less is better.
    return np.asarray(np.clip(np.nan_to_num((values - zero) / (full - zero)), 0.0, 1.0))


def spread_weights(counted: Flags, rules: KindRules) -> Numbers:
    """Weights of the indicators that count, for each object.

    What does not count hands its weight to the rest of its item in proportion to their weights; an item of
    which nothing counts hands its weight to all other items in the same way. Rows sum to WHOLE, or to 0
    where nothing counts.
    """
    weight = np.array([criterion.weight for criterion in rules.criteria])
    item = np.array([criterion.item for criterion in rules.criteria])
    members = item[:, None] == np.arange(item.max() + 1)
    of_item = weight @ members
    present = (counted * weight) @ members
    alive = present > 0
    whole = (alive * of_item).sum(axis=1, keepdims=True)
    grown: Numbers = np.zeros(present.shape)
    np.divide(of_item, present, out=grown, where=alive)
    np.divide(grown * WHOLE, whole, out=grown, where=whole > 0)
    return np.asarray(counted * weight * grown[:, item])


def rounded(totals: Numbers, ranked: Flags) -> list[float | None]:
    """Scores to rank by; None for objects that are not ranked."""
    return [
        round(total, TIE_DIGITS) if is_ranked else None
        for total, is_ranked in zip(totals.tolist(), ranked.tolist(), strict=True)
    ]
