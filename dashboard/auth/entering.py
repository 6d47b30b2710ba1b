"""Begins and ends logins, of passwords and of identity providers, and writes each into the audit log."""

import time

from flask import request, session

from dashboard.auditing import note
from dashboard.auth.sessions import SECRET
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.logins import Provided, Session


def address_of_request() -> str:
    """Where the running request comes from."""
    return request.remote_addr or "?"


def begin(services: Services, user: str, *, stamp: str = "", provided: Provided | None = None) -> None:
    """Log somebody in: a fresh cookie and a fresh secret, nothing from before lives on in them."""
    _drop(services)
    session.clear()
    now = int(time.time())
    session[SECRET] = services.sessions.open(
        Session(
            digest="",
            user=user,
            started_at=now,
            seen_at=now,
            ends_at=now + services.settings.session_hours * 3600,
            address=address_of_request(),
            agent=request.headers.get("User-Agent", ""),
            stamp=stamp,
            provided=provided,
        )
    )
    session.permanent = True
    if provided is None:
        way = "password"
    else:
        way = f"provider; {provided.duty}; {' '.join(provided.areas) or 'whole city'}"
    note(services, AuditAction.LOGIN, way, who=user)


def leave(services: Services, *, everywhere: bool) -> Session | None:
    """Log out, here or everywhere; the login that ended."""
    found = _drop(services)
    session.clear()
    if found is not None:
        others = services.sessions.end_all(found.user) if everywhere else 0
        what = f"everywhere; {others} others" if everywhere else ""
        note(services, AuditAction.LOGOUT, what, who=found.user)
    return found


def _drop(services: Services) -> Session | None:
    secret = session.get(SECRET)
    found = services.sessions.find(secret, int(time.time())) if isinstance(secret, str) else None
    if found is not None:
        services.sessions.end(found.user, found.digest)
    return found
