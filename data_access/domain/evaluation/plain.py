"""The scheme of a city that has none: closing rate alone, no grades."""

from data_access.domain.evaluation.formulas import of_indicator
from data_access.domain.evaluation.scheme import WHOLE, Criterion, Item, KindRules, ObjectKind, Scheme
from data_access.domain.indicator_types import Better

MINIMUM_COUNT = 10
"""Cases due for disposal below which an object is not ranked: fewer say nothing about it."""


def plain_scheme() -> Scheme:
    """Score = 100 × closing rate, for every kind of object."""
    criterion = Criterion(of_indicator("closing_rate"), 0, Better.UP, 1.0, 0.0, WHOLE, 0)
    rules = KindRules((criterion,), "settled", MINIMUM_COUNT, ("closing_rate",))
    return Scheme(
        version="closing-rate",
        zh="结案率",
        en="Closing rate",
        confirmed=True,
        since="0000-00",
        items=(Item("closing", "结案", "Closing"),),
        grades=(),
        kinds=dict.fromkeys(ObjectKind, rules),
    )
