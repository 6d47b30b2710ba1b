"""Every indicator of one scope and one period."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.comparison import Comparison
from data_access.domain.facts import Facts
from data_access.domain.pack_versions import PackVersion, pack_json
from data_access.domain.period import Period, city_time
from data_access.domain.rows import Columns
from data_access.domain.scope import Place, Scope, common_area
from data_access.queries.comparing import counted_and_compared, period_json, wanted
from data_access.queries.groups import NameLists
from data_access.queries.staffing import staff_of

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
    compare: Comparison | None = None,
    indicators: Sequence[str] | None = None,
    packs: Sequence[PackVersion] = (),
) -> dict[str, Any]:
    """The answer of `query overview`; without a period it is today in city time.

    `indicators` are those wanted, None for all; `packs` the versions of the city pack in the order of time.

    Of several areas, `area` is the smallest one that holds them all, and `areas` lists them.
    """
    clock = int(as_of // 1)
    asked = period or Period.today(clock, city.zone)
    extent = scope.extent(city.tree)
    facts = Facts(columns, city, clock, scope.mask(columns))
    on_duty = np.array([staff_of(city.tree, extent, staff)], dtype=np.int64)
    answer: dict[str, Any] = {
        "as_of": city_time(clock, city.zone),
        "period": period_json(asked, city.zone),
        "area": area_json(city, common_area(city.tree, extent)),
        "pack": pack_json(packs, asked.end),
        **counted_and_compared(
            facts, asked, compare, city.zone, staff=on_duty, indicators=wanted(indicators)
        )[0],
    }
    if len(extent) > 1:
        answer["areas"] = [area_json(city, place) for place in extent]
    return answer


def area_json(city: City, place: Place) -> dict[str, str]:
    """Code, name and level of an area."""
    level, index = place
    area = city.tree.at(level)[index]
    return {"code": area.code, "name": area.name(city.language, short=False), "level": level.value}
