"""The numeric snapshot of the wall: every figure on it, computed at once and cheap enough for every tick."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import to_row_time
from data_access.domain.rows import Columns
from data_access.queries.centres import desks, open_rows
from data_access.queries.groups import NameLists
from data_access.queries.recent import Past, since, touched
from data_access.queries.staffing import roster, staff_on_duty
from data_access.queries.wall_clock import wall_clock
from data_access.queries.wall_kpis import wall_kpis
from data_access.queries.wall_panels import (
    centre_panel,
    days_panel,
    heat_panel,
    ranking_panel,
    step_panel,
    subclass_panel,
    ticker_panel,
    town_panel,
    village_panel,
)


def wall_snapshot(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    seq: int = 0,
    at: float | None = None,
    data_at: float | None = None,
    past: Past | None = None,
) -> dict[str, Any]:
    """The snapshot, ready for JSON; `columns` may be the whole table or its `recent.RecentRows`, or of these
    what was touched `lately` when the rest comes as `past`.

    Figures of today carry the same weekday of last week up to the same time of day. `seq`, `at` (time of
    computing) and `data_at` (newest action applied) are handed through.
    """
    clock = wall_clock(int(as_of // 1), city.zone)
    facts = Facts(columns, city, clock.as_of)
    # All but the ranking and the month is about open cases and the last eight days: a tenth of the rows.
    if past is None:
        lately = Facts(since(columns, clock.week_start), city, clock.as_of)
    else:
        # Nearly all of them: leaving some out is cheaper than copying the others.
        lately = Facts(columns, city, clock.as_of, touched(columns) >= to_row_time(clock.week_start))
    tree = city.tree
    on_duty = {
        level: staff_on_duty(tree, level, staff)
        for level in (AreaLevel.CITY, AreaLevel.TOWN, AreaLevel.VILLAGE)
        if tree.at(level)
    }
    city_staff = int(on_duty[AreaLevel.CITY][0])
    city_roster = int(roster(tree, AreaLevel.CITY)[0])
    rows = open_rows(lately)
    counted = {level: desks(lately, city, level, rows) for level in on_duty}
    whole, towns = counted[AreaLevel.CITY], counted[AreaLevel.TOWN]
    kpis, hours = wall_kpis(lately, clock, city_staff, city_roster)
    return {
        "seq": seq,
        "at": as_of if at is None else at,
        "data_at": data_at,
        "city": city.id,
        "kpis": kpis,
        "centre": centre_panel(lately, city, whole, towns, city_staff, city_roster),
        "towns": town_panel(city, towns, on_duty[AreaLevel.TOWN]),
        "villages": village_panel(city, counted[AreaLevel.VILLAGE], on_duty[AreaLevel.VILLAGE])
        if AreaLevel.VILLAGE in counted
        else [],
        "ranking": ranking_panel(facts, city, clock, past),
        "hours": hours,
        "days": days_panel(facts, clock, past),
        "subclasses": subclass_panel(lately, city, names, clock),
        "steps": step_panel(lately, whole, clock),
        "ticker": ticker_panel(lately, city, names),
        "heat": heat_panel(lately, clock),
    }
