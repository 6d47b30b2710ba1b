"""What the pages about people may do: own logins, own password, the audit log."""

from collections.abc import Sequence
from typing import Protocol

from data_access.domain.auditing import AuditAction, AuditEntry
from data_access.domain.logins import Session


class PeopleDesk(Protocol):
    """Bound to the person whose request is being answered."""

    @property
    def current(self) -> str:
        """Digest of the login that asks."""
        ...

    @property
    def has_password(self) -> bool:
        """Whether the person logs in with a password of this system."""
        ...

    @property
    def reads_audit(self) -> bool:
        """Whether the person may read the audit log."""
        ...

    def sessions(self) -> Sequence[Session]:
        """The person's own logins, the latest used first."""
        ...

    def end(self, digest: str) -> bool:
        """End one of them; False when it has ended already."""
        ...

    def end_others(self) -> int:
        """End all but the one that asks; how many there were."""
        ...

    def change_password(self, old: str, new: str) -> str:
        """Change the own password: `done`, or `wrong`, `length`, `same`, `locked`, `provider`."""
        ...

    def audit(
        self, *, since: float | None, who: str | None, action: AuditAction | None, before: str | None
    ) -> Sequence[AuditEntry]:
        """A page of the audit log, the latest first. Raises PermissionError."""
        ...
