"""The figures of the period that a period is compared with, as answers carry them."""

from typing import Any
from zoneinfo import ZoneInfo

from data_access.domain.comparison import Comparison, Shift
from data_access.domain.facts import Facts
from data_access.domain.indicators import PERIOD_INDICATORS
from data_access.domain.period import Period, city_time, from_row_time
from data_access.queries.groups import Groups
from data_access.queries.tally import Tally


def period_json(period: Period, zone: ZoneInfo) -> dict[str, str]:
    """`{"from", "to"}` in city time."""
    return {"from": city_time(period.start, zone), "to": city_time(period.end, zone)}


def comparison(
    facts: Facts, asked: Period, basis: Comparison, zone: ZoneInfo, groups: Groups | None = None
) -> list[dict[str, Any]]:
    """For each group `basis`, `period` (cut at the same elapsed time) and the indicators of a period in it.

    They are what the question would have answered if it had been about that period: membership by the times
    of then, states of today. Live counts belong to no period and are left out.
    """
    period = Shift(asked, basis, zone).period(from_row_time(facts.as_of))
    head = {"basis": basis.value, "period": period_json(period, zone)}
    counted = Tally(facts, period, groups).indicators(PERIOD_INDICATORS)
    return [{**head, **values} for values in counted]
