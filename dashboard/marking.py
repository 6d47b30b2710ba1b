"""Marks cases for high-level coordination: who may, which cases, and what is kept of it."""

import time

from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.coordination import BadMark, Mark, MarkEntry, MarkState
from data_access.domain.rights import LEAST_DUTY, Right, may
from data_access.domain.viewer import Viewer


class MayNotMark(PermissionError):
    """A person who has not the right to mark cases."""


def mark_case(
    services: Services,
    viewer: Viewer,
    case_id: str,
    state: MarkState,
    note: str,
    *,
    where: str,
    seen: int | None = None,
) -> Mark:
    """Add an entry to the mark of a case that the viewer may see; `seen` are the entries that were shown.

    The audit log tells of it; `where` is the address that the request came from.

    Raises MayNotMark, BadMark; redis.RedisError, ArchiveUnreadable when the store or the archive fails.
    """
    if not may(viewer, Right.MARK):
        raise MayNotMark(f"marks need the duty {LEAST_DUTY[Right.MARK]}; {viewer.name} is {viewer.duty}")
    if services.answers.case(case_id, {}, within=viewer.within) is None:
        raise BadMark(f"there is no case {case_id!r}")
    entry = MarkEntry(int(time.time()), viewer.name, state, note.strip())
    mark = services.marks.add(case_id, entry, seen=seen)
    services.audit.add(AuditAction.MARK, who=viewer.name, where=where, what=f"{case_id} {state}")
    return mark
