"""The live feed: numbered wall snapshots, one message a tick, one worker at a time that writes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import redis

from data_access.store.keys import Keys
from data_access.store.lease import Lease

_PUBLISH = (Path(__file__).parent / "publish.lua").read_text()
LEASE_MS = 4000
"""Without a tick for so long, another worker may take over."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tick:
    """What a worker publishes at every tick."""

    seq: int
    """Number of the snapshot that holds after this tick."""
    previous: int | None
    """Number of the snapshot that `delta` starts from; None when followers must fetch the snapshot."""
    at: float
    """Time of the tick, Unix seconds."""
    feeds: Json
    """Heartbeat of every feed: name → {"at", "expected_seconds"}."""
    delta: Json | None
    """JSON merge patch (RFC 7386) from the previous snapshot; None when nothing changed."""


class TickerLease(Lease):
    """The right to publish, held by one worker at a time; every tick renews it."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        super().__init__(client, keys.ticker_lease(), keys.ticker_fence(), LEASE_MS)


class LiveFeed:
    """Writes and follows the live feed of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._publish = client.register_script(_PUBLISH)

    def publish(self, token: int, tick: Tick, snapshot: Json | None) -> bool:
        """Publish a tick, with the new snapshot when it changed; False when the lease is lost.

        Raises redis.RedisError when the store cannot be reached.
        """
        message = {"seq": tick.seq, "previous": tick.previous, "at": tick.at, "feeds": tick.feeds}
        message["delta"] = tick.delta
        done = self._publish(
            keys=[self._keys.ticker_lease(), self._keys.live_snapshot()],
            args=[
                token,
                LEASE_MS,
                self._keys.live_channel(),
                orjson.dumps(message),
                b"" if snapshot is None else orjson.dumps(snapshot),
            ],
        )
        return bool(done)

    def snapshot(self) -> Json | None:
        """The newest snapshot, None before the first."""
        stored = self._client.get(self._keys.live_snapshot())
        return None if stored is None else orjson.loads(stored)

    def follow(self, wait_seconds: float = 1.0) -> Iterator[Tick | None]:
        """Every tick from now on; None when subscribed, and whenever none came for `wait_seconds`.

        Fetch the snapshot after the first None: nothing published later is then missed. Raises
        redis.RedisError when the store goes away; follow again from the start.
        """
        with self._client.pubsub() as subscription:
            subscription.subscribe(self._keys.live_channel())
            while True:
                message = subscription.get_message(timeout=wait_seconds)
                if message is not None and message["type"] == "message":
                    yield Tick(**orjson.loads(message["data"]))
                elif message is None or message["type"] == "subscribe":
                    yield None
