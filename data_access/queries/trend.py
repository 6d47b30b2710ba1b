"""The indicators of a period, bucket by bucket of city time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.comparison import Comparison, Shift
from data_access.domain.facts import Facts
from data_access.domain.period import BadPeriod, Period, city_time, local_day, midnight, next_month
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.comparing import compared, of_a_period, wanted
from data_access.queries.groups import NameLists, TimeGroups
from data_access.queries.overview import ANYWHERE
from data_access.queries.tally import Tally, read_together

MOST_BUCKETS = 20_000
"""Two years of hours; more is a mistyped question, not a chart."""


class Bucket(StrEnum):
    """Width of a bucket of city time."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    """From Monday on (ISO 8601)."""
    MONTH = "month"


_SHORTEST = {
    Bucket.HOUR: 1800,
    Bucket.DAY: 82_800,
    Bucket.WEEK: 6 * 86_400 + 82_800,
    Bucket.MONTH: 28 * 82_800,
}
"""Seconds that a bucket has at least, where clocks change."""


def bucket_edges(period: Period, bucket: Bucket, zone: ZoneInfo) -> list[int]:
    """Unix seconds at which the buckets that a period touches begin, and the end of the last.

    Empty for an empty period. Raises BadPeriod above MOST_BUCKETS.
    """
    if period.end <= period.start:
        return []
    shortest = _SHORTEST[bucket]
    if (period.end - period.start) // shortest > 2 * MOST_BUCKETS:
        raise BadPeriod(f"the period has more than {MOST_BUCKETS} buckets")
    edges = [_floor(period.start, bucket, zone)]
    while edges[-1] < period.end:
        edges.append(_next(edges[-1], bucket, zone))
    if len(edges) > MOST_BUCKETS + 1:
        raise BadPeriod(f"the period has more than {MOST_BUCKETS} buckets")
    return edges


def _floor(at: int, bucket: Bucket, zone: ZoneInfo) -> int:
    if bucket == Bucket.HOUR:
        local = datetime.fromtimestamp(at, zone)
        return at - local.minute * 60 - local.second
    day = local_day(at, zone)
    if bucket == Bucket.WEEK:
        day -= timedelta(days=day.weekday())
    return midnight(day.replace(day=1) if bucket == Bucket.MONTH else day, zone)


def _next(edge: int, bucket: Bucket, zone: ZoneInfo) -> int:
    if bucket == Bucket.HOUR:
        # An hour later, and back to the full hour where a clock was changed by less than one.
        return max(_floor(edge + 3600, bucket, zone), edge + 1800)
    day = local_day(edge, zone)
    if bucket == Bucket.MONTH:
        return midnight(next_month(day), zone)
    return midnight(day + timedelta(days=7 if bucket == Bucket.WEEK else 1), zone)


def trend(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    bucket: Bucket = Bucket.DAY,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
    compare: Comparison | None = None,
    indicators: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """The answer of `query trend`: one entry a bucket that the period, cut at as_of, touches.

    `start` is the bucket's own beginning in city time, also when the period begins inside it; only what
    lies in the period is counted. Live counts have no place in time and are left out. To compare, each
    bucket is moved to the period that is compared with.
    """
    clock = int(as_of // 1)
    whole = period or Period.today(clock, city.zone)
    asked = whole.cut(clock)
    edges = bucket_edges(asked, bucket, city.zone)
    if not edges:
        return []
    named = of_a_period(wanted(indicators))
    facts = Facts(columns, city, clock, scope.mask(columns))
    tally = Tally(facts, asked, TimeGroups(edges))
    if compare is None:
        return _entries(edges, tally, named, city.zone)
    shift = Shift(whole, compare, city.zone)
    period = shift.period(clock)
    # Moved one by one edges may meet (29 February, a changed clock), but never pass one another.
    moved = list(accumulate([period.start, *map(shift.edge, edges[1:])], max))
    before = Tally(facts, period, TimeGroups(moved))
    read_together((tally, named), (before, named))
    return compared(_entries(edges, tally, named, city.zone), _entries(moved, before, named, city.zone))


def _entries(edges: list[int], tally: Tally, names: Sequence[str], zone: ZoneInfo) -> list[dict[str, Any]]:
    return tally.indicators(names, ahead={"start": [city_time(edge, zone) for edge in edges[:-1]]})
