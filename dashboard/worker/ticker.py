"""One tick of the worker: catch up with the rows, compute what screens show, publish what changed."""

import math
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import redis
import structlog

from dashboard.worker.shown import Shown
from data_access.domain.city import City
from data_access.domain.evaluation.entered import Entered
from data_access.domain.showing import Scene, Showing
from data_access.queries.recent import RecentRows
from data_access.queries.scene_sources import TickRows
from data_access.store.evaluation_log import EvaluationLog
from data_access.store.heartbeats import Heartbeats
from data_access.store.keys import Keys
from data_access.store.left_out import read_entered
from data_access.store.live import Change, LiveFeed, Tick, TickerLease
from data_access.store.meta import open_meta
from data_access.store.sharing import Sharing
from data_access.store.staff import StaffStore
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table

Json = dict[str, Any]
_NOTHING = np.empty(0, dtype=np.int64)
RENEW_SECONDS = 1.0
"""Pause between two renewals of the lease during a tick that takes long."""
_log = structlog.get_logger("worker")


class Ticker:
    """Computes and publishes for one city; made anew whenever the lease is taken."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys,
        lease: TickerLease,
        sharing: Sharing | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` is the clock of the figures, Unix seconds."""
        self._city = city
        self._now = now
        self._client, self._keys = client, keys
        self._log = EvaluationLog(client, keys)
        self._lease = lease
        self._feed = LiveFeed(client, keys)
        self._table = Table(client, city, keys, sharing)
        self._recent = RecentRows()
        self._staff = StaffStore(client, city, keys)
        self._heartbeats = Heartbeats(client, city, keys)
        self._always = Showing(Scene.OVERVIEW, city.tree.city.code)
        """Computed whether or not a screen shows it: the stream of numbers is about it."""
        self._shown: dict[Showing, Shown] = {}

    def tick(self) -> bool:
        """Compute and publish once; False when another worker holds the lease by now.

        Raises redis.RedisError when the store cannot be reached.
        """
        news = self._table.refresh()
        changed = self._table.changed if news else _NOTHING
        now = self._now()
        accepted_at = self._accepted_at(now) if news else None
        self._recent.update(self._table.columns, changed, int(now))
        self._follow_wanted(now)
        towns = self._towns(changed)
        for shown in self._shown.values():
            shown.note(towns, accepted_at)
        changes: dict[str, Change] = {}
        accepted: dict[str, float] = {}
        snapshots: dict[str, Json] = {}
        on_duty = None
        renewed_at = time.monotonic()
        for showing, shown in self._shown.items():
            if not shown.is_due(now):
                continue
            if time.monotonic() - renewed_at > RENEW_SECONDS:
                renewed_at = time.monotonic()
                if not self._lease.renew():
                    return False
            on_duty = self._staff.get() if on_duty is None else on_duty
            try:
                snapshot = self._compute(shown, now, on_duty)
            except Exception:
                # A fault in one scene must not stop the clock of all others.
                _log.exception("a scene could not be computed", showing=showing.key)
                shown.skip(now)
                continue
            change, waited_since = shown.take(snapshot, now), shown.accepted_at
            shown.accepted_at = None
            if change is not None:
                changes[showing.key], snapshots[showing.key] = change, snapshot
                if waited_since is not None:
                    accepted[showing.key] = round(waited_since, 3)
        feeds = {
            name: {"at": beat.at, "expected_seconds": beat.expected_seconds}
            for name, beat in self._heartbeats.all().items()
        }
        fine = tuple(showing.key for showing, shown in self._shown.items() if shown.is_fine)
        tick = Tick(round(now, 3), feeds, changes, fine, accepted)
        return self._feed.publish(self._lease.token, tick, snapshots)

    def _accepted_at(self, now: float) -> float | None:
        """When the first of the actions that have just been read was accepted, by the clock of `now`."""
        first = self._table.first_accepted_at
        if first is None:
            return None
        # The store may run by another clock than this process: only how long ago it was is the same on both.
        seconds, microseconds = self._client.time()
        return now - max(0.0, seconds + microseconds / 1e6 - first)

    def _follow_wanted(self, now: float) -> None:
        wanted = [self._always, *self._feed.wanted(now)]
        for showing in [showing for showing in self._shown if showing not in wanted]:
            del self._shown[showing]
        for showing in wanted:
            if showing not in self._shown:
                try:
                    self._shown[showing] = Shown(showing, self._city, self._feed.snapshot(showing))
                except KeyError:
                    _log.warning("a screen wants what the city does not have", showing=showing.key)

    def _towns(self, changed: Any) -> AbstractSet[int] | None:
        if changed is None:
            return None
        return set(np.unique(self._table.columns["town"].take(changed)).tolist())

    def _entered(self) -> Entered:
        table, shards = self._table, open_meta(self._client, self._keys).shards
        rows = StoredRows(self._client, self._keys, shards, table.block_numbers)
        return read_entered(self._log, self._client, self._keys, shards, rows, table.size)

    def _compute(self, shown: Shown, now: float, on_duty: Any) -> Json:
        figures = shown.source.figures(
            TickRows(self._recent, self._table.columns, self._entered),
            self._city,
            self._table.names,
            on_duty,
            # Rows know whole seconds, and a period ends before its end: the running second counts, too,
            # so that an action shows at once and not up to a second later.
            math.floor(now) + 1,
            home=shown.home,
        )
        about = {"scene": shown.showing.scene.value, "area": shown.showing.area, "city": self._city.id}
        return {**figures, "seq": 0, "at": round(now, 3), "data_at": self._table.last_action_at, **about}
