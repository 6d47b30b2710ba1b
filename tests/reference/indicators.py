"""Every indicator of the table, one plain function each over a list of folded cases.

Counts are int, ratios (numerator, denominator), durations Fraction seconds or None.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from tests.reference.case import Case
from tests.reference.places import Place

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
EARTH_RADIUS_M = 6_371_008.8
Ratio = tuple[int, int]


@dataclass
class Asked:
    """A question: the cases in scope, the whole city's beside them, the period, the clock, the staff."""

    cases: list[Case]
    everywhere: list[Case]
    places: dict[str, Place]
    start: datetime
    end: datetime
    as_of: datetime
    staff: int
    answers: dict[str, object] = field(default_factory=dict)

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


# --- counts of cases


def reported_count(asked: Asked) -> int:
    return sum(asked.holds(case.reported_at) for case in asked.cases)


def accepted_count(asked: Asked) -> int:
    return sum(asked.holds(case.accepted_at) for case in asked.cases)


def filed_count(asked: Asked) -> int:
    return sum(asked.holds(case.filed_at) for case in asked.cases)


def disposed_count(asked: Asked) -> int:
    return sum(asked.holds(case.disposed_at) for case in asked.cases)


def verified_count(asked: Asked) -> int:
    return sum(asked.holds(case.verified_at) for case in asked.cases)


def closed_count(asked: Asked) -> int:
    return sum(asked.holds(case.closed_at) for case in asked.cases)


def rejected_count(asked: Asked) -> int:
    return sum(asked.holds(case.rejected_at) for case in asked.cases)


def void_count(asked: Asked) -> int:
    return sum(asked.holds(case.void_at) for case in asked.cases)


# --- counts of actions


def dispatched_count(asked: Asked) -> int:
    return asked.actions("dispatch")


def return_count(asked: Asked) -> int:
    return asked.actions("return")


def rework_count(asked: Asked) -> int:
    return asked.actions("rework")


def extension_count(asked: Asked) -> int:
    return asked.actions("extend")


def suspension_count(asked: Asked) -> int:
    return asked.actions("suspend")


# --- disposal


def should_dispose_count(asked: Asked) -> int:
    return len(asked.due_cases())


def disposal_rate(asked: Asked) -> Ratio:
    due = asked.due_cases()
    return sum(case.disposed for case in due), len(due)


def on_time_disposal_rate(asked: Asked) -> Ratio:
    due = asked.due_cases()
    return sum(disposed_on_time(case) for case in due), len(due)


def closing_rate(asked: Asked) -> Ratio:
    due = asked.due_cases()
    return sum(case.stage == "CLOSED" for case in due), len(due)


def on_time_closing_rate(asked: Asked) -> Ratio:
    due = asked.due_cases()
    return sum(case.stage == "CLOSED" and disposed_on_time(case) for case in due), len(due)


def disposal_times(asked: Asked) -> list[Fraction]:
    """Filed to disposed without the suspended time, of the cases disposed in the period, sorted."""
    times = []
    for case in asked.cases:
        if asked.holds(case.disposed_at) and case.disposed_at is not None and case.filed_at is not None:
            time = case.disposed_at - case.filed_at - case.suspended_time
            times.append(Fraction(time // timedelta(microseconds=1), 1_000_000))
    return sorted(times)


def between_ranks(values: list[Fraction], share: Fraction) -> Fraction | None:
    """The quantile with linear interpolation between ranks."""
    if not values:
        return None
    rank = share * (len(values) - 1)
    below = math.floor(rank)
    above = math.ceil(rank)
    return values[below] + (values[above] - values[below]) * (rank - below)


def disposal_seconds_median(asked: Asked) -> Fraction | None:
    return between_ranks(disposal_times(asked), Fraction(1, 2))


def disposal_seconds_p90(asked: Asked) -> Fraction | None:
    return between_ranks(disposal_times(asked), Fraction(9, 10))


# --- live


def open_count(asked: Asked) -> int:
    return sum(case.open for case in asked.cases)


def waits_for_disposal(case: Case) -> bool:
    return case.open and case.filed and not case.disposed and not case.suspended and case.due_at is not None


def overdue_open_count(asked: Asked) -> int:
    return sum(waits_for_disposal(c) and c.due_at is not None and c.due_at < asked.as_of for c in asked.cases)


def due_soon_count(asked: Asked) -> int:
    return sum(
        waits_for_disposal(c) and c.due_at is not None and asked.as_of <= c.due_at <= asked.as_of + 2 * HOUR
        for c in asked.cases
    )


def load_per_staff(asked: Asked) -> Ratio:
    return open_count(asked), asked.staff


# --- quality of work


def rework_rate(asked: Asked) -> Ratio:
    return rework_count(asked), disposed_count(asked)


def return_rate(asked: Asked) -> Ratio:
    return return_count(asked), dispatched_count(asked)


def dispatch_accuracy_rate(asked: Asked) -> Ratio:
    return dispatched_count(asked) - return_count(asked), dispatched_count(asked)


def on_time_accept_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.accepted_at)]
    return sum(on_time(case.reported_at, case.accepted_at, 15 * MINUTE) for case in cases), len(cases)


def on_time_dispatch_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.first_dispatched_at)]
    return sum(on_time(case.filed_at, case.first_dispatched_at, 15 * MINUTE) for case in cases), len(cases)


def on_time_verify_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if asked.holds(case.verified_at)]
    return sum(on_time(case.disposed_at, case.verified_at, 30 * MINUTE) for case in cases), len(cases)


def valid_report_rate(asked: Asked) -> Ratio:
    decided = [
        case
        for case in asked.cases
        if case.from_collector and (asked.holds(case.filed_at) or asked.holds(case.rejected_at))
    ]
    return sum(case.filed and case.stage != "VOID" for case in decided), len(decided)


def missed_report_rate(asked: Asked) -> Ratio:
    filed = [case for case in asked.cases if asked.holds(case.filed_at)]
    missed = [case for case in filed if case.from_public and case.confirmed and patrolled(case)]
    return len(missed), len(filed)


def patrolled(case: Case) -> bool:
    """Whether collectors patrol for the class of the case."""
    index = case.city.taxonomy.class_index(str(case.attribute("class")))
    return index is not None and case.city.taxonomy.classes[index].by_collectors


def self_handled_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if case.from_collector and asked.holds(case.reported_at)]
    return sum("self_handled" in case.flag for case in cases), len(cases)


# --- the public


def answered_at(case: Case) -> datetime | None:
    """When the case was accepted or rejected, whichever came first."""
    times = [time for time in (case.accepted_at, case.rejected_at) if time is not None]
    return min(times, default=None)


def response_24h_rate(asked: Asked) -> Ratio:
    cases = [case for case in asked.cases if case.from_public and asked.holds(case.reported_at)]
    counted = [case for case in cases if answered_at(case) is not None or older_than_a_day(case, asked.as_of)]
    return sum(on_time(case.reported_at, answered_at(case), DAY) for case in counted), len(counted)


def older_than_a_day(case: Case, as_of: datetime) -> bool:
    return case.reported_at is not None and as_of - case.reported_at > DAY


def satisfaction_mean(asked: Asked) -> Ratio:
    scores = [case.score for case in asked.cases if asked.holds(case.rated_at) and case.score is not None]
    return sum(scores), len(scores)


def satisfied_rate(asked: Asked) -> Ratio:
    scores = [case.score for case in asked.cases if asked.holds(case.rated_at) and case.score is not None]
    return sum(score >= 4 for score in scores), len(scores)


# --- duplicates


def duplicate_rate(asked: Asked) -> Ratio:
    reported = [case for case in asked.cases if asked.holds(case.reported_at)]
    repeated = [case for case in reported if any(repeats(case, other, asked) for other in asked.everywhere)]
    return len(repeated), len(reported)


def repeats(case: Case, other: Case, asked: Asked) -> bool:
    """Whether `other` is an earlier case of the same matter that was still open when `case` was reported."""
    if other is case or case.reported_at is None or other.reported_at is None:
        return False
    if not timedelta(0) < case.reported_at - other.reported_at <= DAY:
        return False
    if case.attribute("subclass") is None or case.attribute("subclass") != other.attribute("subclass"):
        return False
    if other.ended_at is not None and other.ended_at <= case.reported_at:
        return False
    distance = metres(asked.places[case.case_id], asked.places[other.case_id])
    return distance is not None and distance <= 50


def metres(one: Place, two: Place) -> float | None:
    """Great-circle distance, None without both positions."""
    if one.lon is None or one.lat is None or two.lon is None or two.lat is None:
        return None
    lat_1, lat_2 = math.radians(one.lat), math.radians(two.lat)
    half = (
        math.sin((lat_2 - lat_1) / 2) ** 2
        + math.cos(lat_1) * math.cos(lat_2) * math.sin(math.radians(two.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))


Answer = int | Ratio | Fraction | None
PERIOD_INDICATORS: tuple[Callable[[Asked], Answer], ...] = (
    reported_count,
    accepted_count,
    filed_count,
    disposed_count,
    verified_count,
    closed_count,
    rejected_count,
    void_count,
    dispatched_count,
    return_count,
    rework_count,
    extension_count,
    suspension_count,
    should_dispose_count,
    disposal_rate,
    on_time_disposal_rate,
    closing_rate,
    on_time_closing_rate,
    rework_rate,
    return_rate,
    dispatch_accuracy_rate,
    on_time_accept_rate,
    on_time_dispatch_rate,
    on_time_verify_rate,
    valid_report_rate,
    missed_report_rate,
    response_24h_rate,
    duplicate_rate,
    self_handled_rate,
    disposal_seconds_median,
    disposal_seconds_p90,
    satisfaction_mean,
    satisfied_rate,
)
LIVE_INDICATORS: tuple[Callable[[Asked], Answer], ...] = (
    open_count,
    overdue_open_count,
    due_soon_count,
    load_per_staff,
)
