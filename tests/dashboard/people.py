"""People of every duty who are logged in, without the second that a password takes."""

import time

from flask import Flask
from flask.testing import FlaskClient

from dashboard.auth.sessions import SECRET, stamp_of
from dashboard.services import Services
from data_access.domain.logins import Provided, Session
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account


def session_of(name: str, now: int | None = None, provided: Provided | None = None) -> Session:
    """A login of somebody whose account has the password hash "hash"."""
    at = int(time.time()) if now is None else now
    stamp = stamp_of("hash") if provided is None else ""
    return Session("", name, at, at, at + 3600, "10.0.0.1", "Browser", stamp, provided)


def logged_in(
    app: Flask, services: Services, duty: Duty, areas: tuple[str, ...] = (), name: str | None = None
) -> FlaskClient:
    """The browser of somebody with a duty and areas."""
    who = name or duty.value
    services.accounts.put(Account(who, duty, "hash", 0, areas), replace=True)
    return with_secret(app, services.sessions.open(session_of(who)))


def with_secret(app: Flask, secret: str) -> FlaskClient:
    """A browser whose cookie holds the secret of a login."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[SECRET] = secret
    return client
