"""Periods to compare with: the one before, the same days of the week, the month or the year before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from data_access.domain.period import Period, months_earlier

_WEEK_DAYS = 7


class Comparison(StrEnum):
    """Which earlier period a period is compared with."""

    PREVIOUS = "previous"
    """The one of equal length that ends where this one begins."""
    WEEK = "week"
    """Seven days earlier: the same weekdays."""
    MONTH = "month"
    """The same days of the month before: of a whole month the whole month before it."""
    YEAR = "year"
    """The same days of the year before."""


class Shift:
    """Moves moments of a period (Unix seconds) back to the period that it is compared with.

    Days and years are moved by the city's calendar, so that midnights stay midnights where clocks change;
    only a period that does not run from midnight to midnight goes back by its length in seconds. 29 February
    becomes the 28th of a year that has none: its end is 1 March, its beginning that of the 28th. Days that a
    shorter month before lacks become its last one.
    """

    def __init__(self, period: Period, comparison: Comparison, zone: ZoneInfo) -> None:
        self._zone = zone
        self._move: Callable[[datetime], datetime] | None
        self._seconds = period.end - period.start
        self._period = period
        if comparison == Comparison.YEAR:
            self._move = _year_before
        elif comparison == Comparison.WEEK:
            self._move = _days_before(_WEEK_DAYS)
        elif comparison == Comparison.MONTH:
            self._move = _month_before
        else:
            start, end = (datetime.fromtimestamp(at, zone) for at in (period.start, period.end))
            whole = _is_midnight(start) and _is_midnight(end)
            self._move = _days_before((end.date() - start.date()).days) if whole else None

    def edge(self, at: int) -> int:
        """Where a moment that ends or divides the period moves to."""
        if self._move is None:
            return at - self._seconds
        local = datetime.fromtimestamp(at, self._zone)
        if self._move is _year_before and (local.month, local.day) == (2, 29) and _is_midnight(local):
            # The end of 28 February, so the end of all that its month has in the year before.
            local += timedelta(days=1)
        return int(self._move(local).timestamp())

    def period(self, as_of: int) -> Period:
        """The compared period, cut where this one is cut at `as_of`."""
        start = self._period.start
        if self._move is not None:
            start = int(self._move(datetime.fromtimestamp(start, self._zone)).timestamp())
        else:
            start -= self._seconds
        end = max(start, self.edge(self._period.end))
        if as_of < self._period.end:
            end = max(start, min(end, self.edge(max(as_of, self._period.start))))
        if as_of <= self._period.start:
            end = start
        return Period(start, end)


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _days_before(days: int) -> Callable[[datetime], datetime]:
    # Arithmetic on a time with a zone is that of its clock: the same time of day.
    return lambda local: local - timedelta(days=days)


def _month_before(local: datetime) -> datetime:
    return datetime.combine(months_earlier(local.date(), 1), local.timetz())


def _year_before(local: datetime) -> datetime:
    if (local.month, local.day) == (2, 29):
        local = local.replace(day=28)
    return local.replace(year=local.year - 1)
