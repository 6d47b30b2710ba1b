"""Staff on duty of every area, summed up from the lowest level that the city has."""

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.scope import Place

Staff = npt.NDArray[np.int64]


def lowest_level(tree: AreaTree) -> AreaLevel:
    """The lowest level that the city has areas of."""
    for level in (AreaLevel.GRID, AreaLevel.VILLAGE, AreaLevel.TOWN):
        if tree.at(level):
            return level
    return AreaLevel.CITY


def roster(tree: AreaTree, level: AreaLevel) -> Staff:
    """Staff on the roster of every area of a level, shape (areas,)."""
    return np.array([area.staff for area in tree.at(level)], dtype=np.int64)


def staff_on_duty(tree: AreaTree, level: AreaLevel, on_duty: npt.NDArray[np.uint16] | None) -> Staff:
    """Staff on duty in every area of a level, shape (areas,).

    `on_duty` has one entry for each area of the lowest level; without it the roster counts.
    Raises ValueError when its length is another.
    """
    if on_duty is None:
        return roster(tree, level)
    at = lowest_level(tree)
    if len(on_duty) != len(tree.at(at)):
        raise ValueError(f"staff of {len(on_duty)} areas, but the city has {len(tree.at(at))}")
    staff = on_duty.astype(np.int64)
    levels = list(AreaLevel)
    while at != level:
        if at == AreaLevel.CITY:
            raise ValueError(f"the city has no areas of level {level}")
        above = levels[levels.index(at) - 1]
        sums = np.bincount(tree.parents(at), weights=staff, minlength=len(tree.at(above)))
        staff, at = sums.astype(np.int64), above
    return staff


def staff_of(tree: AreaTree, places: tuple[Place, ...], on_duty: npt.NDArray[np.uint16] | None) -> int:
    """Staff on duty in places of which none lies inside another one. Raises what `staff_on_duty` raises."""
    return sum(int(staff_on_duty(tree, level, on_duty)[index]) for level, index in places)
