"""The area that a wall belongs to, and the areas below it that its scenes are broken down by."""

from dataclasses import dataclass

import numpy as np

from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.rows import Columns
from data_access.domain.scope import Place, Scope
from data_access.queries.counter import Counts
from data_access.queries.groups import RowGroups, area_groups, children_level

_CITY: Place = (AreaLevel.CITY, 0)


@dataclass(frozen=True, slots=True)
class Children:
    """The areas below a home, in the order of the tree."""

    areas: tuple[Area, ...]
    indexes: tuple[int, ...]
    """Their groups in `groups`."""
    groups: RowGroups
    """All areas of their level in the whole city; the group `size` takes cases that lie in none."""

    def counted(self, counts: Counts) -> Counts:
        """Counts of the children, and last of what lies in the home but in none of them.

        `counts` has one entry for each group and one more, and is about cases of the home only.
        """
        own = counts[list(self.indexes)]
        return np.concatenate([own, [counts.sum() - own.sum()]])


def facts_at(columns: Columns, city: City, as_of: int, home: Place | None) -> Facts:
    """The rows of a home at a clock (Unix seconds); of the whole city without one."""
    return Facts(columns, city, as_of, Scope(areas=() if home is None else (home,)).mask(columns))


def home_code(city: City, home: Place | None) -> str:
    """Code of the area that a wall belongs to."""
    level, index = home or _CITY
    return city.tree.at(level)[index].code


def children(city: City, home: Place | None) -> Children:
    """The areas one level below a home; none below the lowest level that the city has."""
    level, index = home or _CITY
    below = children_level(city, level)
    if below is None:
        return Children((), (), area_groups(city, level))
    chosen = [
        (number, area)
        for number, area in enumerate(city.tree.at(below))
        if level == AreaLevel.CITY or area.parent == index
    ]
    return Children(
        tuple(area for _, area in chosen), tuple(number for number, _ in chosen), area_groups(city, below)
    )
