"""The moments that the wall looks at: today so far beside the same weekday of last week, hour by hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from data_access.domain.period import Period, local_day, midnight, to_row_time
from data_access.domain.rows import NEVER

HOURS = 24
DAYS = 30
Moments = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WallClock:
    """Today and the same weekday last week; moments are row times."""

    as_of: int
    """Unix seconds."""
    today: Period
    last_week: Period
    """The same weekday of last week up to the same time of day."""
    week_start: int
    """Midnight at the beginning of that day, Unix seconds: nothing of the two days lies before."""
    now: int
    """`as_of` as a row time."""
    today_hours: Moments
    """The 25 beginnings of the hours 0 to 24 of today."""
    last_week_hours: Moments
    """The same of the same weekday last week."""
    same_time: int
    """The same time of day last week."""
    days: tuple[int, ...]
    """The 31 midnights of the 30 full days before today, Unix seconds."""
    first_day: date
    """The first of those days."""


def wall_clock(as_of: int, zone: ZoneInfo) -> WallClock:
    """The clock of the wall at `as_of`."""
    day = local_day(as_of, zone)
    before = day - timedelta(days=7)
    time_of_day = datetime.fromtimestamp(as_of, zone).time()
    same = int(datetime.combine(before, time_of_day, tzinfo=zone).timestamp())
    first_day = day - timedelta(days=DAYS)
    return WallClock(
        as_of=as_of,
        today=Period.day(day, zone).cut(as_of),
        last_week=Period.day(before, zone).cut(same),
        week_start=midnight(before, zone),
        now=to_row_time(as_of),
        today_hours=_hours(day, zone),
        last_week_hours=_hours(before, zone),
        same_time=to_row_time(same),
        days=_midnights(first_day, zone),
        first_day=first_day,
    )


@lru_cache(maxsize=4)
def _midnights(first_day: date, zone: ZoneInfo) -> tuple[int, ...]:
    return tuple(midnight(first_day + timedelta(days=number), zone) for number in range(DAYS + 1))


@lru_cache(maxsize=4)
def _hours(day: date, zone: ZoneInfo) -> Moments:
    """Beginnings of the hours of a day by its own clock; an hour left out in spring has no length."""
    edges = [
        int(datetime(day.year, day.month, day.day, hour, tzinfo=zone).timestamp()) for hour in range(HOURS)
    ]
    edges.append(midnight(day + timedelta(days=1), zone))
    return np.maximum.accumulate(np.array([to_row_time(edge) for edge in edges], dtype=np.int64))


def counts_before(times: npt.NDArray[np.int32], moments: Moments) -> npt.NDArray[np.int64]:
    """How many of `times` lie before each moment; NEVER lies nowhere."""
    ordered = np.sort(times)
    before = ordered.searchsorted(moments.astype(np.int32), side="left").astype(np.int64)
    before -= ordered.searchsorted(np.int32(NEVER), side="right")
    return before
