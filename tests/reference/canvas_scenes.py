"""Figures of the wall's scenes from the folded cases alone: last 24 hours by class, levels of the past."""

from collections import Counter
from datetime import datetime, timedelta

from tests.reference.answers import Wanted, World
from tests.reference.asked import DAY
from tests.reference.case import Case
from tests.reference.counts import open_count, overdue_open_count, reported_count

PASSED = {
    "report": "reported_at",
    "file": "filed_at",
    "dispatch": "first_dispatched_at",
    "dispose": "disposed_at",
    "verify": "verified_at",
    "close": "closed_at",
    "rate": "rated_at",
}


def class_figures(world: World, wanted: Wanted, as_of: datetime) -> dict[str, int]:
    """Reports of the last 24 hours, of those a week before, open and overdue cases of one class."""
    cases = world.chosen(wanted)
    week = timedelta(days=7)
    now = world.asked(cases, as_of - DAY, as_of, as_of, 0)
    before = world.asked(cases, as_of - DAY - week, as_of - week, as_of, 0)
    return {
        "reported": reported_count(now),
        "last_week": reported_count(before),
        "open": open_count(now),
        "overdue": overdue_open_count(now),
    }


def reports_between(world: World, wanted: Wanted, start: datetime, end: datetime) -> list[Case]:
    """Cases of a scope reported in a time."""
    return [c for c in world.chosen(wanted) if c.reported_at is not None and start <= c.reported_at < end]


def cells(world: World, cases: list[Case]) -> Counter[int]:
    """Cases by cell, those without one left out."""
    places = [world.places[case.case_id] for case in cases]
    return Counter(place.cell for place in places if place.cell is not None)


def passed_between(world: World, wanted: Wanted, step: str, start: datetime, end: datetime) -> int:
    """Cases of a scope that passed a step in a time."""
    times = [getattr(case, PASSED[step]) for case in world.chosen(wanted)]
    return sum(time is not None and start <= time < end for time in times)


def whole(time: datetime) -> datetime:
    """A time without its fraction of a second, as rows hold it."""
    return time.replace(microsecond=0)


def open_at(world: World, wanted: Wanted, moment: datetime) -> int:
    """Cases reported before a moment and not ended before it, by the times they have now."""
    return sum(
        case.reported_at is not None
        and whole(case.reported_at) < moment
        and (case.ended_at is None or whole(case.ended_at) >= moment)
        for case in world.chosen(wanted)
    )


def overdue_at(world: World, wanted: Wanted, moment: datetime) -> int:
    """Cases due before a moment and neither disposed nor ended before it, by the times they have now."""
    return sum(
        case.falls_due
        and case.due_at is not None
        and whole(case.due_at) < moment
        and all(left is None or whole(left) >= moment for left in (case.disposed_at, case.ended_at))
        for case in world.chosen(wanted)
    )
