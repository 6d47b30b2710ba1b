"""Which cases a question is about: areas of any level and filters on the report's attributes."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.polygon import Polygon
from data_access.domain.rows import Columns

Place = tuple[AreaLevel, int]
"""Level of an area and its index there."""
Mask = npt.NDArray[np.bool_]
_LEVELS = list(AreaLevel)
_INDEXES = 1 << 16
"""Values that an index can have in a row."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A filter over rows; an empty part lets all cases pass, several values of a part are alternatives.

    Indexes are those of the city's area tree, of its taxonomy, of SOURCES and of the stored names.
    """

    areas: tuple[Place, ...] = ()
    classes: tuple[int, ...] = ()
    subclasses: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    stages: tuple[int, ...] = ()
    """Stages that cases are in now."""
    drawn: tuple[Polygon, ...] = ()
    """Areas drawn by hand; the place of a case lies in every one of them."""
    within: tuple[Place, ...] = ()
    """What the asker may see, whatever is asked for; empty is everything."""

    def mask(self, columns: Columns) -> Mask | None:
        """Rows inside the scope, shape (rows,); None when all are."""
        mask: Mask | None = None
        for matches in (
            _inside_any(columns, self.areas),
            _inside_any(columns, self.within),
            _one_of(columns, "class", self.classes),
            _one_of(columns, "subclass", self.subclasses),
            _one_of(columns, "source", self.sources),
            _one_of(columns, "department", self.departments),
            _one_of(columns, "stage", self.stages),
            *(polygon.mask(columns) for polygon in self.drawn),
        ):
            if matches is not None:
                mask = matches if mask is None else mask & matches
        return mask

    def extent(self, tree: AreaTree) -> tuple[Place, ...]:
        """The areas that the scope covers, none inside another one; empty when nothing may be seen."""
        city = ((AreaLevel.CITY, 0),)
        shared = (overlap(tree, one, other) for one in self.areas or city for other in self.within or city)
        return outermost(tree, [place for place in shared if place is not None])


def _one_of(columns: Columns, name: str, values: tuple[int, ...]) -> Mask | None:
    if not values:
        return None
    column = columns[name]
    if len(values) == 1:
        # One comparison: what nearly every question asks for.
        matches: Mask = column == values[0]
        return matches
    wanted = np.zeros(_INDEXES, dtype=np.bool_)
    wanted[list(values)] = True
    return wanted.take(column.astype(np.uint16, copy=False))


def _inside_any(columns: Columns, places: tuple[Place, ...]) -> Mask | None:
    if not places or any(level == AreaLevel.CITY for level, _ in places):
        return None
    mask: Mask | None = None
    for level in _LEVELS:
        matches = _one_of(columns, level.value, tuple(index for own, index in places if own == level))
        if matches is not None:
            mask = matches if mask is None else mask | matches
    return mask


def ancestor(tree: AreaTree, place: Place, level: AreaLevel) -> int:
    """Index of the area of a higher (or the same) level that holds a place."""
    own, index = place
    for above in reversed(_LEVELS[_LEVELS.index(level) : _LEVELS.index(own)]):
        index, own = tree.at(own)[index].parent, above
    return index


def inside(tree: AreaTree, place: Place, other: Place) -> bool:
    """Whether a place lies in another one, or is the same."""
    if _LEVELS.index(place[0]) < _LEVELS.index(other[0]):
        return False
    return ancestor(tree, place, other[0]) == other[1]


def overlap(tree: AreaTree, one: Place, other: Place) -> Place | None:
    """What two areas have in common: the smaller one, or nothing."""
    if inside(tree, one, other):
        return one
    return other if inside(tree, other, one) else None


def outermost(tree: AreaTree, places: Iterable[Place]) -> tuple[Place, ...]:
    """The places without those that lie in another one of them, each once, in their order."""
    kept = tuple(dict.fromkeys(places))
    if len(kept) == 1:
        return kept
    return tuple(
        place for place in kept if not any(place != other and inside(tree, place, other) for other in kept)
    )


def common_area(tree: AreaTree, places: tuple[Place, ...]) -> Place:
    """The smallest area that holds all of the places; the city when there are none."""
    if len(places) == 1:
        return places[0]
    highest = min((_LEVELS.index(level) for level, _ in places), default=0)
    for level in reversed(_LEVELS[: highest + 1]):
        above = {ancestor(tree, place, level) for place in places}
        if len(above) == 1:
            return level, above.pop()
    return AreaLevel.CITY, 0
