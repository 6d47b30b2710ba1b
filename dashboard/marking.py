"""Marks cases for high-level coordination: who may, which cases, and what is kept of it."""

import time

from dashboard import auditing
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.coordination import BadMark, Mark, MarkEntry, MarkState
from data_access.domain.rights import LEAST_DUTY, Right, may
from data_access.domain.viewer import Viewer


class MayNotMark(PermissionError):
    """A person whose duty does not include marks."""


def may_mark(viewer: Viewer) -> bool:
    """Whether a person may mark cases at all."""
    return may(viewer, Right.MARK)


def mark_case(
    services: Services,
    viewer: Viewer,
    case_id: str,
    state: MarkState,
    note: str,
    *,
    seen: int | None = None,
) -> Mark:
    """Add an entry to the mark of a case that the viewer may see; `seen` are the entries that were shown.

    Raises MayNotMark, BadMark; redis.RedisError, ArchiveUnreadable when the store or the archive fails.
    """
    if not may_mark(viewer):
        raise MayNotMark(f"marks need the duty {LEAST_DUTY[Right.MARK]}; {viewer.name} is {viewer.duty}")
    if services.answers.case(case_id, {}, within=viewer.within) is None:
        raise BadMark(f"there is no case {case_id!r}")
    entry = MarkEntry(int(time.time()), viewer.name, state, note.strip())
    mark = services.marks.add(case_id, entry, seen=seen)
    auditing.note(services, AuditAction.MARK, f"{case_id}: {state}", who=viewer.name)
    return mark
