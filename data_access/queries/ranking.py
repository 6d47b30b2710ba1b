"""The ranking of a month: areas by closing rate, with the change against the month before."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period, local_day
from data_access.domain.ranks import ranks, wilson
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.counter import Counts
from data_access.queries.groups import Groups, NameLists, area_groups, children_level
from data_access.queries.overview import ANYWHERE
from data_access.queries.recent import Past, counted
from data_access.queries.tally import ratio

BASIS = "closing_rate"
MINIMUM_COUNT = 10
"""Cases due for disposal below which an area is not ranked: fewer say nothing about it."""
FULL_SCORE = 100.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One area in the ranking of a month."""

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
        return wilson(self.numerator, self.denominator) if self.denominator else None


def month_of(at: int, city: City, *, before: int = 0) -> str:
    """The month of the city that holds a moment, as 2019-02; or one that many months before."""
    day = local_day(at, city.zone)
    months = day.year * 12 + day.month - 1 - before
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


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
    areas = city.tree.at(level)
    rows = [
        Standing(
            area=areas[member],
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


def ranked_areas(city: City, scope: Scope) -> tuple[AreaLevel, list[int]]:
    """The areas that a scope ranks: the children of its area, or the area itself at the lowest level.

    Several areas of one level are ranked among themselves, several of different levels at the highest one.
    """
    extent = scope.extent(city.tree)
    if len(extent) != 1:
        order = list(AreaLevel)
        level = min((level for level, _ in extent), key=order.index, default=AreaLevel.TOWN)
        return level, sorted(index for own, index in extent if own == level)
    level, index = extent[0]
    below = children_level(city, level)
    if below is None:
        return level, [index]
    return below, [number for number, area in enumerate(city.tree.at(below)) if area.parent == index]


def ranking(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    month: str | None = None,
    scope: Scope = ANYWHERE,
) -> list[dict[str, Any]]:
    """The answer of `query ranking`: the towns of the city (or the villages of a town), best first.

    The basis is the closing rate alone: score = 100 × closing rate, no grade. Areas with fewer than
    MINIMUM_COUNT cases due for disposal are not ranked (rank and score null). Without a month it is the
    one that holds as_of. Raises BadPeriod.
    """
    clock = int(as_of // 1)
    facts = Facts(columns, city, clock, scope.mask(columns))
    level, members = ranked_areas(city, scope)
    rows = standings(facts, city, month or month_of(clock, city), level, members)
    return [_entry(row, city) for row in rows]


def _entry(row: Standing, city: City) -> dict[str, Any]:
    score = None if row.rank is None or row.value is None else FULL_SCORE * row.value
    rate = ratio(row.numerator, row.denominator)
    return {
        "code": row.area.code,
        "name": row.area.name(city.language, short=False),
        "rank": row.rank,
        "score": score,
        "grade": None,
        "change": row.change,
        "basis": BASIS,
        "indicators": {BASIS: {**rate, "points": score, "weight": FULL_SCORE}},
    }
