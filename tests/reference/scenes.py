"""Figures of the wall's scenes, counted one by one from the folded cases of a stream."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from tests.reference.answers import Wanted, World
from tests.reference.asked import disposed_on_time
from tests.reference.case import Case
from tests.reference.counts import waits_for_disposal

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PUBLIC = ("hotline_12345", "app", "wechat")


def deadlines(world: World, area: str | None, as_of: datetime) -> dict[str, Any]:
    """What is due when, of the cases of an area."""
    cases = world.chosen(Wanted(areas=() if area is None else (area,)))
    running = [case for case in cases if waits_for_disposal(case)]
    late = [case for case in running if due(case) < as_of]
    ahead = [case for case in running if due(case) >= as_of]
    midnight = as_of.astimezone(world.city.zone).replace(hour=0, minute=0, second=0) + DAY
    hour = as_of.astimezone(world.city.zone).replace(minute=0, second=0)
    line = [timeline_slot(cases, hour + (place - 6) * HOUR, as_of) for place in range(31)]
    return {
        "windows": [sum(due(c) <= as_of + w for c in ahead) for w in (HOUR / 4, HOUR, 2 * HOUR, 4 * HOUR)],
        "today": sum(due(case) < midnight for case in ahead),
        "overdue": len(late),
        "bands": [sum(band(as_of - due(case)) == place for case in late) for place in range(6)],
        "timeline": {name: [slot[name] for slot in line] for name in line[0]},
        "next": sorted(due(case).timestamp() for case in ahead)[:14],
        "longest": sorted(due(case).timestamp() for case in late)[:6],
        "lights": Counter(light(case, as_of) for case in running),
        "departments": {
            name: pressure([c for c in running if (c.department or "") == name], as_of, midnight)
            for name in {case.department or "" for case in running}
        },
        "classes": {
            one.code: pressure([c for c in running if c.attribute("class") == one.code], as_of, midnight)
            for one in world.city.taxonomy.classes
        },
    }


def pressure(running: list[Case], as_of: datetime, midnight: datetime) -> dict[str, int]:
    """Overdue, due within two hours, due by the end of today."""
    return {
        "overdue": sum(due(case) < as_of for case in running),
        "soon": sum(as_of <= due(case) <= as_of + 2 * HOUR for case in running),
        "today": sum(as_of <= due(case) < midnight for case in running),
    }


def due(case: Case) -> datetime:
    """When a case is due that has a due time."""
    assert case.due_at is not None
    return case.due_at


def band(late: timedelta) -> int:
    """Band of an age of overdue cases."""
    ends = (HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY)
    return sum(late > end for end in ends)


def light(case: Case, as_of: datetime) -> str:
    """The traffic light of an open case."""
    assert case.filed_at is not None
    if as_of > due(case):
        return "red"
    return "yellow" if 5 * (as_of - case.filed_at) > 4 * (due(case) - case.filed_at) else "green"


def timeline_slot(cases: list[Case], start: datetime, as_of: datetime) -> dict[str, int]:
    """Cases due in one hour, by what became of them."""
    here = [case for case in cases if case.falls_due and start <= due(case) < start + HOUR]
    past = [case for case in here if due(case) < as_of]
    ahead = [case for case in here if due(case) >= as_of]
    waits = [case for case in ahead if waits_for_disposal(case)]
    return {
        "met": sum(disposed_on_time(case) for case in past),
        "missed": sum(not disposed_on_time(case) for case in past),
        "done": sum(case.disposed for case in ahead),
        "soon": sum(due(case) <= as_of + 2 * HOUR for case in waits),
        "waiting": sum(due(case) > as_of + 2 * HOUR for case in waits),
    }


def voice(world: World, area: str | None, as_of: datetime) -> dict[str, Any]:
    """What the public reports, of the cases of an area."""
    cases = [
        case
        for case in world.chosen(Wanted(areas=() if area is None else (area,)))
        if case.reported_at is not None
    ]
    midnight = as_of.astimezone(world.city.zone).replace(hour=0, minute=0, second=0)
    month = midnight - 30 * DAY
    public = [case for case in cases if case.source in PUBLIC]
    waits = [
        reported(case)
        for case in public
        if case.open and case.accepted_at is None and reported(case) <= as_of
    ]
    return {
        "channels": {
            source: {
                "today": between([c for c in public if c.source == source], midnight, as_of),
                "last_week": between(
                    [c for c in public if c.source == source], midnight - 7 * DAY, as_of - 7 * DAY
                ),
                "month": between([c for c in public if c.source == source], month, midnight),
                "before": between([c for c in public if c.source == source], month - 30 * DAY, month),
            }
            for source in PUBLIC
        },
        "all": {
            "today": between(cases, midnight, as_of),
            "month": between(cases, month, midnight),
            "before": between(cases, month - 30 * DAY, month),
        },
        "days": [between(cases, month + n * DAY, month + (n + 1) * DAY) for n in range(30)],
        "bands": [sum(time_band(at + DAY - as_of) == place for at in waits) for place in range(5)],
        "oldest": sorted(at.timestamp() for at in waits)[:10],
        "scores": [
            sum(c.score == score and c.rated_at is not None and month <= c.rated_at < midnight for c in cases)
            for score in range(1, 6)
        ],
        "subjects": {
            "public": between(public, month, midnight),
            "collector": between([c for c in cases if c.from_collector], month, midnight),
        },
    }


def reported(case: Case) -> datetime:
    """When a case was reported that has a report."""
    assert case.reported_at is not None
    return case.reported_at


def between(cases: list[Case], start: datetime, end: datetime) -> int:
    """Cases reported in a period."""
    return sum(start <= reported(case) < end for case in cases)


def time_band(left: timedelta) -> int:
    """Band of what is left of 24 hours; the first is late."""
    if left < timedelta(0):
        return 0
    return 1 + sum(left > end for end in (HOUR, 4 * HOUR, 12 * HOUR))
