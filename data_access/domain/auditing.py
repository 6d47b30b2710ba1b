"""What the audit log tells: the kinds of things that people and programs do, and one entry of it."""

from dataclasses import dataclass
from enum import StrEnum


class AuditAction(StrEnum):
    """A kind of thing that is written down."""

    LOGIN = "login"
    """Somebody logged in."""
    LOGIN_FAILED = "login_failed"
    """A login did not work: wrong name or password, or the identity provider's answer was refused."""
    LOGIN_LOCKED = "login_locked"
    """Logins are refused for a while after too many that failed."""
    LOGOUT = "logout"
    """Somebody logged out, here or everywhere."""
    PASSWORD = "password"
    """Somebody changed the own password."""
    USERS = "users"
    """Accounts were added, changed, removed, unlocked or signed out."""
    TOKENS = "tokens"
    """Tokens of programs were made or revoked."""
    SCREENS = "screens"
    """Screens were registered, changed or revoked."""
    PRIVATE = "private"
    """The description and reporter of a case were read."""
    EXPORT = "export"
    """Figures or cases were taken away as a file."""
    FREEZE = "freeze"
    """A month was signed."""
    SCHEME = "scheme"
    """An evaluation scheme, external marks or an appeal was entered or changed."""
    EVENTS = "events"
    """An event that charts mark was entered, removed or brought back."""
    MARK = "mark"
    """A case was marked for high-level coordination."""
    SETTINGS = "settings"
    """The settings or the city pack were changed."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log."""

    number: str
    """Its place in the log, unique and growing."""
    at: float
    """Unix seconds."""
    who: str
    """Name of the person, `token:NAME` or `command:SYSTEM-USER`; empty when nobody is known."""
    where: str
    """Address that it came from; `local` for a command on the machine."""
    action: AuditAction
    what: str
    """Which case, account, month or file."""
