"""Ranks of the evaluated objects over months, each month by the scheme that its own evaluation goes by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from data_access.domain.city import City
from data_access.domain.evaluation.entered import NOTHING, Entered
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.evaluation.scores import score
from data_access.domain.facts import Facts
from data_access.queries.evaluated import Subjects
from data_access.queries.evaluation import month_counts

MONTHS = 12


@dataclass(frozen=True, slots=True)
class RankHistory:
    """Ranks by month; the last month is the evaluated one."""

    months: tuple[str, ...]
    schemes: tuple[str, ...]
    """Version that each month is scored by."""
    ranks: dict[str, tuple[int | None, ...]]
    """By code of the object; None where it was not ranked."""

    @property
    def changes(self) -> tuple[int, ...]:
        """Places of the months from which another scheme than the month before counts."""
        return tuple(n for n in range(1, len(self.months)) if self.schemes[n] != self.schemes[n - 1])

    @property
    def lowest(self) -> int:
        """The largest rank of all; 1 where nobody was ranked."""
        return max([1, *(rank for ranks in self.ranks.values() for rank in ranks if rank is not None)])


def rank_history(
    facts: Facts,
    city: City,
    months: Sequence[str],
    objects: Subjects,
    scheme_of: Callable[[str], Scheme],
    entered: Entered = NOTHING,
) -> RankHistory:
    """Ranks in adjoining months, oldest first, as the evaluation of each has them.

    A scheme that says nothing about the kind ranks nobody in its months. Raises BadPeriod.
    """
    schemes = [scheme_of(month) for month in months]
    rows: list[Sequence[int | None]] = []
    for _, group in groupby(zip(months, schemes, strict=True), key=lambda pair: pair[1].version):
        span = list(group)
        rules = span[0][1].kinds.get(objects.kind)
        if rules is None:
            rows += [[None] * len(objects.labels)] * len(span)
            continue
        # All months of a scheme in one sweep over the rows.
        for counts in month_counts(facts, city, [month for month, _ in span], objects, rules, entered):
            found = score(counts, rules)
            rows.append(found.ranks)
    table = np.array(rows, dtype=object).reshape(len(months), -1)
    return RankHistory(
        tuple(months),
        tuple(scheme.version for scheme in schemes),
        {label.code: tuple(table[:, n].tolist()) for n, label in enumerate(objects.labels)},
    )
