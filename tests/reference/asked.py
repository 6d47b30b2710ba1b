"""The question behind a figure: cases, period, clock and staff; and what \"within a limit\" means."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.reference.case import Case
from tests.reference.places import Place

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
Ratio = tuple[int, int]


@dataclass
class Asked:
    """A question: the cases in scope, those of the whole city that repeat one, period, clock, staff."""

    cases: list[Case]
    repeating: frozenset[str]
    """Ids of the cases that repeat an earlier one of the city, in scope or not."""
    places: dict[str, Place]
    start: datetime
    end: datetime
    as_of: datetime
    staff: int

    def holds(self, time: datetime | None) -> bool:
        """Whether the period, cut at as_of, holds a time."""
        return time is not None and self.start <= time < min(self.end, self.as_of)

    def actions(self, name: str) -> int:
        """Effective actions of one kind in the period."""
        return sum(action == name and self.holds(at) for case in self.cases for action, at in case.effective)

    def due_cases(self) -> list[Case]:
        """Cases with `settle_at` in the period."""
        return [case for case in self.cases if self.holds(case.settle_at)]


def on_time(earlier: datetime | None, later: datetime | None, limit: timedelta) -> bool:
    """Whether the time between is within a limit; limits are inclusive, a negative time is in time."""
    return earlier is not None and later is not None and later - earlier <= limit


def disposed_on_time(case: Case) -> bool:
    return case.disposed_at is not None and case.due_at is not None and case.disposed_at <= case.due_at
