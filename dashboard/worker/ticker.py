"""One tick of the worker: catch up with the rows, compute the wall's figures, publish what changed."""

import math
import time
from typing import Any

import numpy as np
import redis

from data_access.domain.city import City
from data_access.domain.merge_patch import diff
from data_access.queries.recent import RecentRows
from data_access.queries.wall import wall_snapshot
from data_access.store.heartbeats import Heartbeats
from data_access.store.keys import Keys
from data_access.store.live import LiveFeed, Tick, TickerLease
from data_access.store.shared_columns import Sharing
from data_access.store.staff import StaffStore
from data_access.store.table import Table

Json = dict[str, Any]
_NOTHING = np.empty(0, dtype=np.int64)
_ALWAYS_NEW = {"seq", "at"}
"""Members that differ at every tick: alone they are no change."""


class Ticker:
    """Computes and publishes for one city; made anew whenever the lease is taken."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys,
        lease: TickerLease,
        sharing: Sharing | None = None,
    ) -> None:
        self._city = city
        self._lease = lease
        self._feed = LiveFeed(client, keys)
        self._table = Table(client, city, keys, sharing)
        self._recent = RecentRows()
        self._staff = StaffStore(client, city, keys)
        self._heartbeats = Heartbeats(client, city, keys)
        self._last: Json | None = None
        stored = self._feed.snapshot()
        # A store that lost its last second must not give a number twice.
        self._seq = (stored["seq"] if stored else 0) + 1000

    def tick(self) -> bool:
        """Compute and publish once; False when another worker holds the lease by now.

        Raises redis.RedisError when the store cannot be reached.
        """
        changed_rows = self._table.refresh()
        now = time.time()
        changed_at = self._table.changed if changed_rows else _NOTHING
        self._recent.update(self._table.columns, changed_at, int(now))
        feeds = {
            name: {"at": beat.at, "expected_seconds": beat.expected_seconds}
            for name, beat in self._heartbeats.all().items()
        }
        snapshot = wall_snapshot(
            self._recent.lately,
            self._city,
            self._table.names,
            self._staff.get(),
            # Rows know whole seconds, and a period ends before its end: the running second counts, too,
            # so that an action shows at once and not up to a second later.
            math.floor(now) + 1,
            seq=self._seq,
            at=round(now, 3),
            data_at=self._table.last_action_at,
            past=self._recent.past,
        )
        delta = diff(self._last, snapshot) if self._last is not None else None
        if self._last is not None and delta is not None and not delta.keys() - _ALWAYS_NEW:
            tick = Tick(self._last["seq"], self._last["seq"], snapshot["at"], feeds, None)
            return self._feed.publish(self._lease.token, tick, None)
        previous = self._last["seq"] if self._last is not None else None
        self._seq += 1
        snapshot["seq"] = self._seq
        if delta is not None:
            delta["seq"] = self._seq
        done = self._feed.publish(
            self._lease.token, Tick(self._seq, previous, snapshot["at"], feeds, delta), snapshot
        )
        self._last = snapshot
        return done
