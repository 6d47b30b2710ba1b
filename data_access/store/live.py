"""The live feed: numbered snapshots of what screens show, one message a tick, one worker that writes it."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import redis

from data_access.domain.showing import Showing
from data_access.store.keys import Keys
from data_access.store.lease import Lease

_PUBLISH = (Path(__file__).parent / "publish.lua").read_text()
SNAPSHOT_SECONDS = 3600
"""A showing that nobody wanted for so long is forgotten."""
LEASE_MS = 4000
"""Without a tick for so long, another worker may take over."""
FIRST_MS = 30_000
"""The same before the first tick, which reads the whole table and computes every showing: who lost the lease
over that would begin anew for ever."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A new numbered snapshot of a showing."""

    seq: int
    """Number of the snapshot."""
    previous: int | None
    """Number of the snapshot that `delta` starts from; None when followers must fetch the snapshot."""
    delta: Json | None
    """JSON merge patch (RFC 7386) from the previous snapshot, None without one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What a worker publishes at every tick, in one message."""

    at: float
    """Time of the tick, Unix seconds."""
    feeds: Json
    """Heartbeat of every feed: name → {"at", "expected_seconds"}."""
    changes: Mapping[str, Change]
    """What changed, by key of the showing; nothing about those that stayed as they were."""
    fine: tuple[str, ...] | None = None
    """Keys of the showings whose figures are those of now: what is not among them could not be computed.
    None from a worker that does not tell."""
    accepted: Mapping[str, float] = field(default_factory=dict)
    """By key of the showing: when the action among its changes that waited longest was accepted, Unix seconds
    by the clock of `at`. Nothing about those whose changes came from no action."""


class TickerLease(Lease):
    """The right to publish, held by one worker at a time; every tick renews it, a long one on its way."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        super().__init__(client, keys.ticker_lease(), keys.ticker_fence(), FIRST_MS)


class LiveFeed:
    """Writes and follows the live feed of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._publish = client.register_script(_PUBLISH)

    def publish(self, token: int, tick: Tick, snapshots: Mapping[str, Json]) -> bool:
        """Publish a tick, with the snapshots of its changes; False when the lease is lost.

        Raises redis.RedisError when the store cannot be reached.
        """
        message: Json = {"at": tick.at, "feeds": tick.feeds, "fine": tick.fine, "accepted": tick.accepted}
        message["changes"] = {
            key: [change.seq, change.previous, change.delta] for key, change in tick.changes.items()
        }
        done = self._publish(
            keys=[self._keys.ticker_lease(), *(self._keys.live_snapshot(key) for key in snapshots)],
            args=[
                token,
                LEASE_MS,
                SNAPSHOT_SECONDS,
                self._keys.live_channel(),
                orjson.dumps(message),
                *map(orjson.dumps, snapshots.values()),
            ],
        )
        return bool(done)

    def snapshot(self, showing: Showing) -> Json | None:
        """The newest snapshot of a showing, None before the first."""
        stored = self._client.get(self._keys.live_snapshot(showing.key))
        return None if stored is None else orjson.loads(stored)

    def want(self, showings: Iterable[Showing], until: float) -> None:
        """Ask the worker to compute these showings until then (Unix seconds)."""
        wanted = {showing.key: until for showing in showings}
        if wanted:
            self._client.zadd(self._keys.live_wanted(), wanted, gt=True)

    def wanted(self, now: float) -> list[Showing]:
        """The showings that somebody wants at `now`; forgets those that nobody wants any more."""
        key = self._keys.live_wanted()
        with self._client.pipeline(transaction=True) as pipe:
            pipe.zremrangebyscore(key, "-inf", now)
            pipe.zrange(key, 0, -1)
            _, found = pipe.execute()
        showings = []
        for name in found:
            # A web process of another version may know scenes that this one does not.
            with contextlib.suppress(ValueError):
                showings.append(Showing.from_key(name.decode()))
        return showings

    def follow(self, wait_seconds: float = 1.0) -> Iterator[Tick | None]:
        """Every tick from now on; None when subscribed, and whenever none came for `wait_seconds`.

        Fetch the snapshots after the first None: nothing published later is then missed. Raises
        redis.RedisError when the store goes away; follow again from the start.
        """
        with self._client.pubsub() as subscription:
            subscription.subscribe(self._keys.live_channel())
            while True:
                message = subscription.get_message(timeout=wait_seconds)
                if message is not None and message["type"] == "message":
                    told = orjson.loads(message["data"])
                    changes = {key: Change(*change) for key, change in told["changes"].items()}
                    fine, accepted = told.get("fine"), told.get("accepted") or {}
                    fine = None if fine is None else tuple(fine)
                    yield Tick(told["at"], told["feeds"], changes, fine, accepted)
                elif message is None or message["type"] == "subscribe":
                    yield None
