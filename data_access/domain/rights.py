"""What people may do: one table of rights and the least duty of each, for routes, callbacks and commands."""

from enum import StrEnum

from data_access.domain.viewer import Duty, Viewer


class Right(StrEnum):
    """Something that not everybody may do."""

    SEE = "see"
    """Look at figures and cases of the own areas."""
    PRIVATE = "private"
    """Read who reported a case and what was written; each time is in the audit log."""
    EXPORT = "export"
    """Take figures and cases away as files."""
    EXTERNAL = "external"
    """Enter marks of surveys and spot checks."""
    APPEAL = "appeal"
    """Decide whether a single case counts in an evaluation."""
    FREEZE = "freeze"
    """Sign a month."""
    REVISIONS = "revisions"
    """See what has changed since a month was signed, whoever it is about."""
    SCHEME = "scheme"
    """Change how months are evaluated."""
    EVENTS = "events"
    """Enter and remove events that charts mark: of the own areas."""
    MARK = "mark"
    """Raise a case to high-level coordination, decide it, settle it."""
    QUARANTINE = "quarantine"
    """Read lines that could not be applied."""
    OPERATE = "operate"
    """Read measurements and readiness of the installation."""
    SCREENS = "screens"
    """Register and revoke screens."""
    USERS = "users"
    """Add, change and remove accounts."""
    TOKENS = "tokens"
    """Make and revoke tokens of programs."""
    AUDIT = "audit"
    """Read who did what."""


LEAST_DUTY: dict[Right, Duty] = {
    Right.SEE: Duty.VIEWER,
    Right.PRIVATE: Duty.VIEWER,
    Right.EXPORT: Duty.VIEWER,
    Right.EXTERNAL: Duty.EVALUATOR,
    Right.APPEAL: Duty.EVALUATOR,
    Right.FREEZE: Duty.EVALUATOR,
    Right.REVISIONS: Duty.VIEWER,
    Right.SCHEME: Duty.EVALUATOR,
    Right.EVENTS: Duty.EVALUATOR,
    Right.MARK: Duty.STEWARD,
    Right.QUARANTINE: Duty.STEWARD,
    Right.OPERATE: Duty.STEWARD,
    Right.SCREENS: Duty.STEWARD,
    Right.USERS: Duty.ADMINISTRATOR,
    Right.TOKENS: Duty.ADMINISTRATOR,
    Right.AUDIT: Duty.ADMINISTRATOR,
}
"""The least duty that carries each right."""

OF_THE_CITY = frozenset(Right) - {
    *(Right.SEE, Right.PRIVATE, Right.EXPORT),
    *(Right.EVENTS, Right.MARK, Right.SCREENS),
}
"""Rights over what belongs to the whole city: nobody has them whose view is limited to some areas."""


def may(viewer: Viewer, right: Right) -> bool:
    """Whether a person has a right."""
    limited = bool(viewer.within) and right in OF_THE_CITY
    return viewer.duty.covers(LEAST_DUTY[right]) and not limited
