"""The figures of the period that a period is compared with, as answers carry them."""

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


def counted_and_compared(
    facts: Facts,
    asked: Period,
    basis: Comparison | None,
    zone: ZoneInfo,
    groups: Groups | None = None,
    staff: npt.NDArray[np.int64] | None = None,
) -> list[dict[str, Any]]:
    """The indicators of each group in a period, with a `basis` those of the compared period as `comparison`.

    That has `basis`, `period` (cut at the same elapsed time) and what the question would have answered if it
    had been about that period: membership by the times of then, states of today. Live counts belong to no
    period and are left out of it.
    """
    tally = Tally(facts, asked, groups)
    if basis is None:
        return tally.indicators(staff=staff)
    period = Shift(asked, basis, zone).period(from_row_time(facts.as_of))
    before = Tally(facts, period, groups)
    read_together((tally, INDICATORS), (before, PERIOD_INDICATORS))
    head = {"basis": basis.value, "period": period_json(period, zone)}
    compared = before.indicators(PERIOD_INDICATORS)
    return [
        {**values, "comparison": {**head, **earlier}}
        for values, earlier in zip(tally.indicators(staff=staff), compared, strict=True)
    ]
