"""What a request comes with: a bearer token or a login kept in a signed cookie."""

import hashlib
from dataclasses import dataclass

from flask import Request, session

from dashboard.access import Role
from data_access.domain.areas import AreaTree
from data_access.domain.viewer import Viewer, places_of
from data_access.store.accounts import Accounts
from data_access.store.tokens import Token, Tokens

USER = "user"
STAMP = "stamp"
"""Part of the password hash at login: a new password ends older sessions."""
CSRF = "csrf"
_ROLES = {"ingest": Role.INGEST, "read": Role.READ}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Roles of a request and who it comes from."""

    roles: frozenset[Role]
    viewer: Viewer | None = None
    """The person who is logged in."""
    token: Token | None = None

    @property
    def user(self) -> str | None:
        """Name of the person who is logged in."""
        return None if self.viewer is None else self.viewer.name


ANONYMOUS = Visitor(frozenset({Role.ANONYMOUS}))


def visitor_of(request: Request, accounts: Accounts, tokens: Tokens, tree: AreaTree) -> Visitor:
    """Who asks. Asks the store only when the request carries something; raises redis.RedisError then."""
    header = request.headers.get("Authorization", "")
    scheme, _, secret = header.partition(" ")
    if header:
        token = tokens.find(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
        if token is None:
            return ANONYMOUS
        roles = {_ROLES[scope] for scope in token.scopes if scope in _ROLES}
        return Visitor(frozenset({Role.ANONYMOUS, *roles}), token=token)
    name = session.get(USER)
    if not isinstance(name, str):
        return ANONYMOUS
    account = accounts.get(name)
    if account is None or session.get(STAMP) != stamp_of(account.password_hash):
        return ANONYMOUS
    within = places_of(tree, account.areas)
    if within is None:
        return ANONYMOUS
    return Visitor(frozenset({Role.ANONYMOUS, Role.REVIEWER}), Viewer(name, account.duty, within))


def stamp_of(password_hash: str) -> str:
    """What a session remembers of the password it was opened with; tells nothing about it."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
