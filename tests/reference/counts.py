"""Counts, disposal and the live desk: one plain function a row of the table of indicators.

Counts are int, ratios (numerator, denominator), durations Fraction seconds or None.
"""

import math
from datetime import timedelta
from fractions import Fraction

from tests.reference.asked import HOUR, Asked, Ratio, disposed_on_time
from tests.reference.case import Case

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
