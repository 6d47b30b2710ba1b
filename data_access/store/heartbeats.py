"""Heartbeat of every feed: up to which time its data is complete, and how often it should say so."""

from dataclasses import dataclass
from typing import cast

import orjson
import redis

from data_access.domain.city import City
from data_access.store.keys import Keys

STAFF_FEED = "staff"
"""Name of the feed that tells who is on duty: only panels about staff wait for it."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last word of a feed."""

    at: float
    """Unix seconds up to which the data of this feed is complete."""
    expected_seconds: float
    """Longest usual pause between two heartbeats; twice that is still live."""


def http_feed(token: str) -> str:
    """Name of the feed of those who send over HTTP with a token of that name."""
    return f"http:{token}"


class Heartbeats:
    """Heartbeats of the feeds of one city."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys | None = None) -> None:
        self._client = client
        self._key = (keys or Keys(city.id)).heartbeats()

    def beat(self, feed: str, at: float, expected_seconds: float) -> None:
        """Say that the data of `feed` is complete up to `at`."""
        self._client.hset(self._key, feed, orjson.dumps([at, expected_seconds]))

    def forget(self, feed: str) -> None:
        """Take a feed away that ended as it should, so that nobody waits for it."""
        self._client.hdel(self._key, feed)

    def all(self) -> dict[str, Heartbeat]:
        """The last heartbeat of every feed by its name."""
        stored = cast(dict[bytes, bytes], self._client.hgetall(self._key))
        return {name.decode(): Heartbeat(*map(float, orjson.loads(beat))) for name, beat in stored.items()}
