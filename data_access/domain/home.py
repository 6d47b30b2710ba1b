"""The area that a wall belongs to, a city or one of its towns, and the two levels of centres below it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import Area, AreaLevel, AreaTree
from data_access.domain.rows import Columns
from data_access.domain.scope import Place, Scope, inside

HOME_LEVELS = (AreaLevel.CITY, AreaLevel.TOWN)


@dataclass(frozen=True, slots=True)
class Level:
    """Some areas of one level of the tree: those below a home."""

    level: AreaLevel
    indexes: tuple[int, ...]
    areas: tuple[Area, ...]

    @property
    def members(self) -> npt.NDArray[np.intp]:
        """The indexes as an array, to pick the areas out of a figure of the whole level."""
        return np.array(self.indexes, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a wall stands; `children` or `grandchildren` is None where the city has no such level."""

    level: AreaLevel
    index: int
    area: Area
    children: Level | None
    grandchildren: Level | None

    @property
    def is_city(self) -> bool:
        """Whether it is the whole city."""
        return self.level == AreaLevel.CITY

    @property
    def scope(self) -> Scope:
        """The cases of the home."""
        return Scope() if self.is_city else Scope(areas=((self.level, self.index),))

    def rows_of(self, columns: Columns) -> Columns:
        """The rows of the home; all of them for the city."""
        mask = self.scope.mask(columns)
        if mask is None:
            return columns
        rows = np.flatnonzero(mask)
        return {name: column.take(rows) for name, column in columns.items()}


def home_of(tree: AreaTree, code: str | None = None) -> Home:
    """The home of a code, the whole city without one. Raises KeyError for any other than a city or a town."""
    found = (AreaLevel.CITY, 0) if code is None else tree.find(code)
    if found is None or found[0] not in HOME_LEVELS:
        raise KeyError(code)
    level, index = found
    children = _below(tree, level, {index})
    grandchildren = None if children is None else _below(tree, children.level, set(children.indexes))
    return Home(level, index, tree.at(level)[index], children, grandchildren)


def may_show(tree: AreaTree, within: tuple[Place, ...], code: str) -> bool:
    """Whether somebody who may see some areas only may see all of an area; no areas are the whole city."""
    place = tree.find(code)
    return place is not None and (not within or any(inside(tree, place, own) for own in within))


def homes_within(tree: AreaTree, within: tuple[Place, ...]) -> tuple[str, ...]:
    """Codes of the homes that somebody may see who may see some areas only: all towns among them."""
    return tuple(tree.at(level)[index].code for level, index in within if level in HOME_LEVELS)


def _below(tree: AreaTree, level: AreaLevel, parents: set[int]) -> Level | None:
    levels = list(AreaLevel)
    below = next((one for one in levels[levels.index(level) + 1 :] if tree.at(one)), None)
    if below is None:
        return None
    found = [(index, area) for index, area in enumerate(tree.at(below)) if area.parent in parents]
    return Level(below, tuple(index for index, _ in found), tuple(area for _, area in found))
