"""Points of a town's items, so coarse that they tell no small count behind an indicator."""

from collections.abc import Sequence

import numpy as np

from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.evaluation.scheme import KindRules
from data_access.domain.evaluation.scores import Counts, Numbers, Scores, shares

STEPS = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Roundings of points, the finest first."""
SCORE_STEP = 0.1
LEAST_SOLUTIONS = 3
"""So many counts must lead to the same published points, the true one among them."""


def item_points(
    counts: Counts, scores: Scores, rules: KindRules, index: int, known: frozenset[str], limits: Disclosure
) -> list[float | None]:
    """Points of each item, rounded by one step for the whole town; None where no step is coarse enough.

    `known` are the indicators that everybody knows exactly: whoever also knew all others of an item could
    solve for the one that is small, from the item or from the score less the other items.
    """
    size = max(criterion.item for criterion in rules.criteria) + 1
    exact = np.zeros(size)
    open_items = np.zeros(size, dtype=np.bool_)
    for position, criterion in enumerate(rules.criteria):
        exact[criterion.item] += scores.points[index, position]
        if scores.counted[index, position] and criterion.name not in known and not criterion.formula.external:
            open_items[criterion.item] = True
    for step in STEPS:
        if all(
            _is_hidden(counts, scores, rules, index, position, exact, open_items, step)
            for position in small_indicators(counts, scores, rules, index, limits)
        ):
            return [round(float(round(value / step) * step), 1) for value in exact.tolist()]
    return [None] * size


def small_indicators(
    counts: Counts, scores: Scores, rules: KindRules, index: int, limits: Disclosure
) -> list[int]:
    """Indicators that count for the town and have a small numerator or rest."""
    found = []
    for position, criterion in enumerate(rules.criteria):
        if criterion.formula.external or not scores.counted[index, position]:
            continue
        hits, total = int(counts.numerators[index, position]), int(counts.denominators[index, position])
        sides = [hits] if criterion.formula.counts else [hits, total - hits]
        if any(0 < side < limits.least_count for side in sides):
            found.append(position)
    return found


def _is_hidden(
    counts: Counts, scores: Scores, rules: KindRules, index: int, position: int, exact: Numbers,
    open_items: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], step: float,
) -> bool:  # fmt: skip
    """Whether several counts lead to what is published, were everything else of the item known."""
    criterion = rules.criteria[position]
    hits, total = int(counts.numerators[index, position]), int(counts.denominators[index, position])
    others = [item for item in np.flatnonzero(open_items).tolist() if item != criterion.item]
    # The score less the other items: each of them is known to its rounding only, if it is not known.
    room = (len(others) * step + SCORE_STEP) / 2
    candidates = _candidates(hits, total, plain=criterion.formula.counts)
    one = KindRules((criterion,), rules.basis, rules.minimum)
    values = np.array(candidates, dtype=np.float64)[:, None]
    if not criterion.formula.counts:
        values = values / total
    points = scores.weights[index, position] * shares(values, one)[:, 0]
    moved = points - scores.points[index, position]
    item = exact[criterion.item]
    same = np.round((item + moved) / step) == np.round(item / step)
    return int(np.count_nonzero(same & (np.abs(moved) <= room))) >= LEAST_SOLUTIONS


def _candidates(hits: int, total: int, *, plain: bool) -> Sequence[int]:
    reach = 50
    top = hits + reach if plain else max(total, hits)
    return range(max(0, hits - reach), min(hits + reach, top) + 1)
