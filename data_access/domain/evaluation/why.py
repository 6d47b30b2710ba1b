"""Why one object's score changed, below its indicators: groups of cases, their number and how they fared.

Everything is in points and sums exactly: indicators to the change of the score; of an indicator the change of
its weight, what the cases are about (mix) and how they fared (pace) to its part; groups to mix and pace.
"""

from dataclasses import dataclass

import numpy as np

from data_access.domain.evaluation.change import split_rate
from data_access.domain.evaluation.scheme import Criterion, KindRules
from data_access.domain.evaluation.scores import Ints, Numbers, Scores, shares


@dataclass(frozen=True)
class Split:
    """The part of one indicator in the change of a score, in points."""

    points: float
    """Points lost then less points lost now; `weight` + sum of `mix` + sum of `pace`."""
    weight: float
    """Because the indicator weighs more or less: others began or ceased to count."""
    mix: Numbers
    """By group, shape (groups,): more or fewer of its cases than before. Sums to what another mix of cases
    would have changed if each group had fared as in the mean of both months."""
    pace: Numbers
    """By group: its cases fared better or worse."""

    @property
    def groups(self) -> Numbers:
        """Mix and pace together, by group."""
        return np.asarray(self.mix + self.pace)


def split(
    criterion: Criterion, position: int, index: int, now: Scores, then: Scores,
    counts_now: tuple[Ints, Ints], counts_then: tuple[Ints, Ints],
) -> Split:  # fmt: skip
    """The part of the indicator at `position` for the object at `index`.

    `counts_*` are numerators (the complement taken already) and denominators by group; of a plain count the
    denominators are not looked at.
    """
    points = float(then.lost[index, position] - now.lost[index, position])
    size = len(counts_now[0])
    zeros = np.zeros(size)
    if not (now.counted[index, position] and then.counted[index, position]):
        return Split(points, points, zeros, zeros)
    one = KindRules((criterion,), "", 0)
    values = [float(scores.values[index, position]) for scores in (then, now)]
    reached = [float(shares(np.array([[value]]), one)[0, 0]) for value in values]
    weight = [float(scores.weights[index, position]) for scores in (then, now)]
    of_value = (weight[0] + weight[1]) / 2 * (reached[1] - reached[0])
    of_weight = -(weight[1] - weight[0]) * (1 - (reached[0] + reached[1]) / 2)
    moved = values[1] - values[0]
    if not moved or not of_value:
        return Split(points, of_weight, zeros, zeros)
    if criterion.formula.counts:
        mix, pace = zeros, (counts_now[0] - counts_then[0]).astype(np.float64)
    else:
        mix, pace = mix_and_pace(*counts_now, *counts_then)
    return Split(points, of_weight, mix * (of_value / moved), pace * (of_value / moved))


def mix_and_pace(
    hits_now: Ints, total_now: Ints, hits_then: Ints, total_then: Ints
) -> tuple[Numbers, Numbers]:
    """The change of a rate by group, parted into what its cases are about and how they fared.

    With the shares w and rates r of a group, f the former rate of the whole: mix = Δw (mean r − f), pace =
    mean w Δr. A group that had no cases in one of the months cannot have fared differently: all of it is
    mix. Both sum to the change of the rate; zero without cases in one of the months.
    """
    counts = hits_now, total_now, hits_then, total_then
    _, parts = split_rate(*(count.astype(np.float64) for count in counts))
    if not total_now.sum() or not total_then.sum():
        return np.asarray(parts), np.zeros(len(parts))
    former = hits_then.sum() / total_then.sum()
    rates = []
    for hits, total in ((hits_then, total_then), (hits_now, total_now)):
        rate: Numbers = np.full(len(hits), np.nan)
        np.divide(hits, total, out=rate, where=total > 0)
        rates.append(rate)
    both = ~np.isnan(rates[0]) & ~np.isnan(rates[1])
    more = total_now / total_now.sum() - total_then / total_then.sum()
    mix = np.where(both, more * ((rates[0] + rates[1]) / 2 - former), parts)
    # Events of cases of another month have no share of their own: they are how it fared.
    lost = (total_now == 0) & (total_then == 0)
    mix = np.where(lost, 0.0, mix)
    return np.asarray(mix), np.asarray(parts - mix)


def exceeds_chance(now: Scores, then: Scores, reach: Numbers, former: Numbers) -> bool:
    """Whether the change of one object's score is larger than chance moves the difference of two months.

    `reach` and `former` are the 95 % intervals of its scores now and then, the lower end first.

    The 95 % interval of a difference of independent figures: the ends that face each other, by squares.
    """
    change = float(now.totals[0] - then.totals[0])
    side = 0 if change < 0 else 1
    of_then = abs(float(former[side] - then.totals[0]))
    of_now = abs(float(now.totals[0] - reach[1 - side]))
    return bool(abs(change) > (of_then**2 + of_now**2) ** 0.5)
