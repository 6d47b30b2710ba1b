"""The intake: streams into which a city's platform puts its lines, shared by the workers lane by lane.

A lane is read from its beginning by the one worker that holds its lease. What was applied is taken out, so
what stands in a lane is what has not been applied for certain.
"""

import math
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from data_access.store.keys import Keys
from data_access.store.lease import Lease
from data_access.store.meta import open_meta

_HERE = Path(__file__).parent
_ACKNOWLEDGE = (_HERE / "acknowledge.lua").read_text()
_WORKERS = (_HERE / "workers.lua").read_text()
LEASE_MS = 5000
"""Without a renewal for so long a lane may be taken over; with a second of looking around, within 10 s."""
SILENT_SECONDS = 5
"""After so long without a sign of life a worker no longer counts when lanes are shared out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a lane."""

    id: bytes
    lines: bytes | None
    """Wire-format lines; None when the entry has no such field."""
    every: bytes | None = None
    """How often the sender promises to add something, in seconds."""


class Lane:
    """One lane of the intake."""

    def __init__(self, client: redis.Redis, keys: Keys, number: int) -> None:
        self.number = number
        self.lease = Lease(client, keys.lane_lease(number), keys.lane_fence(number), LEASE_MS)
        self._client = client
        self._key = keys.intake(number)
        self._acknowledge = client.register_script(_ACKNOWLEDGE)

    def read(self, most: int) -> list[Entry]:
        """The oldest entries, at most `most`; they stay until they are acknowledged."""
        found: Any = self._client.xrange(self._key, count=most)
        return [Entry(entry, fields.get(b"lines"), fields.get(b"every")) for entry, fields in found]

    def acknowledge(self, last: Entry) -> bool:
        """Take out every entry up to `last`; False, and nothing taken out, when the lease is lost."""
        milliseconds, _, count = last.id.partition(b"-")
        after = b"%b-%d" % (milliseconds, int(count) + 1)
        args: list[bytes | int] = [self.lease.token, self.lease.milliseconds, after]
        return int(self._acknowledge(keys=[self.lease.key, self._key], args=args)) >= 0


class LaneShare:
    """A worker's share of the lanes: as many as the others have, taken over from those that died."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._workers = client.register_script(_WORKERS)
        self._name = secrets.token_hex(8)
        self._free = [Lane(client, keys, number) for number in range(lanes_of(client, keys))]
        self.held: list[Lane] = []
        """The lanes that this worker reads."""

    def adjust(self) -> None:
        """Renew what is held, take what is free, give back what is too much; call it about each second.

        Raises redis.RedisError when the store cannot be reached.
        """
        workers = int(self._workers(keys=[self._keys.workers()], args=[self._name, SILENT_SECONDS]))
        lanes = len(self.held) + len(self._free)
        # Rounded up, so that no lane is left to nobody.
        fair = math.ceil(lanes / workers)
        for lane in list(self.held):
            if not lane.lease.renew():
                self._let_go(lane)
        for lane in self.held[fair:]:
            lane.lease.give_back()
            self._let_go(lane)
        for lane in list(self._free):
            if len(self.held) < fair and lane.lease.take():
                self._free.remove(lane)
                self.held.append(lane)

    def lost(self, lane: Lane) -> None:
        """Another worker holds the lane by now."""
        self._let_go(lane)

    def leave(self) -> None:
        """Give every lane back at once."""
        for lane in list(self.held):
            self._let_go(lane)
            lane.lease.give_back()
        self._client.zrem(self._keys.workers(), self._name)

    def _let_go(self, lane: Lane) -> None:
        self.held.remove(lane)
        self._free.append(lane)


def lanes_of(client: redis.Redis, keys: Keys) -> int:
    """Lanes of a city: as many as it has shards, so that a lane and its shard lie on one server."""
    return open_meta(client, keys).shards


def backlog(client: redis.Redis, keys: Keys) -> int:
    """Entries that wait in all lanes."""
    with client.pipeline(transaction=False) as pipe:
        for lane in range(lanes_of(client, keys)):
            pipe.xlen(keys.intake(lane))
        return sum(pipe.execute())
