"""Periods as the address names them: a word, a month or two days; and what each is compared with."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data_access.domain.comparison import Comparison
from data_access.domain.period import months_earlier, next_month

PRESETS = ("today", "yesterday", "week", "last-week", "month", "last-month", "13-months")
DEFAULT_PERIOD = "month"
CUSTOM = "custom"
COMPARISONS = ("previous", "week", "year", "none")
MONTHS_OFFERED = 13
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_FIRST, _LAST = date(2000, 1, 1), date(2080, 1, 1)


class BadDays(ValueError):
    """A period that cannot be understood; the text is what was asked for."""


@dataclass(frozen=True, slots=True)
class Days:
    """A period of whole days of the city."""

    name: str
    """As the address has it."""
    first: date
    last: date
    """The last day that belongs to it."""

    @classmethod
    def read(cls, name: str, today: date) -> "Days":
        """The days that a name means on a day. Raises BadDays."""
        month = today.replace(day=1)
        monday = today - timedelta(days=today.weekday())
        earlier = months_earlier(month, 1)
        named = {
            "today": (today, today),
            "yesterday": (today - timedelta(days=1),) * 2,
            "week": (monday, monday + timedelta(days=6)),
            "last-week": (monday - timedelta(days=7), monday - timedelta(days=1)),
            "month": (month, last_of(month)),
            "last-month": (earlier, last_of(earlier)),
            "13-months": (months_earlier(month, 12), last_of(month)),
        }
        if name in named:
            return cls(name, *named[name])
        try:
            return cls(name, *_custom(name))
        except ValueError as error:
            raise BadDays(name) from error

    @property
    def whole_month(self) -> str | None:
        """The month as 2026-10 when this is exactly one."""
        if self.first.day == 1 and self.last == last_of(self.first):
            return f"{self.first:%Y-%m}"
        return None

    @property
    def count(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def options(self) -> dict[str, str | None]:
        """The period as options of a question."""
        return {"from": self.first.isoformat(), "to": (self.last + timedelta(days=1)).isoformat()}

    def basis(self, compare: str) -> Comparison | None:
        """What a choice of COMPARISONS means for this period: of a month, "previous" is the month before."""
        if compare == "none":
            return None
        if compare != "previous":
            return Comparison(compare)
        if self.name == "13-months":
            return Comparison.YEAR
        return Comparison.MONTH if self.whole_month else Comparison.PREVIOUS


def last_of(month: date) -> date:
    """Last day of the month that holds a day."""
    return next_month(month) - timedelta(days=1)


def months_offered(today: date) -> list[str]:
    """Months to choose from, this one first, as 2026-10."""
    return [f"{months_earlier(today.replace(day=1), back):%Y-%m}" for back in range(MONTHS_OFFERED)]


def _custom(name: str) -> tuple[date, date]:
    if match := _MONTH.fullmatch(name):
        first = date(int(match[1]), int(match[2]), 1)
        last = last_of(first)
    elif match := _RANGE.fullmatch(name):
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    else:
        raise ValueError(name)
    if not _FIRST <= first <= last <= _LAST:
        raise ValueError(name)
    return first, last
