"""A store with some days of a month, and publishers whose clock the test moves."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import redis

from dashboard.worker.public_releases import Publishing
from dashboard.worker.publisher import Publisher
from data_access.domain.city import City
from data_access.store.archive import Archive
from data_access.store.keys import Keys
from data_access.store.lease import Lease
from data_access.store.public_shelf import INDEX, PublicShelf

Json = dict[str, Any]
NOW = dt.datetime(2026, 11, 23, 14, 32, 8, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
"""A Monday afternoon."""


@dataclass
class Town:
    """A store with some days of October, and everything that publishes from it."""

    client: redis.Redis
    city: City
    keys: Keys
    lines: list[bytes]
    lease: Lease
    now: float = NOW

    @property
    def shelf(self) -> PublicShelf:
        return PublicShelf(self.client, self.keys)

    def publisher(self, **how: Any) -> Iterator[bool]:
        """The turns of a new publisher, whose clock moves on by a second each."""
        publishing = Publishing(Archive(None, self.city.id), settle_seconds=3, **how)

        def now() -> float:
            self.now += 1
            self.lease.renew()
            return self.now

        return Publisher(self.client, self.city, self.keys, self.lease.token, publishing, now=now).turns()

    def publish(self, turns: Iterator[bool], until: str) -> None:
        """Go on until a document is there."""
        for _ in range(2000):
            assert next(turns)
            if self.shelf.raw(until) is not None:
                return
        raise AssertionError(f"{until} was never published")

    def entry(self) -> Json:
        """The newest month as the index has it."""
        index = self.shelf.document(INDEX)
        assert index is not None
        entry: Json = index["months"][0]
        return entry


@dataclass
class Lost:
    """The lease of a worker that does not hold it any more."""

    token: int

    def renew(self) -> bool:
        """Too late."""
        return False
