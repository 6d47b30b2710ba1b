"""The indicators of every class, subclass, source, department, town, village or grid."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.city import City
from data_access.domain.comparison import Comparison
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Place, Scope, ancestor
from data_access.queries.comparing import counted_and_compared, wanted
from data_access.queries.groups import Category, NameLists, category_groups
from data_access.queries.overview import ANYWHERE
from data_access.queries.staffing import Staff, staff_of, staff_on_duty


def categories(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    by: Category = Category.CLASS,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
    compare: Comparison | None = None,
    indicators: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """The answer of `query categories`: one entry a category, those without cases too.

    Cases without a subclass, a department or an area of the level come last under an empty code, so that
    entries add up. Of areas those are listed that the scope touches, each with the staff of its own; the
    load of any other category is its open cases over the whole staff on duty of the scope's area.
    """
    clock = int(as_of // 1)
    asked = period or Period.today(clock, city.zone)
    groups, labels = category_groups(by, city, names)
    facts = Facts(columns, city, clock, scope.mask(columns))
    extent = scope.extent(city.tree)
    if by.level is None:
        on_duty = np.full(groups.size, staff_of(city.tree, extent, staff), dtype=np.int64)
        listed = list(range(groups.size))
        if by == Category.SUBCLASS:
            # A subclass that was unknown once and is in the pack now: its place there counts it all.
            known, taxonomy = len(city.taxonomy.subclasses), city.taxonomy
            listed = [
                index
                for index, label in enumerate(labels)
                if index < known or taxonomy.subclass_index(label.code) is None
            ]
    else:
        on_duty, listed = _staff_by_area(city, by, extent, staff)
    codes, named = zip(*labels, strict=True)
    counted = counted_and_compared(
        *(facts, asked, compare, city.zone, groups, on_duty, wanted(indicators)),
        ahead={"code": codes, "name": named},
    )
    return [counted[index] for index in listed]


def _staff_by_area(
    city: City, by: Category, extent: tuple[Place, ...], staff: npt.NDArray[np.uint16] | None
) -> tuple[Staff, list[int]]:
    """Staff on duty of each area of a level that lies in the extent, and the areas to list, both with the
    last place for cases without an area."""
    assert by.level is not None
    tree, level = city.tree, by.level
    size = len(tree.at(level))
    on_duty = np.zeros(size + 1, dtype=np.int64)
    if not size:
        return on_duty, [0]
    on_duty[:-1] = staff_on_duty(tree, level, staff)
    inside = np.zeros(size, dtype=np.bool_)
    parts: dict[int, list[Place]] = {}
    levels = list(AreaLevel)
    for own, index in extent:
        if levels.index(own) <= levels.index(level):
            inside |= _ancestors(tree, level, own) == index
        else:
            parts.setdefault(ancestor(tree, (own, index), level), []).append((own, index))
    on_duty[:-1][~inside] = 0
    for index, places in parts.items():
        # The scope takes only a part of this area: its staff is that of the part.
        inside[index] = True
        on_duty[index] = staff_of(tree, tuple(places), staff)
    return on_duty, [*np.flatnonzero(inside).tolist(), size]


def _ancestors(tree: AreaTree, level: AreaLevel, above: AreaLevel) -> npt.NDArray[np.intp]:
    """Index of the area of a higher (or the same) level that holds each area of a level."""
    found = np.arange(len(tree.at(level)))
    levels = list(AreaLevel)
    for own in reversed(levels[levels.index(above) + 1 : levels.index(level) + 1]):
        parents = tree.parents(own)
        found = parents.take(found).astype(np.intp)
    return found
