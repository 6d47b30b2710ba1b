"""The numeric snapshot of the wall: every figure on it, computed at once and cheap enough for every tick."""

from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.home import Home, home_of
from data_access.domain.rows import Columns
from data_access.queries.centres import desks, open_rows
from data_access.queries.groups import NameLists
from data_access.queries.heat_modes import heat_panels, reported_lately
from data_access.queries.hot_areas import hot_areas
from data_access.queries.recent import Past, since
from data_access.queries.staffing import roster, staff_on_duty
from data_access.queries.wall_clock import wall_clock
from data_access.queries.wall_kpis import wall_kpis
from data_access.queries.wall_panels import (
    centre_panel,
    children_panel,
    days_panel,
    fullest_panel,
    ranking_panel,
    step_panel,
    subclass_panel,
    ticker_panel,
)


def wall_snapshot(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: Home | None = None,
    past: Past | None = None,
) -> dict[str, Any]:
    """The figures of the overview, ready for JSON; `columns` may be the whole table or `recent.RecentRows`.

    Of the city they may be what was touched `lately` when the rest comes as `past`.

    Figures of today carry the same weekday of last week up to the same time of day. Without a `home` they
    are the city's.
    """
    home = home or home_of(city.tree)
    columns = home.rows_of(columns)
    clock = wall_clock(int(as_of // 1), city.zone)
    facts = Facts(columns, city, clock.as_of)
    # All but the ranking and the month is about open cases and the last eight days: a tenth of the rows.
    # Where they came apart from the past, the few that are older change nothing: what is found out of a row
    # for one panel is there for the next.
    lately = facts if past is not None else Facts(since(columns, clock.week_start), city, clock.as_of)
    children, grandchildren = home.children, home.grandchildren
    levels = [home.level, *(below.level for below in (children, grandchildren) if below is not None)]
    on_duty = {level: staff_on_duty(city.tree, level, staff) for level in levels}
    home_staff = int(on_duty[home.level][home.index])
    home_roster = int(roster(city.tree, home.level)[home.index])
    rows = open_rows(lately)
    counted = {level: desks(lately, city, level, rows) for level in levels}
    whole = counted[home.level]
    below = None if children is None else counted[children.level]
    reported = reported_lately(lately, clock)
    kpis, hours = wall_kpis(lately, clock, home_staff, home_roster)
    return {
        "kpis": kpis,
        "centre": centre_panel(city, home, whole, below, home_staff, home_roster),
        "children": {}
        if children is None or below is None
        else children_panel(children, below, on_duty[children.level]),
        "fullest": []
        if grandchildren is None
        else fullest_panel(city, grandchildren, counted[grandchildren.level], on_duty[grandchildren.level]),
        "ranking": None if children is None else ranking_panel(facts, city, children, clock, past),
        "hours": hours,
        "days": days_panel(facts, clock, past),
        "subclasses": subclass_panel(lately, city, names, clock),
        "steps": step_panel(lately, whole.stages[home.index], clock),
        "ticker": ticker_panel(lately, city, names, clock),
        **heat_panels(lately, city, home, clock, reported),
        "hot_areas": hot_areas(lately, city, names, reported),
    }
