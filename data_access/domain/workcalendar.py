"""Which days a city works: weekends, public holidays and the make-up working days that China announces."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property, lru_cache

ANNOUNCED_YEARLY = frozenset({"CN"})
"""Countries whose government moves days off each year: known only for the years it has announced."""

LONG_HOLIDAY = 5
"""Days off in a row, weekends among them, from which a holiday is one that figures of months show."""


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and working hours of a pack. Years are read when asked for and kept by the caller."""

    country: str
    """ISO 3166 code, empty for plain weekdays."""
    subdivision: str = ""
    weekend: tuple[int, ...] = (6, 7)
    """ISO weekdays without work."""
    hours: tuple[tuple[time, time], ...] = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
    """Working periods of a working day, local time, ascending and apart."""

    def covers(self, year: int) -> bool:
        """Whether public holidays of the year are known; else plain weekdays count."""
        first, last = self._known
        return first <= year <= last

    def working_days(self, year: int) -> Callable[[date], bool]:
        """A predicate over the days of one year."""
        if not self.country or not self.covers(year):
            return lambda day: day.isoweekday() not in self.weekend
        import holidays  # takes longer than loading a city, and is not needed before a deadline is

        # The neighbouring years as well: days off around New Year are announced with either of them.
        known = [y for y in (year - 1, year, year + 1) if self.covers(y)]
        found = holidays.country_holidays(self.country, subdiv=self.subdivision or None, years=known)
        off = frozenset(found)
        made_up: frozenset[date] = frozenset(getattr(found, "weekend_workdays", ()))
        return lambda day: day in made_up or (day.isoweekday() not in self.weekend and day not in off)

    def long_holidays(self, first: date, last: date) -> list[tuple[date, date, str, str]]:
        """Holidays of LONG_HOLIDAY days off or more that touch a span: first and last day, name zh and en."""
        # One of the year before may reach into the span.
        years = [year for year in range(first.year - 1, last.year + 1) if self.country and self.covers(year)]
        found = (one for year in years for one in _long_holidays(self, year))
        return [one for one in found if one[0] <= last and one[1] >= first]

    def named(self, years: Sequence[int], language: str) -> dict[date, str]:
        """Public holidays of some years by day, weekends of their own left out; `language` as zh_CN."""
        import holidays

        found = holidays.country_holidays(
            self.country, subdiv=self.subdivision or None, years=years, language=language
        )
        return dict(found.items())

    @cached_property
    def _known(self) -> tuple[int, int]:
        if not self.country:
            return 1, 9999
        import holidays

        calendar = holidays.country_holidays(self.country, subdiv=self.subdivision or None)
        first, last = int(calendar.start_year), int(calendar.end_year)
        if self.country in ANNOUNCED_YEARLY:
            last = min(last, max(getattr(calendar, "special_public_holidays", None) or {last: ()}))
        return first, last


@lru_cache(maxsize=64)
def _long_holidays(calendar: WorkCalendar, year: int) -> tuple[tuple[date, date, str, str], ...]:
    """Those that begin in a year; the most frequent name of the days is that of all."""
    around = [each for each in (year, year + 1) if calendar.covers(each)]
    zh, en = (calendar.named(around, language) for language in ("zh_CN", "en_US"))
    works = {each: calendar.working_days(each) for each in (year, year + 1)}
    runs: list[list[date]] = [[]]
    # A run that began the year before is that year's.
    day = date(year, 1, 1)
    before = calendar.working_days(year - 1)
    open_before = not before(date(year - 1, 12, 31))
    while day < date(year + 1, 2, 1):
        if works[day.year](day):
            runs.append([])
        else:
            runs[-1].append(day)
        day += timedelta(days=1)
    if open_before:
        runs = runs[1:]
    found = []
    for run in runs:
        names = [day for day in run if day in zh]
        if len(run) >= LONG_HOLIDAY and names and run[0].year == year:
            said = Counter(zh[day] for day in names)
            named = next(day for day in names if said[zh[day]] == max(said.values()))
            # The library adds other names in brackets.
            own, english = (name.partition(" (")[0] for name in (zh[named], en.get(named, zh[named])))
            found.append((run[0], run[-1], own, english))
    return tuple(found)
