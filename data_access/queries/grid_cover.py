"""Which grids collectors reported from: the cover of areas, and the grids that nobody patrols."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.facts import Facts
from data_access.domain.scope import Scope
from data_access.queries.groups import Index

TEAM = "team"


def grid_cover(
    facts: Facts, reported: Index, places: list[int], column: str | None, size: int, scope: Scope
) -> list[dict[str, Any]]:
    """`cover` and `grid_count` of each of `places`: groups by a column of `size` values, all in one without.

    Cover is the share of staffed grids of the scope that a collector reported from in the period; the others
    are grids without patrol.
    """
    tree = facts.city.tree
    grids = facts.columns["grid"].take(reported).astype(np.intp)
    count = len(tree.grids)
    if column == TEAM:
        teams = facts.columns["team"].take(reported).astype(np.intp)
        known = (teams < size) & (grids < count)
        pairs = np.unique(teams[known] * count + grids[known])
        seen = np.bincount(pairs // max(count, 1), minlength=size)
        # Which grids a team must walk no pack tells: where it reported is all that can be said.
        return [{"cover": None, "grid_count": int(seen[place])} for place in places]
    staffed = np.array([area.staff > 0 for area in tree.grids], dtype=np.bool_)
    inside = _inside(facts, scope)
    visited = np.zeros(count, dtype=np.bool_)
    visited[grids[grids < count]] = True
    above = _above(facts, column)
    asked = staffed & inside
    all_of = np.bincount(above[asked], minlength=size)
    seen_of = np.bincount(above[asked & visited], minlength=size)
    return [
        {
            "cover": _ratio(int(seen_of[place]), int(all_of[place])),
            "grid_count": int(seen_of[place]),
        }
        for place in places
    ]


def _ratio(numerator: int, denominator: int) -> dict[str, Any]:
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def _inside(facts: Facts, scope: Scope) -> npt.NDArray[np.bool_]:
    """Grids that lie in the areas of the scope."""
    tree = facts.city.tree
    villages = tree.parents(AreaLevel.GRID).astype(np.intp)
    towns = tree.parents(AreaLevel.VILLAGE).astype(np.intp)[villages] if len(villages) else villages
    inside = np.zeros(len(villages), dtype=np.bool_)
    for level, index in scope.extent(tree):
        if level == AreaLevel.CITY:
            inside[:] = True
        elif level == AreaLevel.TOWN:
            inside |= towns == index
        elif level == AreaLevel.VILLAGE:
            inside |= villages == index
        else:
            inside[index] = True
    return inside


def _above(facts: Facts, column: str | None) -> Index:
    """The group of every grid."""
    tree = facts.city.tree
    count = len(tree.grids)
    if column is None:
        return np.zeros(count, dtype=np.intp)
    if column == AreaLevel.GRID.value:
        return np.arange(count)
    villages = tree.parents(AreaLevel.GRID).astype(np.intp)
    if column == AreaLevel.VILLAGE.value or not count:
        return villages
    return tree.parents(AreaLevel.VILLAGE).astype(np.intp)[villages]
