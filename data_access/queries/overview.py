"""Every indicator of one scope and one period."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period, city_time
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.groups import NameLists
from data_access.queries.staffing import staff_on_duty
from data_access.queries.tally import Tally

ANYWHERE = Scope()


def overview(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
) -> dict[str, Any]:
    """The answer of `query overview`; without a period it is today in city time."""
    clock = int(as_of // 1)
    asked = period or Period.today(clock, city.zone)
    level, index = scope.area or (AreaLevel.CITY, 0)
    tally = Tally(Facts(columns, city, clock, scope.mask(columns)), asked)
    on_duty = staff_on_duty(city.tree, level, staff)[index : index + 1]
    area = city.tree.at(level)[index]
    return {
        "as_of": city_time(clock, city.zone),
        "period": {"from": city_time(asked.start, city.zone), "to": city_time(asked.end, city.zone)},
        "area": {"code": area.code, "name": area.name(city.language, short=False), "level": level.value},
        **tally.indicators(staff=on_duty)[0],
    }
