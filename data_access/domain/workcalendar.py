"""Which days a city works: weekends, public holidays and the make-up working days that China announces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

ANNOUNCED_YEARLY = frozenset({"CN"})
"""Countries whose government moves days off each year: known only for the years it has announced."""

LONG_HOLIDAY = 3
"""Days under one name from which a holiday is one that figures show."""
_LANGUAGES = {"zh": "zh_CN", "en": "en_US"}


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

    def long_holidays(self, first: date, last: date, language: str) -> list[tuple[date, str]]:
        """Public holidays of LONG_HOLIDAY days or more that begin between two days: first day and name."""
        years = [year for year in range(first.year, last.year + 1) if self.country and self.covers(year)]
        if not years:
            return []
        import holidays

        found = holidays.country_holidays(
            self.country, subdiv=self.subdivision or None, years=years, language=_LANGUAGES.get(language)
        )
        named: dict[tuple[int, str], list[date]] = {}
        for day, name in sorted(found.items()):
            named.setdefault((day.year, name), []).append(day)
        return [
            (days[0], name)
            for (_, name), days in named.items()
            if len(days) >= LONG_HOLIDAY and first <= days[0] <= last
        ]

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
