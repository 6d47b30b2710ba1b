"""Which indicators answers carry, and those of the period that a period is compared with."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.comparison import Comparison, Shift
from data_access.domain.facts import Facts
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from data_access.domain.period import Period, city_time, from_row_time
from data_access.queries.groups import Groups
from data_access.queries.tally import Tally, read_together


def period_json(period: Period, zone: ZoneInfo) -> dict[str, str]:
    """`{"from", "to"}` in city time."""
    return {"from": city_time(period.start, zone), "to": city_time(period.end, zone)}


def wanted(indicators: Sequence[str] | None) -> tuple[str, ...]:
    """The indicators that an answer has, in the order of their table; all of them for None."""
    return tuple(name for name in INDICATORS if indicators is None or name in indicators)


def of_a_period(indicators: Sequence[str]) -> tuple[str, ...]:
    """Those of some indicators that belong to a period."""
    return tuple(name for name in PERIOD_INDICATORS if name in indicators)


def counted_and_compared(
    facts: Facts,
    asked: Period,
    basis: Comparison | None,
    zone: ZoneInfo,
    groups: Groups | None = None,
    staff: npt.NDArray[np.int64] | None = None,
    indicators: Sequence[str] = tuple(INDICATORS),
    ahead: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """The indicators of each group in a period, with a `basis` those of the compared period as `comparison`.

    That has `basis`, `period` (cut at the same elapsed time) and what the question would have answered if it
    had been about that period: membership by the times of then, states of today. Live counts belong to no
    period and are left out of it. `ahead` is as in `Tally.indicators`.
    """
    tally = Tally(facts, asked, groups)
    if basis is None:
        return tally.indicators(indicators, staff, ahead)
    period = Shift(asked, basis, zone).period(from_row_time(facts.as_of))
    before = Tally(facts, period, groups)
    named = of_a_period(indicators)
    read_together((tally, indicators), (before, named))
    words = period_json(period, zone)
    head: dict[str, list[Any]] = {"basis": [basis.value] * tally.size, "period": [words] * tally.size}
    return compared(tally.indicators(indicators, staff, ahead), before.indicators(named, ahead=head))


def compared(entries: list[dict[str, Any]], earlier: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries, each with the one of the compared period."""
    for entry, comparison in zip(entries, earlier, strict=True):
        entry["comparison"] = comparison
    return entries
