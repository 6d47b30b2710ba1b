"""What a request comes with: a bearer token, or the login that its cookie names."""

import hashlib
import time
from dataclasses import dataclass

from flask import Request, session

from dashboard.access import Role
from dashboard.services import Services
from data_access.domain.logins import Session
from data_access.domain.rights import OF_THE_CITY, Right, may
from data_access.domain.scope import Place
from data_access.domain.viewer import Duty, Viewer, places_of
from data_access.store.tokens import Token

SECRET = "login"
"""In the signed cookie: the secret of a login that is kept in the store."""
CSRF = "csrf"
_ROLES = {"ingest": Role.INGEST, "read": Role.READ}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Roles of a request and who it comes from."""

    roles: frozenset[Role]
    viewer: Viewer | None = None
    """The person who is logged in."""
    token: Token | None = None
    session: Session | None = None
    """The login of that person."""
    within: tuple[Place, ...] = ()
    """Areas outside which the request may see nothing; empty is the whole city."""

    @property
    def name(self) -> str:
        """Who it is, as the audit log calls them; empty for nobody."""
        if self.viewer is not None:
            return self.viewer.name
        return "" if self.token is None else f"token:{self.token.name}"

    def may(self, right: Right) -> bool:
        """Whether a person has a right, or a token is not too narrow for it."""
        if self.viewer is not None:
            return may(self.viewer, right)
        return not (self.within and right in OF_THE_CITY)


ANONYMOUS = Visitor(frozenset({Role.ANONYMOUS}))


def visitor_of(request: Request, services: Services) -> Visitor:
    """Who asks. Asks the store only when the request carries something; raises redis.RedisError then."""
    header = request.headers.get("Authorization", "")
    if header:
        return _of_token(header, services)
    secret = session.get(SECRET)
    if not isinstance(secret, str):
        return ANONYMOUS
    found = services.sessions.find(secret, int(time.time()))
    rights = None if found is None else _rights(found, services)
    if found is None or rights is None:
        return ANONYMOUS
    duty, areas = rights
    within = places_of(services.city.tree, areas)
    if within is None:
        return ANONYMOUS
    viewer = Viewer(found.user, duty, within)
    return Visitor(frozenset({Role.ANONYMOUS, Role.REVIEWER}), viewer, session=found, within=within)


def _of_token(header: str, services: Services) -> Visitor:
    scheme, _, secret = header.partition(" ")
    token = services.tokens.find(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
    within = None if token is None else places_of(services.city.tree, token.areas)
    if token is None or within is None:
        return ANONYMOUS
    roles = {_ROLES[scope] for scope in token.scopes if scope in _ROLES}
    return Visitor(frozenset({Role.ANONYMOUS, *roles}), token=token, within=within)


def _rights(found: Session, services: Services) -> tuple[Duty, tuple[str, ...]] | None:
    """Duty and areas of a login, as they are now; None when its account is gone or has another password."""
    if found.provided is not None:
        return found.provided.duty, found.provided.areas
    account = services.accounts.get(found.user)
    if account is None or found.stamp != stamp_of(account.password_hash):
        return None
    return account.duty, account.areas


def stamp_of(password_hash: str) -> str:
    """What a login remembers of the password it was opened with; tells nothing about it."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
