"""Which indicators answers carry, and those of the period that a period is compared with."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from data_access.domain.comparison import Comparison, Shift
from data_access.domain.facts import Facts
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from data_access.domain.period import Period, city_time, from_row_time
from data_access.queries.groups import Groups
from data_access.queries.tally import Tally


def period_json(period: Period, zone: ZoneInfo) -> dict[str, str]:
    """`{"from", "to"}` in city time."""
    return {"from": city_time(period.start, zone), "to": city_time(period.end, zone)}


def wanted(indicators: Sequence[str] | None) -> tuple[str, ...]:
    """The indicators that an answer has, in the order of their table; all of them for None."""
    return tuple(name for name in INDICATORS if indicators is None or name in indicators)


def of_a_period(indicators: Sequence[str]) -> tuple[str, ...]:
    """Those of some indicators that belong to a period."""
    return tuple(name for name in PERIOD_INDICATORS if name in indicators)


def comparison(
    facts: Facts,
    asked: Period,
    basis: Comparison,
    zone: ZoneInfo,
    groups: Groups | None = None,
    *,
    indicators: Sequence[str] = tuple(INDICATORS),
) -> list[dict[str, Any]]:
    """For each group `basis`, `period` (cut at the same elapsed time) and the indicators of a period in it.

    They are what the question would have answered if it had been about that period: membership by the times
    of then, states of today. Live counts belong to no period and are left out.
    """
    period = Shift(asked, basis, zone).period(from_row_time(facts.as_of))
    head = {"basis": basis.value, "period": period_json(period, zone)}
    counted = Tally(facts, period, groups).indicators(of_a_period(indicators))
    return [{**head, **values} for values in counted]
