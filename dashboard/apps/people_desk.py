"""Own logins, own password and the audit log, for the person whose request is being answered."""

import time
from collections.abc import Sequence
from dataclasses import replace

from flask import g, request

from dashboard.auditing import note
from dashboard.auth import entering, lockout
from dashboard.auth.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_password, is_right
from dashboard.auth.sessions import stamp_of
from dashboard.services import Services
from data_access.domain.auditing import AuditAction, AuditEntry
from data_access.domain.logins import Session
from data_access.domain.rights import Right, may
from data_access.domain.viewer import Viewer

AUDIT_PAGE = 100


class ViewersPeople:
    """What a viewer may do about people."""

    def __init__(self, services: Services, viewer: Viewer) -> None:
        self._services = services
        self._viewer = viewer
        session: Session | None = g.visitor.session
        self.current = "" if session is None else session.digest
        self.has_password = session is not None and session.provided is None
        self.reads_audit = may(viewer, Right.AUDIT)

    def sessions(self) -> Sequence[Session]:
        """The person's own logins, the latest used first."""
        return self._services.sessions.of(self._viewer.name, int(time.time()))

    def end(self, digest: str) -> bool:
        """End one of them; False when it has ended already."""
        ended = self._services.sessions.end(self._viewer.name, digest)
        if ended:
            note(self._services, AuditAction.LOGOUT, "another_login")
        return ended

    def end_others(self) -> int:
        """End all but the one that asks; how many there were."""
        ended = self._services.sessions.end_all(self._viewer.name, but=self.current)
        if ended:
            note(self._services, AuditAction.LOGOUT, "other_logins")
        return ended

    def change_password(self, old: str, new: str) -> str:
        """Change the own password: `done`, or `wrong`, `length`, `same`, `locked`, `provider`."""
        services, name, address = self._services, self._viewer.name, request.remote_addr or "?"
        account = services.accounts.get(name)
        if not self.has_password or account is None:
            return "provider"
        if lockout.is_locked(services.accounts, name, address):
            return "locked"
        if len(old) > LONGEST_PASSWORD or not is_right(old, account.password_hash):
            lockout.count_failure(services.accounts, name, address)
            note(services, AuditAction.LOGIN_FAILED, "wrong_password")
            return "wrong"
        if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
            return "length"
        if new == old:
            return "same"
        changed = replace(account, password_hash=hash_password(new))
        services.accounts.put(changed, replace=True)
        services.sessions.end_all(name)
        note(services, AuditAction.PASSWORD)
        # The one who asks goes on with a login of the new password; all others have to give it.
        entering.begin(services, name, stamp=stamp_of(changed.password_hash))
        return "done"

    def audit(
        self, *, since: float | None, who: str | None, action: AuditAction | None, before: str | None
    ) -> Sequence[AuditEntry]:
        """A page of the audit log, the latest first. Raises PermissionError."""
        if not self.reads_audit:
            raise PermissionError(Right.AUDIT)
        actions = () if action is None else (action,)
        return self._services.audit.entries(
            since=since, who=who, actions=actions, before=before, limit=AUDIT_PAGE
        )
