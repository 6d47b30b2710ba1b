"""Evaluates the objects of a kind in a month: counts, scores, intervals, change against the month before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_access.domain.city import City
from data_access.domain.evaluation.change import Change, change
from data_access.domain.evaluation.entered import LEFT_OUT, NOTHING, Entered, External
from data_access.domain.evaluation.intervals import DRAWS, Intervals, intervals, seed_of
from data_access.domain.evaluation.plain import plain_scheme
from data_access.domain.evaluation.scheme import KindRules, Scheme, in_force
from data_access.domain.evaluation.scores import Counts, Scores, score
from data_access.domain.facts import Facts
from data_access.domain.measures import TimeColumn
from data_access.domain.period import Period, local_day
from data_access.queries.evaluated import Subject, Subjects
from data_access.queries.groups import GroupOf, Index, RowGroups, TimeGroups
from data_access.queries.tally import Tally


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of one month; arrays follow `subjects`."""

    month: str
    scheme: Scheme
    rules: KindRules
    subjects: tuple[Subject, ...]
    counts: Counts
    scores: Scores
    then: Scores
    """The month before under the same scheme."""
    change: Change
    intervals: Intervals | None
    left_out: tuple[int, ...]
    """Cases of each object that are left out of the month, by appeals."""

    def places_gained(self, index: int) -> int | None:
        """Places gained since the month before; None when the object was not ranked in one of the two."""
        now, before = self.scores.ranks[index], self.then.ranks[index]
        return None if now is None or before is None else before - now

    def order(self) -> list[int]:
        """Objects by rank, ties and those not ranked by code."""
        ranks = self.scores.ranks
        return sorted(
            range(len(self.subjects)),
            key=lambda index: (ranks[index] is None, ranks[index] or 0, self.subjects[index].code),
        )


class MonthGroups:
    """Groups by month and object: month × objects + object. Rows left out of a month belong to none."""

    def __init__(self, months: TimeGroups, objects: RowGroups) -> None:
        self._months = months
        self._objects = objects
        self.size = months.size * objects.size

    def of(self, facts: Facts, time: TimeColumn | None, rows: Index | None) -> GroupOf:
        """Group of each row."""
        objects = self._objects.of(facts, time, rows)
        months = self._months.of(facts, time, rows)
        counted = objects < self._objects.size
        try:
            marks = facts.columns[LEFT_OUT]
        except KeyError:
            pass  # Nothing is left out.
        else:
            own = marks if rows is None else marks.take(rows)
            counted &= (own.astype(np.int64) >> months) & 1 == 0
        return np.where(counted, months * self._objects.size + objects, np.int32(self.size))


def month_of(at: int, city: City, *, before: int = 0) -> str:
    """The month of the city that holds a moment, as 2019-02; or one that many months before."""
    day = local_day(at, city.zone)
    months = day.year * 12 + day.month - 1 - before
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def months_until(month: str, count: int, city: City) -> list[str]:
    """So many months, oldest first, the last of which is `month`. Raises BadPeriod."""
    start = Period.month(month, city.zone).start
    return [month_of(start, city, before=before) for before in reversed(range(count))]


def scheme_of(city: City, month: str) -> Scheme:
    """The scheme in force for a month; that of closing rates alone when the city has none."""
    return in_force(city.schemes, month) or plain_scheme()


def month_counts(
    facts: Facts, city: City, months: Sequence[str], objects: Subjects, rules: KindRules,
    entered: Entered = NOTHING,
) -> list[Counts]:  # fmt: skip
    """Counts of adjoining months, all in one sweep over the rows. Raises BadPeriod."""
    tally = month_tally(facts, city, months, objects.groups, entered)
    # All at once: the rows are read piece by piece, and whatever is wanted of a piece is counted then.
    formulas = [criterion.formula for criterion in rules.criteria]
    tally.read([rules.basis, *(name for f in formulas for name in (*f.numerator, *f.denominator))])
    shape = (len(months), objects.groups.size)
    members = np.array(objects.members, dtype=np.intp)

    def counted(measures: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        total = np.zeros((len(months), len(members)), dtype=np.int64)
        for measure in measures:
            total += tally.count(measure).reshape(shape)[:, members]
        return total

    size = (len(months), len(members), len(rules.criteria))
    numerators, denominators = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64)
    given = np.ones(size, dtype=np.bool_)
    for position, criterion in enumerate(rules.criteria):
        formula = criterion.formula
        if formula.external:
            denominators[:, :, position], given[:, :, position] = 0, False
            continue
        numerators[:, :, position] = counted(formula.numerator)
        if formula.denominator:
            denominators[:, :, position] = counted(formula.denominator)
        if formula.complement:
            numerators[:, :, position] = denominators[:, :, position] - numerators[:, :, position]
    _enter(entered.values(objects.kind), months, objects, rules, (numerators, denominators, given))
    base = counted([rules.basis])
    return [
        Counts(numerators[number], denominators[number], given[number], base[number])
        for number in range(len(months))
    ]


def month_tally(
    facts: Facts, city: City, months: Sequence[str], groups: RowGroups, entered: Entered = NOTHING
) -> Tally:
    """Counts by month and group (month × groups + group) without what is left out. Raises BadPeriod."""
    periods = [Period.month(month, city.zone) for month in months]
    edges = [period.start for period in periods] + [periods[-1].end]
    marks = entered.marks(facts.columns, tuple(months))
    if marks is not None:
        facts = facts.beside(LEFT_OUT, marks)
    return Tally(facts, Period(edges[0], edges[-1]), MonthGroups(TimeGroups(edges), groups))


def _enter(
    external: External, months: Sequence[str], objects: Subjects, rules: KindRules,
    into: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:  # fmt: skip
    """Put the external values where they belong."""
    codes = {label.code: index for index, label in enumerate(objects.labels)}
    names = {c.name: position for position, c in enumerate(rules.criteria) if c.formula.external}
    for (month, code, name), (numerator, denominator) in external.items():
        if month in months and code in codes and name in names:
            where = months.index(month), codes[code], names[name]
            into[0][where], into[1][where], into[2][where] = numerator, denominator, True


def evaluate(
    facts: Facts, city: City, month: str, objects: Subjects, *,
    scheme: Scheme | None = None, entered: Entered = NOTHING, draws: int = DRAWS,
) -> Evaluation:  # fmt: skip
    """The evaluation of a month, cut at the facts' clock; the scheme in force unless one is given.

    `draws` 0 leaves the intervals out. Raises BadPeriod, KeyError when the scheme does not know the kind.
    """
    used = scheme or scheme_of(city, month)
    rules = used.kinds[objects.kind]
    before, now = month_counts(facts, city, months_until(month, 2, city), objects, rules, entered)
    return evaluation_of(month, used, objects, before, now, draws, left_out(facts, month, objects, entered))


def left_out(facts: Facts, month: str, objects: Subjects, entered: Entered) -> tuple[int, ...]:
    """Cases of each object that are left out of a month."""
    rows = entered.left_out.get(month)
    if rows is None:
        return (0,) * len(objects.labels)
    own = rows[facts.cases.take(rows)]
    count = np.bincount(objects.groups.of(facts, None, own), minlength=objects.groups.size + 1)
    return tuple(count[list(objects.members)].tolist())


def evaluation_of(
    month: str, scheme: Scheme, objects: Subjects, before: Counts, now: Counts, draws: int = DRAWS,
    left_out: Sequence[int] = (),
) -> Evaluation:  # fmt: skip
    """The evaluation of a month by its counts and those of the month before."""
    rules = scheme.kinds[objects.kind]
    chosen = list(range(len(objects.labels)))
    if objects.optional:
        chosen = [index for index in chosen if _has_cases(now, index, rules)]
        before, now = counts_of(before, chosen), counts_of(now, chosen)
    scores, then = score(now, rules), score(before, rules)
    reach = None
    if draws:
        seed = seed_of(scheme.version, objects.kind.value, month)
        reach = intervals(now, scores, rules, seed, draws)
    labels = tuple(objects.labels[index] for index in chosen)
    without = tuple(left_out[index] for index in chosen) if left_out else (0,) * len(chosen)
    return Evaluation(month, scheme, rules, labels, now, scores, then, change(scores, then), reach, without)


def _has_cases(counts: Counts, index: int, rules: KindRules) -> bool:
    """Whether anything at all was counted of an object, external values included."""
    for position, criterion in enumerate(rules.criteria):
        amount = counts.numerators if criterion.formula.counts else counts.denominators
        if counts.given[index, position] and amount[index, position]:
            return True
    return bool(counts.base[index])


def counts_of(counts: Counts, chosen: Sequence[int]) -> Counts:
    """The counts of some objects, by their places."""
    rows = np.array(chosen, dtype=np.intp)
    return Counts(counts.numerators[rows], counts.denominators[rows], counts.given[rows], counts.base[rows])
