"""The fine print of the life cycle: due times, implied stages, the end of a suspension."""

from datetime import datetime

from tests.reference.case import Case
from tests.reference.wire import Act, from_microseconds, instant, microseconds


def subclass_due(case: Case, start: datetime) -> datetime | None:
    """`start` plus the time limit of the subclass, None without one."""
    index = case.city.taxonomy.subclass_index(str(case.attribute("subclass")))
    if index is None:
        return None
    subclass = case.city.taxonomy.subclasses[index]
    if subclass.limit is None or subclass.clock is None:
        return None
    return from_microseconds(case.city.deadlines.due(microseconds(start), subclass.limit, subclass.clock))


def set_due(case: Case, due_at: datetime | None) -> None:
    """A new due time; the first one fixes the original limit."""
    if due_at is None:
        return
    case.due_at = due_at
    if case.original_limit is None and case.filed_at is not None:
        case.original_limit = due_at - case.filed_at


def carried_due(case: Case, act: Act) -> datetime | None:
    """The due time an action carries."""
    text = act.wire.get("due_at")
    return None if text is None else instant(text, case.city.zone)


def imply_accepted(case: Case, at: datetime) -> None:
    """ACCEPTED at the time of a later stage."""
    if case.accepted_at is None:
        case.accepted_at = at


def imply_filed(case: Case, act: Act) -> None:
    """FILED at the time of a later stage."""
    imply_accepted(case, act.at)
    if case.filed_at is None:
        case.filed_at = act.at
        if act.action != "dispatch" or carried_due(case, act) is None:
            set_due(case, subclass_due(case, act.at))


def imply_dispatched(case: Case, act: Act) -> None:
    """DISPATCHED at the time of a later stage."""
    imply_filed(case, act)
    if case.first_dispatched_at is None:
        case.first_dispatched_at = act.at


def end_suspension(case: Case, at: datetime) -> None:
    """The clock runs again: the due time moves by the time suspended."""
    if case.suspended_since is None:
        return
    time = at - case.suspended_since
    case.suspended_since = None
    case.suspended_time += time
    if case.due_at is not None:
        case.due_at += time
