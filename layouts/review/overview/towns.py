"""Towns in the order of an indicator or of the score, with their intervals: what map and ranking show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data_access.domain.areas import Area
from data_access.domain.city import City
from data_access.domain.indicator_types import Better
from data_access.domain.indicators import INDICATORS
from data_access.domain.ranks import ranks, wilson
from layouts.review.behind import cases_behind
from layouts.review.figures import parts_of, value_of
from layouts.review.overview.choice import Choice
from layouts.review.overview.steps import is_density
from layouts.review.view import ReviewView

FEWEST = 10
"""Cases in the denominator from which a rate is ranked."""

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Town:
    """A row of the ranking."""

    area: Area
    entry: Entry
    """Its indicators."""
    rank: int | None
    change: int | None
    """Places gained since the compared period."""
    value: float | None
    """What it is ranked by."""
    shade: float | None
    """What the map shades: the value, or cases per km²."""
    interval: tuple[float, float] | None = None
    grade: str = ""


def by_indicator(city: City, choice: Choice, towns: Sequence[Entry]) -> list[Town]:
    """Towns by the chosen indicator, best first; those without enough cases last."""
    name = choice.figure
    # Cases of no town are an entry, too: it has no place among the towns, and takes none.
    known = [(area, entry) for entry in towns if (area := city.tree.area(entry["code"])) is not None]
    now = _ranks(name, [_rankable(name, entry) for _, entry in known])
    before = _ranks(name, [_rankable(name, entry.get("comparison", {})) for _, entry in known])
    rows = []
    for (area, entry), rank, earlier in zip(known, now, before, strict=True):
        value = value_of(entry, name)
        parts = parts_of(entry, name)
        fair = parts is not None and 0 <= parts[0] <= parts[1] and parts[1] > 0
        rows.append(
            Town(
                area,
                entry,
                rank,
                None if rank is None or earlier is None else earlier - rank,
                value,
                value / area.area_km2 if value is not None and is_density(name) and area.area_km2 else value,
                wilson(*parts) if parts is not None and fair else None,
            )
        )
    return _sorted(rows)


def by_score(city: City, evaluation: Mapping[str, Any], towns: Sequence[Entry]) -> list[Town]:
    """Towns by the score of the evaluation scheme."""
    entries = {entry["code"]: entry for entry in towns}
    rows = []
    for found in evaluation["objects"]:
        area = city.tree.area(found["code"])
        if area is None:
            continue
        reach = found.get("score_interval")
        score = found["score"]
        rows.append(
            Town(
                area,
                entries.get(found["code"], {}),
                found["rank"],
                found["change"],
                score,
                score,
                None if not reach or reach[0] is None else (reach[0], reach[1]),
                found["grade"] or "",
            )
        )
    return _sorted(rows)


def _sorted(rows: list[Town]) -> list[Town]:
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.area.code))


def _rankable(name: str, entry: Entry) -> float | None:
    parts = parts_of(entry, name)
    if parts is not None and parts[1] < FEWEST:
        return None
    return value_of(entry, name)


def _ranks(name: str, values: Sequence[float | None]) -> list[int | None]:
    # Without a good direction more comes first.
    sign = -1 if INDICATORS[name].better == Better.DOWN else 1
    return ranks([None if value is None else sign * value for value in values])


def cases_of(view: ReviewView, choice: Choice, row: Town) -> str:
    """Address of the cases behind the figure of an area."""
    return cases_behind(view, choice.figure, {**choice.filters.options(), "area": row.area.code})
