"""The life cycle: the state of a case as the fold of the set of its actions, sorted by (at, rank)."""

from collections.abc import Callable
from typing import Any

import msgspec

from data_access.domain.actions import RANK_BITS, RANK_MASK, RANKS, ActionSet, Field, Fields, variants
from data_access.domain.rows import Stage

DueOf = Callable[[Fields, int], int | None]
"""Due time of a case by its subclass's limit: (report fields, filed_at in µs) → µs or None."""

MAX_EXTENSIONS = 2

_REPORT = RANKS["report"]
_ACCEPT = RANKS["accept"]
_CONFIRM = RANKS["confirm"]
_REJECT = RANKS["reject"]
_FILE = RANKS["file"]
_DISPATCH = RANKS["dispatch"]
_RETURN = RANKS["return"]
_SUSPEND = RANKS["suspend"]
_RESUME = RANKS["resume"]
_EXTEND = RANKS["extend"]
_ESCALATE = RANKS["escalate"]
_DISPOSE = RANKS["dispose"]
_VERIFY = RANKS["verify"]
_REWORK = RANKS["rework"]
_CLOSE = RANKS["close"]
_VOID = RANKS["void"]
_RATE = RANKS["rate"]

_DEPARTMENT = int(Field.DEPARTMENT)
_DUE_AT = int(Field.DUE_AT)
_LEVEL = int(Field.LEVEL)
_SCORE = int(Field.SCORE)

# Plain integers: enum members cost a lookup each, and this loop runs for every action of the city.
_REPORTED = int(Stage.REPORTED)
_ACCEPTED = int(Stage.ACCEPTED)
_FILED = int(Stage.FILED)
_DISPATCHED = int(Stage.DISPATCHED)
_DISPOSED = int(Stage.DISPOSED)
_VERIFIED = int(Stage.VERIFIED)
_CLOSED = int(Stage.CLOSED)
_REJECTED = int(Stage.REJECTED)
_VOIDED = int(Stage.VOID)
_NOTHING: Fields = {}


class CaseState(msgspec.Struct, gc=False):
    """What is known of a case; times in microseconds since 1970 UTC, None where not reached."""

    report: Fields | None
    """Attributes of the first report; None makes the case incomplete."""
    reported_at: int | None
    stage: int = 0
    accepted_at: int | None = None
    filed_at: int | None = None
    first_dispatched_at: int | None = None
    due_at: int | None = None
    disposed_at: int | None = None
    verified_at: int | None = None
    ended_at: int | None = None
    """Closed, rejected or void: `stage` tells which."""
    rated_at: int | None = None
    score: int = 0
    department: str | None = None
    level: int = 0
    confirmed: bool = False
    suspended_at: int | None = None
    """Start of the suspension that runs now."""
    suspended_us: int = 0
    dispatches: list[int] = []
    """Effective dispatch actions; implied dispatches are not among them. Likewise below."""
    returns: list[int] = []
    reworks: list[int] = []
    extensions: list[int] = []
    suspensions: list[int] = []
    anomalies: int = 0


def first_report(actions: ActionSet, ordered: list[int]) -> tuple[int, Fields] | None:
    """Order and attributes of the first report in fold order, None without one."""
    for order in ordered:
        if order & RANK_MASK == _REPORT:
            return order, variants(actions[order])[0]
    return None


def fold(actions: ActionSet, due_of: DueOf) -> CaseState:
    """State of the case that these actions make; pure, the order of the mapping does not matter.

    An action that makes no sense where it falls counts as an anomaly and changes nothing.
    """
    ordered = sorted(actions)
    found = first_report(actions, ordered)
    report = found[1] if found else None
    state = CaseState(report, found[0] >> RANK_BITS if found else None)
    original_us: int | None = None
    reports = 0
    for order in ordered:
        at = order >> RANK_BITS
        rank = order & RANK_MASK
        value: Any = actions[order]
        for fields in value if type(value) is list else (value or _NOTHING,):
            stage = state.stage
            if rank == _REPORT:
                reports += 1
                continue
            if stage >= _CLOSED:
                if rank == _RATE and stage == _CLOSED:
                    state.rated_at = at
                    state.score = fields[_SCORE]
                else:
                    state.anomalies += 1
                continue
            if rank == _ACCEPT and stage == _REPORTED:
                state.accepted_at = at
                state.stage = _ACCEPTED
            elif (rank == _FILE and stage < _FILED) or (rank == _DISPATCH and stage <= _FILED):
                if state.filed_at is None:
                    _file(state, at, fields.get(_DUE_AT), report, due_of)
                elif fields and _DUE_AT in fields:
                    state.due_at = fields[_DUE_AT]
                if rank == _DISPATCH:
                    state.stage = _DISPATCHED
                    state.dispatches = [*state.dispatches, at]
                    if state.first_dispatched_at is None:
                        state.first_dispatched_at = at
                    if _DEPARTMENT in fields:
                        state.department = fields[_DEPARTMENT]
                if original_us is None:
                    original_us = _limit(state)
            elif rank == _DISPOSE and stage < _DISPOSED:
                _dispose(state, at, report, due_of)
                if original_us is None:
                    original_us = _limit(state)
            elif rank == _VERIFY and stage == _DISPOSED:
                state.verified_at = at
                state.stage = _VERIFIED
            elif rank == _CLOSE:
                if stage < _DISPOSED:
                    _dispose(state, at, report, due_of)
                if state.verified_at is None:
                    state.verified_at = at
                state.ended_at = at
                state.stage = _CLOSED
            elif rank == _CONFIRM and stage < _FILED:
                state.confirmed = True
            elif rank == _REJECT and stage < _FILED:
                state.ended_at = at
                state.stage = _REJECTED
            elif rank == _RETURN and stage == _DISPATCHED:
                state.stage = _FILED
                state.returns = [*state.returns, at]
            elif rank == _SUSPEND and _FILED <= stage < _DISPOSED and state.suspended_at is None:
                state.suspended_at = at
                state.suspensions = [*state.suspensions, at]
            elif rank == _RESUME and state.suspended_at is not None:
                _resume(state, at)
            elif (
                rank == _EXTEND
                and state.due_at is not None
                and at < state.due_at
                and len(state.extensions) < MAX_EXTENSIONS
            ):
                given = fields.get(_DUE_AT)
                state.due_at = given if given is not None else state.due_at + (original_us or 0)
                state.extensions = [*state.extensions, at]
            elif rank == _ESCALATE:
                state.level = fields[_LEVEL]
            elif rank == _REWORK and _DISPOSED <= stage <= _VERIFIED:
                state.disposed_at = state.verified_at = None
                state.stage = _DISPATCHED
                state.reworks = [*state.reworks, at]
            elif rank == _VOID and stage >= _FILED:
                state.ended_at = at
                state.stage = _VOIDED
            else:
                state.anomalies += 1
    state.anomalies += max(reports - 1, 0)
    return state


def _limit(state: CaseState) -> int | None:
    """The limit that a case starts with: an extension without a due time adds it once more."""
    if state.due_at is None or state.filed_at is None:
        return None
    return state.due_at - state.filed_at


def _file(state: CaseState, at: int, given: int | None, report: Fields | None, due_of: DueOf) -> None:
    if state.accepted_at is None:
        state.accepted_at = at
    state.filed_at = at
    state.stage = _FILED
    if given is not None:
        state.due_at = given
    elif report is not None:
        state.due_at = due_of(report, at)


def _dispose(state: CaseState, at: int, report: Fields | None, due_of: DueOf) -> None:
    if state.filed_at is None:
        _file(state, at, None, report, due_of)
    if state.first_dispatched_at is None:
        state.first_dispatched_at = at
    if state.suspended_at is not None:
        _resume(state, at)
    state.disposed_at = at
    state.stage = _DISPOSED


def _resume(state: CaseState, at: int) -> None:
    assert state.suspended_at is not None
    suspended = at - state.suspended_at
    state.suspended_us += suspended
    state.suspended_at = None
    if state.due_at is not None:
        state.due_at += suspended
