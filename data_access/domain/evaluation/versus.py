"""The same month under two schemes: what differs, and which indicators made the difference."""

from dataclasses import dataclass

import numpy as np

from data_access.domain.evaluation.change import Change, change
from data_access.domain.evaluation.scheme import KindRules
from data_access.domain.evaluation.scores import Numbers, Scores


@dataclass(frozen=True)
class Versus:
    """Scores of the same objects under one scheme less those under another."""

    names: tuple[str, ...]
    """Indicators of either scheme; the columns of the parts."""
    change: Change
    """From the other scheme to this one; parts are by indicator and sum exactly."""


def versus(scores: Scores, rules: KindRules, other: Scores, other_rules: KindRules) -> Versus:
    """What one scheme changes against another one; both over the same objects."""
    names = tuple(dict.fromkeys(c.name for each in (rules, other_rules) for c in each.criteria))
    return Versus(names, change(_spread(scores, rules, names), _spread(other, other_rules, names)))


def _spread(scores: Scores, rules: KindRules, names: tuple[str, ...]) -> Scores:
    """Scores with a column for every name; an indicator that the rules do not have weighs nothing."""
    places = [names.index(criterion.name) for criterion in rules.criteria]

    def wide(narrow: Numbers) -> Numbers:
        result: Numbers = np.zeros((len(scores.totals), len(names)))
        result[:, places] = narrow
        return result

    return Scores(
        wide(scores.values),
        wide(scores.counted.astype(np.float64)).astype(np.bool_),
        wide(scores.weights),
        wide(scores.points),
        scores.totals,
        scores.ranked,
        scores.ranks,
    )
