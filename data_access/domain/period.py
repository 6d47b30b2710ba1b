"""Periods and the clock: parts of time that figures are about. Read by queries and by the front doors."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data_access.domain.rows import EPOCH_2020, NEVER

_LAST_ROW_TIME = 2**31 - 1
_YEARS = range(1953, 2088)
"""Years whose every moment a row can say."""
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class BadPeriod(ValueError):
    """A period, month or time that cannot be understood; the message is for the one who asked."""


def to_row_time(at: int) -> int:
    """Row time (seconds since EPOCH_2020) of Unix seconds, held inside what a row can say."""
    return min(max(at - EPOCH_2020, NEVER + 1), _LAST_ROW_TIME)


def from_row_time(at: int) -> int:
    """Unix seconds of a row time."""
    return at + EPOCH_2020


def midnight(day: date, zone: ZoneInfo) -> int:
    """Unix seconds at which a day of the city begins."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def local_day(at: int, zone: ZoneInfo) -> date:
    """Day of the city that holds a moment."""
    return datetime.fromtimestamp(at, zone).date()


def city_time(at: int, zone: ZoneInfo) -> str:
    """A moment as ISO 8601 in city time with its offset, whole seconds."""
    return datetime.fromtimestamp(at, zone).isoformat()


def parse_time(text: str, zone: ZoneInfo) -> int:
    """Unix seconds (fractions dropped) of a city-local date or an ISO 8601 time.

    Without an offset a time is city time; a date is its first moment. Raises BadPeriod.
    """
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadPeriod(f"not a date or an ISO 8601 time: {text!r}") from error
    if parsed.year not in _YEARS:
        raise BadPeriod(f"not a time of this age: {text!r}")
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=zone)
    return int(parsed.timestamp() // 1)


def next_month(first: date) -> date:
    """First day of the month after the one that holds `first`."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_earlier(day: date, months: int) -> date:
    """The same day some months earlier; the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_month(first) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Period:
    """Unix seconds from `start` to `end`, the end not included."""

    start: int
    end: int

    @classmethod
    def day(cls, day: date, zone: ZoneInfo) -> "Period":
        """One day of the city, 23 or 25 hours long where the clock changes."""
        return cls(midnight(day, zone), midnight(day + timedelta(days=1), zone))

    @classmethod
    def today(cls, as_of: int, zone: ZoneInfo) -> "Period":
        """The day of the city that holds `as_of`."""
        return cls.day(local_day(as_of, zone), zone)

    @classmethod
    def month(cls, text: str, zone: ZoneInfo) -> "Period":
        """A month of the city, given as 2019-02. Raises BadPeriod."""
        match = _MONTH.fullmatch(text)
        if match is None or int(match[1]) not in _YEARS or not 1 <= int(match[2]) <= 12:
            raise BadPeriod(f"not a month like 2019-02: {text!r}")
        first = date(int(match[1]), int(match[2]), 1)
        return cls(midnight(first, zone), midnight(next_month(first), zone))

    @classmethod
    def from_text(cls, from_: str | None, to: str | None, zone: ZoneInfo, as_of: int) -> "Period":
        """The period that a question names.

        Without both ends it is today; without an end it runs to the end of the day of `as_of`, or, when it
        starts later than that, to the end of its first day; without a start it is the day before the end.
        Raises BadPeriod, also when the end is before the start.
        """
        today = cls.today(as_of, zone)
        start = None if from_ is None else parse_time(from_, zone)
        end = None if to is None else parse_time(to, zone)
        if start is None and end is None:
            return today
        if end is None:
            assert start is not None
            end = today.end if start < today.end else cls.today(start, zone).end
        if start is None:
            start = cls.today(end - 1, zone).start
        if end < start:
            raise BadPeriod("the period ends before it starts")
        return cls(start, end)

    def cut(self, as_of: int) -> "Period":
        """The part before `as_of`; empty (start = end) when nothing is."""
        return Period(self.start, max(self.start, min(self.end, as_of)))

    def row_bounds(self) -> tuple[int, int]:
        """Start and end as row times."""
        return to_row_time(self.start), to_row_time(self.end)
