"""Writes into the audit log what the running request or command does, whoever of the two it is."""

import getpass

from flask import g, has_request_context, request

from dashboard.services import Services
from data_access.domain.auditing import AuditAction

HERE = "local"
"""Where commands come from: the machine itself."""


def note(services: Services, action: AuditAction, what: str = "", who: str | None = None) -> None:
    """Write an entry: by the person or token of the request, or by the system's user.

    Raises redis.RedisError. Where the log cannot be written the caller fails, too: what is not in the log
    does not happen.
    """
    if has_request_context():
        name, where = g.visitor.name, request.remote_addr or "?"
    else:
        name, where = f"command:{_system_user()}", HERE
    services.audit.add(action, who=name if who is None else who, where=where, what=what)


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # Containers run as users that the system has no name for.
        return "unknown"
