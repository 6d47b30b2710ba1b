"""The causes of one object's change since the month before, down to subclasses, classes and places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.entered import NOTHING, Entered
from data_access.domain.evaluation.failures import failed_count, failed_of
from data_access.domain.evaluation.intervals import DRAWS, intervals, seed_of
from data_access.domain.evaluation.scheme import Criterion, ObjectKind
from data_access.domain.evaluation.scores import Counts, Ints, only
from data_access.domain.evaluation.why import Split, exceeds_chance, split
from data_access.domain.facts import Facts
from data_access.queries.evaluation import Evaluation, counts_of, month_tally, months_until
from data_access.queries.groups import Category, Label, NameLists, category_groups
from data_access.queries.tally import Tally

Pair = tuple[Ints, Ints]


@dataclass(frozen=True)
class _Grouping:
    """Counts of one object by groups of a category in two months."""

    tally: Tally
    labels: list[Label]

    def pairs(self, criterion: Criterion) -> tuple[Pair, Pair]:
        """Numerators and denominators by group, of the month before and of the month."""
        formula, size = criterion.formula, len(self.labels)
        numerator = _sum(self.tally, formula.numerator).reshape(2, -1)[:, :size]
        if formula.denominator:
            denominator = _sum(self.tally, formula.denominator).reshape(2, -1)[:, :size]
        else:
            denominator = np.ones_like(numerator)
        if formula.complement:
            numerator = denominator - numerator
        return (numerator[0], denominator[0]), (numerator[1], denominator[1])


def _sum(tally: Tally, measures: Sequence[str]) -> Ints:
    total: Ints = sum((tally.count(name) for name in measures), np.zeros(tally.size, dtype=np.int64))
    return total


def categories_of(kind: ObjectKind, level: AreaLevel | None) -> dict[str, Category]:
    """What the cases of an object are told apart by: subclass, class, and the places below it."""
    place = Category.TOWN
    if kind is ObjectKind.TOWN:
        place = Category.VILLAGE if level is AreaLevel.TOWN else Category.GRID
    return {"subclass": Category.SUBCLASS, "class": Category.CLASS, "place": place}


def why_answer(
    found: Evaluation, index: int, facts: Facts, city: City, names: NameLists, kind: ObjectKind, *,
    before: Counts, level: AreaLevel | None = None, entered: Entered = NOTHING, cause: str | None = None,
    draws: int = DRAWS,
) -> dict[str, Any]:  # fmt: skip
    """Why the object at `index` changed; `facts` hold its cases alone, `before` are all objects' counts.

    `cause` names the indicator that is parted into groups; without it the one that pulled most. Groups come
    by the size of their parts. An object not ranked in both months has no causes (`parts` null).
    """
    scores, then, rules = found.scores, found.then, found.rules
    former_month = months_until(found.month, 2, city)[0]
    head = {
        "code": found.subjects[index].code,
        "name": found.subjects[index].name,
        "short": found.subjects[index].short,
        "month": found.month,
        "before": former_month,
        "rank_then": then.ranks[index],
        "rank_now": scores.ranks[index],
        "left_out": found.left_out[index],
    }
    if then.ranks[index] is None or scores.ranks[index] is None:
        return {**head, "parts": None}
    seeds = [seed_of(found.scheme.version, kind.value, month) for month in (former_month, found.month)]
    # Of the month before only this object's own scatter is needed, not its rank among the others.
    former = intervals(counts_of(before, [index]), only(then, index), rules, seeds[0], draws)
    reach = found.intervals or intervals(found.counts, scores, rules, seeds[1], draws)
    totals = float(then.totals[index]), float(scores.totals[index])
    parts = found.change.score_parts[index]
    strongest = _strongest(parts.tolist(), totals[1] - totals[0])
    position = rules.position(cause) if cause else strongest
    grades = [found.scheme.grade(total) for total in totals]
    return {
        **head,
        "score_then": totals[0],
        "score_now": totals[1],
        "change": totals[1] - totals[0],
        "grade_then": None if grades[0] is None else grades[0].code,
        "grade_now": None if grades[1] is None else grades[1].code,
        "rank_interval": reach.ranks[index].tolist(),
        "score_interval": reach.scores[index].tolist(),
        "exceeds_chance": exceeds_chance(
            only(scores, index), only(then, index), reach.scores[index], former.scores[0]
        ),
        "parts": [_part(found, index, place) for place in range(len(rules.criteria))],
        "items": _by_item(found, index),
        "cause": rules.criteria[position].name,
        "main": position == strongest,
        "measure": _measure(rules.criteria[position]),
        **_below(found, index, position, facts, city, names, categories_of(kind, level), entered),
    }


def _measure(criterion: Criterion) -> str | None:
    """The measure whose cases an indicator is about; None for a value from outside."""
    return next(iter((*criterion.formula.denominator, *criterion.formula.numerator)), None)


def _strongest(parts: Sequence[float], change: float) -> int:
    """The indicator that pulled most in the direction of the change; without a change the largest part."""
    sign = (change > 0) - (change < 0)
    return max(range(len(parts)), key=lambda n: parts[n] * sign if sign else abs(parts[n]))


def _part(found: Evaluation, index: int, position: int) -> dict[str, Any]:
    criterion, scores, then = found.rules.criteria[position], found.scores, found.then
    counts, values = found.counts, (then.values[index, position], scores.values[index, position])
    return {
        "name": criterion.name,
        "zh": criterion.formula.zh,
        "en": criterion.formula.en,
        "item": found.scheme.items[criterion.item].code,
        "count": criterion.formula.counts,
        "points": float(found.change.score_parts[index, position]),
        "places": float(found.change.place_parts[index, position]),
        "value_then": None if values[0] != values[0] else float(values[0]),
        "value_now": None if values[1] != values[1] else float(values[1]),
        "numerator": int(counts.numerators[index, position]),
        "denominator": int(counts.denominators[index, position]),
        "weight": float(scores.weights[index, position]),
        "lost": float(scores.lost[index, position]),
        **_failed(
            criterion, int(counts.numerators[index, position]), int(counts.denominators[index, position])
        ),
    }


def _failed(criterion: Criterion, numerator: int, denominator: int) -> dict[str, Any]:
    """How many cases count against the object, and the lists that hold them; null and none without any."""
    formula, better = criterion.formula, criterion.better
    return {
        "failed": failed_count(formula, better, numerator, denominator),
        "failed_lists": [
            {"measure": one.measure, "without": one.without} for one in failed_of(formula, better)
        ],
    }


def _by_item(found: Evaluation, index: int) -> list[dict[str, Any]]:
    sums = [0.0] * len(found.scheme.items)
    for criterion, points in zip(found.rules.criteria, found.change.score_parts[index].tolist(), strict=True):
        sums[criterion.item] += points
    return [
        {"code": item.code, "zh": item.zh, "en": item.en, "points": points}
        for item, points in zip(found.scheme.items, sums, strict=True)
    ]


def _below(
    found: Evaluation, index: int, position: int, facts: Facts, city: City, names: NameLists,
    categories: Mapping[str, Category], entered: Entered,
) -> dict[str, Any]:  # fmt: skip
    """The part of one indicator by weight, mix and pace (by subclass), and by groups of every category."""
    criterion = found.rules.criteria[position]
    if criterion.formula.external:
        points = float(found.change.score_parts[index, position])
        return {"split": {"points": points, "weight": 0.0, "mix": 0.0, "pace": points}, "groups": {}}
    months = months_until(found.month, 2, city)
    groups, total = {}, None
    for name, category in categories.items():
        row_groups, labels = category_groups(category, city, names)
        if category.level is not None:
            # Names for screens: those of exports do not fit beside a bar.
            tree = city.tree.at(category.level)
            labels = [*(Label(area.code, area.name(city.language)) for area in tree), labels[-1]]
        grouping = _Grouping(month_tally(facts, city, months, row_groups, entered), labels)
        then, now = grouping.pairs(criterion)
        parted = split(criterion, position, index, found.scores, found.then, now, then)
        total = total or parted
        groups[name] = _groups(parted, labels, now, then)
    assert total is not None, "there is always a subclass"
    return {
        "split": {
            "points": total.points,
            "weight": total.weight,
            "mix": float(total.mix.sum()),
            "pace": float(total.pace.sum()),
        },
        "groups": groups,
    }


def _groups(parted: Split, labels: Sequence[Label], now: Pair, then: Pair) -> list[dict[str, Any]]:
    parts = parted.groups
    present = np.flatnonzero((now[1] > 0) | (then[1] > 0) | (parts != 0))
    order = present[np.argsort(-np.abs(parts[present]), kind="stable")]
    return [
        {
            "code": labels[group].code,
            "name": labels[group].name,
            "points": float(parts[group]),
            "mix": float(parted.mix[group]),
            "pace": float(parted.pace[group]),
            "now": [int(now[0][group]), int(now[1][group])],
            "then": [int(then[0][group]), int(then[1][group])],
        }
        for group in order.tolist()
    ]
