"""The rows behind a figure: exactly those that a measure counts in a period."""

import numpy as np

from data_access.domain.facts import Facts, Mask, Times
from data_access.domain.measures import Fact, Measure
from data_access.domain.period import Period
from data_access.domain.rows import NEVER


def counted_rows(facts: Facts, measure: Measure, period: Period) -> Mask:
    """Rows of the scope that a measure counts, shape (rows,); live measures ignore the period.

    A measure of actions counts continuation rows, too: one row an action.
    """
    if measure.time is None:
        return facts.live(measure)
    mask = facts.between(measure.time, period)
    for fact in measure.facts:
        mask = mask & (facts.repeats(period) if fact == Fact.DUPLICATE else facts.holds(fact))
    return mask


def counted_times(facts: Facts, measure: Measure) -> Times:
    """The time by which each row is counted, NEVER for live measures; shape (rows,)."""
    if measure.time is None:
        return np.full(facts.size, NEVER, dtype=np.int32)
    return facts.time(measure.time)
