"""Chosen indicators of every area of a level in a period."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.groups import area_groups
from data_access.queries.staffing import staff_on_duty
from data_access.queries.tally import Tally

_ANYWHERE = Scope()


def area_indicators(
    columns: Columns,
    city: City,
    staff: npt.NDArray[np.uint16] | None,
    names: Sequence[str],
    *,
    as_of: float,
    level: AreaLevel,
    period: Period,
    scope: Scope = _ANYWHERE,
) -> list[dict[str, Any]]:
    """The indicators `names` and the `code` of each area, in the order of the tree."""
    facts = Facts(columns, city, int(as_of // 1), scope.mask(columns))
    tally = Tally(facts, period, area_groups(city, level))
    counted = tally.indicators(names, staff_on_duty(city.tree, level, staff))
    return [{"code": area.code, **row} for area, row in zip(city.tree.at(level), counted, strict=True)]
