"""Screens and their heartbeats in the store: few, small, and gone by themselves when nobody renews them."""

import hashlib
import secrets
import string
from dataclasses import asdict, replace

import orjson
import redis

from data_access.domain.screens import Beat, Level, Screen, Trend, follows
from data_access.store.keys import Keys

MOST_SCREENS = 500
BEAT_KEPT_SECONDS = 40 * 86_400
"""A screen that was switched off for the holidays still says when it was last seen."""
REVOKED_KEPT_SECONDS = 30 * 86_400
TREND_SECONDS = 900
"""Pause between two samples of a screen's memory."""
TREND_SAMPLES = 96
"""A day of them."""
_LETTERS = string.ascii_lowercase + string.digits
_IDENTITY = 10


class TooManyScreens(ValueError):
    """The city has as many screens as it may have."""


class Screens:
    """The screens of one city. Every method raises redis.RedisError when the store cannot be reached."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys

    def add(self, name: str, query: str, showings: tuple[str, ...], now: float) -> tuple[Screen, str] | None:
        """Make a screen and its secret, which is told this once; None when the name is taken.

        Raises TooManyScreens.
        """
        known = self.all()
        if any(screen.name == name and screen.revoked_at is None for screen in known):
            return None
        gone = [
            screen
            for screen in known
            if screen.revoked_at is not None
            and (screen.name == name or now - screen.revoked_at > REVOKED_KEPT_SECONDS)
        ]
        if len(known) - len(gone) >= MOST_SCREENS:
            raise TooManyScreens(f"there are {MOST_SCREENS} screens already: revoke some")
        for screen in gone:
            self._forget(screen)
        secret = _new_secret()
        identity = "".join(secrets.choice(_LETTERS) for _ in range(_IDENTITY))
        screen = Screen(identity, name, digest_of(secret), query, showings, int(now))
        self._put(screen)
        return screen, secret

    def rotate(self, name: str) -> tuple[Screen, str] | None:
        """Give a screen another secret: its old link opens nothing then. None when there is no such one."""
        screen = self.named(name)
        if screen is None:
            return None
        secret = _new_secret()
        screen = replace(screen, digest=digest_of(secret))
        self._put(screen)
        return screen, secret

    def revoke(self, name: str, now: float) -> bool:
        """Make a screen's link worthless; False when there is none of that name."""
        screen = self.named(name)
        if screen is None:
            return False
        self._put(replace(screen, revoked_at=int(now)))
        return True

    def named(self, name: str) -> Screen | None:
        """The screen of a name, unless it was revoked."""
        return next((one for one in self.all() if one.name == name and one.revoked_at is None), None)

    def opened_by(self, secret: str) -> Screen | None:
        """The screen that a secret opens."""
        digest = digest_of(secret)
        return next((one for one in self.all() if one.digest == digest and one.revoked_at is None), None)

    def get(self, identities: list[str]) -> list[Screen]:
        """The screens of these identities that there are, revoked ones included."""
        if not identities:
            return []
        found = self._client.hmget(self._keys.screens(), identities)
        return [_screen(value) for value in found if value is not None]

    def all(self) -> list[Screen]:
        """Every screen by name, those revoked lately included."""
        stored = self._client.hgetall(self._keys.screens())
        return sorted(map(_screen, stored.values()), key=lambda screen: (screen.name, screen.identity))

    def beat(self, screen: Screen, said: Beat) -> None:
        """Keep a heartbeat, and a sample of the memory where one is due."""
        previous = self.beats([screen])[0]
        key, trend = self._keys.screen_beat(screen.identity), self._keys.screen_trend(screen.identity)
        with self._client.pipeline() as pipe:
            pipe.set(key, orjson.dumps(asdict(follows(previous, said))), ex=BEAT_KEPT_SECONDS)
            if said.heap_bytes is not None:
                slot = int(said.received_at // TREND_SECONDS)
                if previous is None or int(previous.received_at // TREND_SECONDS) != slot:
                    pipe.rpush(trend, orjson.dumps([round(said.received_at), said.heap_bytes]))
                    pipe.ltrim(trend, -TREND_SAMPLES, -1)
                pipe.expire(trend, BEAT_KEPT_SECONDS)
            pipe.execute()

    def beats(self, screens: list[Screen]) -> list[Beat | None]:
        """The last heartbeat of each of these screens, None where there is none."""
        if not screens:
            return []
        stored = self._client.mget([self._keys.screen_beat(screen.identity) for screen in screens])
        return [None if value is None else _beat(value) for value in stored]

    def trends(self, screens: list[Screen]) -> list[Trend]:
        """The memory of each of these screens over the last day of its heartbeats."""
        with self._client.pipeline(transaction=False) as pipe:
            for screen in screens:
                pipe.lrange(self._keys.screen_trend(screen.identity), 0, -1)
            found = pipe.execute()
        return [tuple((at, size) for at, size in map(orjson.loads, samples)) for samples in found]

    def _put(self, screen: Screen) -> None:
        self._client.hset(self._keys.screens(), screen.identity, orjson.dumps(asdict(screen)))

    def _forget(self, screen: Screen) -> None:
        self._client.hdel(self._keys.screens(), screen.identity)
        self._client.delete(self._keys.screen_beat(screen.identity), self._keys.screen_trend(screen.identity))


def digest_of(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _screen(value: bytes | str) -> Screen:
    stored = orjson.loads(value)
    return Screen(**{**stored, "showings": tuple(stored["showings"])})


def _beat(value: bytes | str) -> Beat:
    stored = orjson.loads(value)
    return Beat(**{**stored, "level": Level(stored["level"])})
