"""The indicators of every class, subclass, source or department."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.groups import Category, NameLists, category_groups
from data_access.queries.overview import ANYWHERE
from data_access.queries.staffing import staff_on_duty
from data_access.queries.tally import Tally


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
) -> list[dict[str, Any]]:
    """The answer of `query categories`: one entry a category, those without cases too.

    Cases without a subclass or a department come last under an empty code, so that entries add up. The
    load of a category is its open cases over the whole staff on duty of the area.
    """
    clock = int(as_of // 1)
    groups, labels = category_groups(by, city, names)
    tally = Tally(
        Facts(columns, city, clock, scope.mask(columns)), period or Period.today(clock, city.zone), groups
    )
    level, index = scope.area or (AreaLevel.CITY, 0)
    on_duty = int(staff_on_duty(city.tree, level, staff)[index])
    counted = tally.indicators(staff=np.full(groups.size, on_duty, dtype=np.int64))
    entries = [
        {"code": label.code, "name": label.name, **values}
        for label, values in zip(labels, counted, strict=True)
    ]
    if by == Category.SUBCLASS:
        # A subclass that was unknown once and is in the pack now: its place there counts it all.
        known = len(city.taxonomy.subclasses)
        further = zip(labels[known:], entries[known:], strict=True)
        return entries[:known] + [
            entry for label, entry in further if city.taxonomy.subclass_index(label.code) is None
        ]
    return entries
