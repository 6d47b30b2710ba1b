"""Logins of people, kept in the store so that they end everywhere at once; of secrets only the hash."""

import hashlib
import secrets
from dataclasses import asdict, replace
from typing import Any

import orjson
import redis

from data_access.domain.logins import Provided, Session
from data_access.domain.viewer import Duty
from data_access.store.keys import Keys

TOUCH_SECONDS = 30
"""How often at most a login in use is written again."""
_LONGEST_AGENT = 200


class Sessions:
    """The logins of one city. `idle_seconds` without a request end a login."""

    def __init__(self, client: redis.Redis, keys: Keys, idle_seconds: int) -> None:
        self._client = client
        self._keys = keys
        self._idle = idle_seconds

    def open(self, session: Session) -> str:
        """Keep a login and return its secret, new for every login; its digest is filled in here."""
        secret = secrets.token_urlsafe(32)
        kept = replace(session, digest=digest_of(secret), agent=session.agent[:_LONGEST_AGENT])
        index = self._keys.sessions_of(kept.user)
        with self._client.pipeline() as pipe:
            pipe.set(self._keys.session(kept.digest), orjson.dumps(asdict(kept)), ex=self._left(kept))
            pipe.zadd(index, {kept.digest: kept.ends_at})
            pipe.zremrangebyscore(index, "-inf", kept.started_at)
            pipe.expireat(index, kept.ends_at)
            pipe.execute()
        return secret

    def find(self, secret: str, now: int) -> Session | None:
        """The login of a secret, which a request has just used; None when it has ended."""
        found = self._read(digest_of(secret))
        if found is None or found.ends_at <= now or now - found.seen_at >= self._idle:
            return None
        if now - found.seen_at < TOUCH_SECONDS:
            return found
        seen = replace(found, seen_at=now)
        # Only where it still is: a login that ends meanwhile does not come back.
        key = self._keys.session(found.digest)
        self._client.set(key, orjson.dumps(asdict(seen)), ex=self._left(seen), xx=True)
        return seen

    def of(self, user: str, now: int) -> list[Session]:
        """The logins of a person that have not ended, the latest used first."""
        found = [session for digest in self._digests(user) if (session := self._read(digest)) is not None]
        alive = [one for one in found if one.ends_at > now and now - one.seen_at < self._idle]
        return sorted(alive, key=lambda session: (-session.seen_at, session.digest))

    def end(self, user: str, digest: str) -> bool:
        """End one login of a person; False when that person has none of that digest."""
        if not self._client.zrem(self._keys.sessions_of(user), digest):
            return False
        return bool(self._client.delete(self._keys.session(digest)))

    def end_all(self, user: str, but: str | None = None) -> int:
        """End every login of a person, but the one of a digest; how many there were."""
        index = self._keys.sessions_of(user)
        digests = [digest for digest in self._digests(user) if digest != but]
        if not digests:
            return 0
        with self._client.pipeline() as pipe:
            for digest in digests:
                pipe.delete(self._keys.session(digest))
            pipe.zrem(index, *digests)
            return sum(pipe.execute()[:-1])

    def _digests(self, user: str) -> list[str]:
        found: Any = self._client.zrange(self._keys.sessions_of(user), 0, -1)
        return [one.decode() if isinstance(one, bytes) else one for one in found]

    def _read(self, digest: str) -> Session | None:
        value = self._client.get(self._keys.session(digest))
        if value is None:
            return None
        stored = orjson.loads(value)
        given = stored["provided"]
        provided = given and Provided(Duty(given["duty"]), tuple(given["areas"]), given["id_token"])
        return Session(**{**stored, "provided": provided})

    def _left(self, session: Session) -> int:
        """Seconds that the store keeps a login without another request."""
        return max(1, min(self._idle, session.ends_at - session.seen_at))


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
