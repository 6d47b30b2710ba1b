"""API tokens: programs that may send actions or read figures. Only the hash of a token is kept."""

import hashlib
import secrets
from dataclasses import asdict, dataclass

import orjson
import redis

from data_access.store.keys import Keys

SCOPES: dict[str, str] = {
    "ingest": "send case actions (POST /api/v1/actions)",
    "read": "read figures, cases, the stream, metrics and readiness",
    "private": "with read: also read description and reporter of a case",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret."""

    name: str
    scopes: tuple[str, ...]
    created_at: int
    every_seconds: float | None = None
    """How often its sender promises to send something; its silence then marks the wall as late."""
    areas: tuple[str, ...] = ()
    """Codes of the areas outside which it reads nothing; empty is the whole city."""


class Tokens:
    """The API tokens of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys

    def add(self, token: Token) -> str | None:
        """Make a token and return its secret, which is shown this once; None when the name is taken."""
        if any(known.name == token.name for known in self.all()):
            return None
        secret = "zw_" + secrets.token_urlsafe(32)
        self._client.hset(self._keys.tokens(), _digest(secret), orjson.dumps(asdict(token)))
        return secret

    def find(self, secret: str) -> Token | None:
        """The token of a secret."""
        value = self._client.hget(self._keys.tokens(), _digest(secret))
        return None if value is None else _token(value)

    def all(self) -> list[Token]:
        """Every token by name."""
        stored = self._client.hgetall(self._keys.tokens())
        return sorted(map(_token, stored.values()), key=lambda token: token.name)

    def revoke(self, name: str) -> bool:
        """Make a token worthless; False when there is none of that name."""
        stored = self._client.hgetall(self._keys.tokens())
        found = [digest for digest, value in stored.items() if _token(value).name == name]
        return bool(found and self._client.hdel(self._keys.tokens(), *found))


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(value: bytes | str) -> Token:
    stored = orjson.loads(value)
    return Token(**{**stored, "scopes": tuple(stored["scopes"]), "areas": tuple(stored.get("areas", ()))})
