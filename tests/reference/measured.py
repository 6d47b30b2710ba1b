"""The cases behind a figure: which case (or action) a measure counts, and by which time; in plain Python."""

from collections.abc import Callable
from datetime import datetime

from tests.reference.asked import DAY, HOUR, MINUTE, Asked, disposed_on_time, on_time
from tests.reference.case import Case
from tests.reference.counts import waits_for_disposal
from tests.reference.quality import answered_at, older_than_a_day, patrolled

Entry = tuple[str, datetime | None]
"""Case id and the time by which it is counted; None for live counts."""

_TIMES: dict[str, Callable[[Case], datetime | None]] = {
    "reported": lambda case: case.reported_at,
    "accepted": lambda case: case.accepted_at,
    "filed": lambda case: case.filed_at,
    "first_dispatched": lambda case: case.first_dispatched_at,
    "disposed": lambda case: case.disposed_at,
    "verified": lambda case: case.verified_at,
    "closed": lambda case: case.closed_at,
    "rejected": lambda case: case.rejected_at,
    "void": lambda case: case.void_at,
    "rated": lambda case: case.rated_at,
    "settled": lambda case: case.settle_at,
}
_ACTIONS = {
    "dispatches": "dispatch",
    "returns": "return",
    "reworks": "rework",
    "extensions": "extend",
    "suspensions": "suspend",
}
_PARTS: dict[str, tuple[str, Callable[[Case, Asked], bool]]] = {
    "settled_disposed": ("settled", lambda case, _: case.disposed),
    "settled_on_time": ("settled", lambda case, _: disposed_on_time(case)),
    "settled_closed": ("settled", lambda case, _: case.stage == "CLOSED"),
    "settled_closed_on_time": (
        "settled",
        lambda case, _: case.stage == "CLOSED" and disposed_on_time(case),
    ),
    "accepted_on_time": (
        "accepted",
        lambda case, _: on_time(case.reported_at, case.accepted_at, 15 * MINUTE),
    ),
    "first_dispatched_on_time": (
        "first_dispatched",
        lambda case, _: on_time(case.filed_at, case.first_dispatched_at, 15 * MINUTE),
    ),
    "verified_on_time": (
        "verified",
        lambda case, _: on_time(case.disposed_at, case.verified_at, 30 * MINUTE),
    ),
    "missed": ("filed", lambda case, _: case.from_public and case.confirmed and patrolled(case)),
    "public_answerable": (
        "reported",
        lambda case, asked: (
            case.from_public and (answered_at(case) is not None or older_than_a_day(case, asked.as_of))
        ),
    ),
    "public_answered_24h": (
        "reported",
        lambda case, _: case.from_public and on_time(case.reported_at, answered_at(case), DAY),
    ),
    "duplicates": (
        "reported",
        lambda case, asked: case.case_id in asked.repeating,
    ),
    "collector_reported": ("reported", lambda case, _: case.from_collector),
    "collector_self_handled": (
        "reported",
        lambda case, _: case.from_collector and "self_handled" in case.flag,
    ),
    "satisfied": ("rated", lambda case, _: (case.score or 0) >= 4),
    "filed_valid": ("filed", lambda case, _: case.stage != "VOID"),
    "public_reported": ("reported", lambda case, _: case.from_public),
    "located": ("reported", lambda case, asked: asked.places[case.case_id].lon is not None),
    "classified": (
        "reported",
        lambda case, _: case.city.taxonomy.subclass_index(str(case.attribute("subclass"))) is not None,
    ),
}
_LIVE: dict[str, Callable[[Case, Asked], bool]] = {
    "open": lambda case, _: case.open,
    "overdue": lambda case, asked: overdue(case, asked),
    "due_soon": lambda case, asked: (
        waits_for_disposal(case)
        and case.due_at is not None
        and asked.as_of <= case.due_at <= asked.as_of + 2 * HOUR
    ),
}


def overdue(case: Case, asked: Asked) -> bool:
    """Whether an open case is past its due time."""
    return waits_for_disposal(case) and case.due_at is not None and case.due_at < asked.as_of


def decided_at(case: Case) -> datetime | None:
    """When a case was filed or rejected."""
    return case.filed_at or case.rejected_at


def measured(name: str, asked: Asked) -> list[Entry]:
    """What a measure counts, sorted."""
    return sorted(_entries(name, asked), key=str)


def _entries(name: str, asked: Asked) -> list[Entry]:
    if name in _LIVE:
        return [(case.case_id, None) for case in asked.cases if _LIVE[name](case, asked)]
    if name in _ACTIONS:
        return [
            (case.case_id, at)
            for case in asked.cases
            for action, at in case.effective
            if action == _ACTIONS[name] and asked.holds(at)
        ]
    if name in ("collector_decided", "collector_valid"):
        return [
            (case.case_id, decided_at(case))
            for case in asked.cases
            if case.from_collector
            and asked.holds(decided_at(case))
            and (name == "collector_decided" or (case.filed and case.stage != "VOID"))
        ]
    whole, holds = _PARTS.get(name, (name, lambda _case, _asked: True))
    time = _TIMES[whole]
    return [
        (case.case_id, time(case)) for case in asked.cases if asked.holds(time(case)) and holds(case, asked)
    ]
