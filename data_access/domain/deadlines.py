"""When a time limit ends, in the four clocks of `taxonomy.Clock`, by a city's calendar and zone.

Times are microseconds since 1970 UTC. Days are local days: one of 23 or 25 hours is kept as such.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from data_access.domain.taxonomy import Clock
from data_access.domain.workcalendar import WorkCalendar

SECOND_US = 1_000_000
HOUR_US = 3600 * SECOND_US
DAY_US = 24 * HOUR_US
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a deadline may touch: beyond them `due` raises OverflowError."""
LONGEST_LIMIT = 36_500.0
"""Longest limit in units of its clock; longer ones are a mistake of the pack."""


class CalendarDeadlines:
    """Adds limits to times. Tables of days and working hours grow by whole years when first needed."""

    def __init__(self, zone: ZoneInfo, calendar: WorkCalendar) -> None:
        """Reads no holidays yet."""
        self.zone = zone
        self.calendar = calendar
        self._first, self._last = 0, -1  # years covered by the tables
        self._midnights: list[int] = []  # start of every local day, and of the day after the last
        self._next_working: list[int] = []  # day → position of the first working day from it on
        self._working: list[int] = []  # positions of the working days
        self._starts: list[int] = []  # working periods
        self._ends: list[int] = []
        self._worked: list[int] = [0]  # working time before each period

    def due(self, start_us: int, limit: float, clock: Clock) -> int:
        """Time at which a limit that starts at `start_us` ends.

        Raises ValueError for a limit below 0 or above `LONGEST_LIMIT`, OverflowError for years far off.
        A fraction of a working day is that part of 24 hours that pass on working days.
        """
        if not 0 <= limit <= LONGEST_LIMIT:
            raise ValueError(f"a limit of {limit} is not between 0 and {LONGEST_LIMIT:.0f}")
        if clock is Clock.URGENT_HOUR:
            return start_us + round(limit * HOUR_US)
        if clock is Clock.NATURAL_DAY:
            return start_us + round(limit * DAY_US)
        if limit == 0:
            return start_us
        if clock is Clock.WORKING_HOUR:
            return self._add_hours(start_us, round(limit * HOUR_US))
        return self._add_days(start_us, limit)

    def _add_hours(self, start: int, amount: int) -> int:
        if not self.calendar.hours:
            raise ValueError("the calendar has no working hours")
        midnights = self._midnights
        if not (midnights and midnights[0] <= start < midnights[-1]):
            self._cover(start)
        period = bisect_right(self._ends, start)
        while True:
            if period < len(self._ends):
                opened, worked = self._starts[period], self._worked[period]
                begun = start if start > opened else opened
                if begun + amount <= self._ends[period]:
                    return begun + amount
                target = worked + begun - opened + amount
                found = bisect_left(self._worked, target, period + 1) - 1
                if found < len(self._ends):
                    return self._starts[found] + target - self._worked[found]
            self._extend(self._last + 1)

    def _add_days(self, start: int, limit: float) -> int:
        if not (self._midnights and self._midnights[0] <= start < self._midnights[-1]):
            self._cover(start)
        whole = int(limit)
        day = bisect_right(self._midnights, start) - 1
        position = self._next_working[day]
        while position + whole + 1 >= len(self._working):
            self._extend(self._last + 1)
            day = bisect_right(self._midnights, start) - 1
            position = self._next_working[day]
        first, last = self._working[position], self._working[position + whole]
        end = self._same_time(start, day, last) if first == day else self._midnights[last]
        if limit == whole:
            return end
        # The rest runs through to the end of the day and goes on with the next working day.
        rest = round((limit - whole) * DAY_US)
        left = self._midnights[last + 1] - end
        if rest <= left:
            return end + rest
        return self._midnights[self._working[position + whole + 1]] + rest - left

    def _same_time(self, start: int, day: int, target: int) -> int:
        """The local time of day of `start`, on day `day`, carried to the day `target`."""
        midnight, end = self._midnights[target], self._midnights[target + 1]
        since = start - self._midnights[day]
        if end - midnight == DAY_US == self._midnights[day + 1] - self._midnights[day]:
            return midnight + since
        local = datetime.fromtimestamp(start / SECOND_US, self.zone)
        days = (self._day(target) - local.date()).days
        seconds = (local + timedelta(days=days)).timestamp()
        return int(seconds) * SECOND_US + start % SECOND_US

    def _day(self, position: int) -> date:
        return date(self._first, 1, 1) + timedelta(days=position)

    def _cover(self, start: int) -> None:
        """Make the tables reach a time that they do not hold."""
        year = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=start)).year
        if not self._midnights:
            self._first, self._last = year, year - 1
        # One year more to both sides: the local year is not always that of UTC.
        self._extend(year - 1)
        self._extend(year + 1)

    def _extend(self, year: int) -> None:
        """Make the tables reach to `year`."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OverflowError(f"no deadlines are computed for the year {year}")
        if self._first <= year <= self._last:
            return
        if year < self._first:
            self._first, old_last = year, max(self._last, self._first)
            self._clear()
            self._last = year - 1
            self._extend(old_last)
            return
        for added in range(self._last + 1, year + 1):
            self._add_year(added)
        self._last = year
        following = [0] * (len(self._midnights) - 1)
        position = len(self._working)
        for day in range(len(following) - 1, -1, -1):
            if position and self._working[position - 1] == day:
                position -= 1
            following[day] = position
        self._next_working = following

    def _clear(self) -> None:
        for table in (self._midnights, self._next_working, self._working, self._starts, self._ends):
            table.clear()
        self._worked = [0]

    def _add_year(self, year: int) -> None:
        works = self.calendar.working_days(year)
        if self._midnights:
            self._midnights.pop()
        day = date(year, 1, 1)
        while day.year == year:
            if works(day):
                self._working.append(len(self._midnights))
                for opens, closes in self.calendar.hours:
                    start, end = (self._instant(datetime.combine(day, at)) for at in (opens, closes))
                    if end > start:
                        self._starts.append(start)
                        self._ends.append(end)
                        self._worked.append(self._worked[-1] + end - start)
            self._midnights.append(self._instant(datetime.combine(day, datetime.min.time())))
            day += timedelta(days=1)
        self._midnights.append(self._instant(datetime(year + 1, 1, 1)))

    def _instant(self, local: datetime) -> int:
        return int(local.replace(tzinfo=self.zone).timestamp()) * SECOND_US
