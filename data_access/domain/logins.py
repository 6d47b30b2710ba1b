"""A login of a person, and what an identity provider said at it."""

from dataclasses import dataclass

from data_access.domain.viewer import Duty


@dataclass(frozen=True, slots=True)
class Provided:
    """What an identity provider said of a person at the login."""

    duty: Duty
    areas: tuple[str, ...]
    id_token: str
    """Sent back when the login ends there, too."""


@dataclass(frozen=True, slots=True)
class Session:
    """One login of one person in one browser; times in Unix seconds."""

    digest: str
    """SHA-256 of the secret in the browser's cookie."""
    user: str
    started_at: int
    seen_at: int
    ends_at: int
    """The latest end, however busy it is."""
    address: str
    agent: str
    """What the browser calls itself."""
    stamp: str = ""
    """Mark of the password that opened it."""
    provided: Provided | None = None
    """None for a login with a password."""
