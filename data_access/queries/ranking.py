"""The ranking of a month by the scheme in force, and by closing rate alone for the overview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.entered import NOTHING, Entered
from data_access.domain.evaluation.plain import MINIMUM_COUNT
from data_access.domain.facts import Facts
from data_access.domain.home import may_show
from data_access.domain.pack_versions import PackVersion, pack_json
from data_access.domain.period import Period
from data_access.domain.ranks import ranks, wilson
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.counter import Counts
from data_access.queries.evaluated import areas
from data_access.queries.evaluation import Evaluation, evaluate, month_of
from data_access.queries.groups import Groups, NameLists, area_groups
from data_access.queries.overview import ANYWHERE
from data_access.queries.recent import Past, counted

BASIS = "closing_rate"


@dataclass(frozen=True, slots=True)
class Standing:
    """One area in the order of closing rates of a month."""

    area: Area
    rank: int | None
    change: int | None
    """Places gained since the month before; None when it was not ranked in one of the two."""
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Closing rate, 0 to 1."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the closing rate."""
        return wilson(self.numerator, self.denominator)


def standings(
    facts: Facts, city: City, month: str, level: AreaLevel, members: list[int], past: Past | None = None
) -> list[Standing]:
    """The areas `members` of a level, ranked by closing rate in a month, cut at the facts' clock.

    `past` has further rows, which the facts leave out. Order: by rank, ties and those not ranked by code.
    """
    period = Period.month(month, city.zone)
    before = Period.month(month_of(period.start, city, before=1), city.zone)
    groups = area_groups(city, level)
    closed, settled, now = _ranked(_closed_and_settled(facts, period, groups, past), members)
    _, _, then = _ranked(_closed_and_settled(facts, before, groups, past), members)
    tree = city.tree.at(level)
    rows = [
        Standing(
            area=tree[member],
            rank=now[position],
            change=_gained(now[position], then[position]),
            numerator=closed[position],
            denominator=settled[position],
        )
        for position, member in enumerate(members)
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.area.code))


def _closed_and_settled(
    facts: Facts, period: Period, groups: Groups, past: Past | None
) -> tuple[Counts, Counts]:
    closed, settled = counted(facts, ("settled_closed", "settled"), period, groups, past)
    return closed, settled


def _ranked(
    counts: tuple[Counts, Counts], members: list[int]
) -> tuple[list[int], list[int], list[int | None]]:
    closed, settled = (count[members].tolist() for count in counts)
    values = [
        hits / total if total >= MINIMUM_COUNT else None for hits, total in zip(closed, settled, strict=True)
    ]
    return closed, settled, ranks(values)


def _gained(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else then - now


def ranking(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    month: str | None = None,
    scope: Scope = ANYWHERE,
    entered: Entered = NOTHING,
    packs: Sequence[PackVersion] = (),
) -> list[dict[str, Any]]:
    """The answer of `query ranking`: the towns of the city (or the villages of a town), best first.

    By the scheme in force for the month; a city without one is ranked by closing rate, without grades. Areas
    with fewer cases than the scheme asks for are not ranked (rank, score and grade null). Without a month it
    is the one that holds as_of. The ranking of the towns circulates in the whole city: who may see some areas
    only gets all ranks and scores of it, but what they are made of for their own areas alone. `packs` are the
    versions of the city pack in the order of time; each entry names those of the month under `pack`.

    Raises BadPeriod.
    """
    clock = int(as_of // 1)
    asked = replace(scope, within=()) if circulates(scope) else scope
    facts = Facts(columns, city, clock, asked.mask(columns))
    month = month or month_of(clock, city)
    found = evaluate(facts, city, month, areas(city, asked), entered=entered, draws=0)
    pack = pack_json(packs, Period.month(month, city.zone).end)
    entries = [{**ranking_entry(found, index, city.language), "pack": pack} for index in found.order()]
    return [
        entry if may_show(city.tree, scope.within, entry["code"]) else without_details(entry)
        for entry in entries
    ]


def circulates(scope: Scope) -> bool:
    """Whether a ranking is the one of the whole city that all towns get: no area, no filter."""
    return replace(scope, within=()) in (Scope(), Scope(areas=((AreaLevel.CITY, 0),)))


def without_details(entry: dict[str, Any]) -> dict[str, Any]:
    """An object of a ranking with its rank, score and grade, but without what they are made of."""
    hidden = {name: dict.fromkeys(parts) for name, parts in entry["indicators"].items()}
    return {**entry, "indicators": hidden}


def ranking_entry(found: Evaluation, index: int, language: str) -> dict[str, Any]:
    """One object of a ranking, ready for JSON.

    `weight` is what the indicator weighs for this object once the weights of those that do not count are
    spread; 0 where it does not count.
    """
    scores, subject = found.scores, found.subjects[index]
    rank = scores.ranks[index]
    total = None if rank is None else float(scores.totals[index])
    grade = None if total is None else found.scheme.grade(total)
    return {
        "code": subject.code,
        "name": subject.name,
        "rank": rank,
        "score": total,
        "grade": None if grade is None else grade.title(language),
        "change": found.places_gained(index),
        "scheme": found.scheme.version,
        "left_out": found.left_out[index],
        "indicators": {
            criterion.name: indicator_entry(found, index, position)
            for position, criterion in enumerate(found.rules.criteria)
        },
    }


def indicator_entry(found: Evaluation, index: int, position: int) -> dict[str, Any]:
    """One indicator of an object: value and counts (null when never entered), points and weight."""
    counts, scores = found.counts, found.scores
    given = bool(counts.given[index, position])
    value = float(scores.values[index, position])
    return {
        "value": value if given and value == value else None,
        "numerator": int(counts.numerators[index, position]) if given else None,
        "denominator": int(counts.denominators[index, position]) if given else None,
        "points": float(scores.points[index, position]),
        "weight": float(scores.weights[index, position]),
    }
