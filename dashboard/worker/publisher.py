"""Publishes what everybody may know: live figures, months, rankings, maps, and the steps of people's cases.

Runs beside the ticker in the process that holds its lease, in a thread with a table of its own. Everything
is written under the fence of that lease, the documents of a release and the index in one step: a release is
there whole or not at all.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import redis
import structlog

from dashboard.worker.public_releases import Publishing, Releases
from dashboard.worker.public_tracks import Tracks
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.queries.public.live import live_document, live_figures
from data_access.store.heartbeats import STAFF_FEED, Heartbeats
from data_access.store.keys import Keys
from data_access.store.public_shelf import LIVE, PublicShelf
from data_access.store.table import Table, TableBehind

LIVE_SECONDS = 1.0
RENEW_SECONDS = 5.0
"""How long the live document may stay as it is: readers see by it that somebody is at work."""
REST_SECONDS = 0.01
"""Pause after every step of a release: the ticker comes first."""
LONGEST_PAUSE = 5.0

Json = dict[str, Any]
_log = structlog.get_logger("public")


class Publisher:
    """Publishes for one city while the lease with `token` is held."""

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys, token: int, how: Publishing,
        now: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._city, self._token, self._now = city, token, now
        # Each time anew: an embedded Redis that was killed has forgotten its users.
        how.grant()
        self._shelf = PublicShelf(client, keys)
        self._table = Table(client, city, keys, how.sharing)
        self._heartbeats = Heartbeats(client, city, keys)
        self._tracks = Tracks(client, city, keys, self._table, self._shelf, how.archive)
        self._releases = Releases(client, city, keys, self._table, self._shelf, token, how)
        self._figures: Json = {}
        self._live: Json = {}
        self._live_at = float("-inf")
        self._version = -1

    def turns(self) -> Iterator[bool]:
        """Work on for ever, a short step at a time; False when the lease is lost.

        Raises redis.RedisError or TableBehind when the store cannot be read: make a new one then.
        """
        while True:
            now = self._now()
            if self._table.refresh():
                self._tracks.note(self._table.changed, now)
            yield self._publish_live(now)
            yield self._tracks.step(self._token, now)
            yield from self._releases.steps(now, busy=self._tracks.waiting > 0)

    def _publish_live(self, now: float) -> bool:
        if 0 <= now - self._live_at < LIVE_SECONDS:
            return True
        if self._table.version != self._version or not self._figures:
            # As on the wall: the running second counts, too.
            facts = Facts(self._table.columns, self._city, int(now) + 1)
            self._figures = live_figures(facts, self._city, int(now), self._city.rules.public)
            self._version = self._table.version
        feeds = {
            name: (beat.at, beat.expected_seconds)
            for name, beat in self._heartbeats.all().items()
            if name != STAFF_FEED
        }
        found = live_document(self._figures, self._city, now, feeds, self._table.last_action_at)
        times = ("at", "data_at")
        same = all(found[name] == self._live.get(name) for name in found if name not in times)
        if same and 0 <= now - self._live_at < RENEW_SECONDS:
            return True
        self._live, self._live_at = found, now
        return self._shelf.put(self._token, {LIVE: found})


def run_publisher(
    client: redis.Redis, city: City, keys: Keys, token: int, how: Publishing, stop: threading.Event
) -> None:
    """Publish until `stop` is set or the lease is lost; outlives the store."""
    pause = 0.1
    while not stop.is_set():
        try:
            for held in Publisher(client, city, keys, token, how).turns():
                if not held:
                    return
                pause = 0.1
                if stop.wait(REST_SECONDS):
                    return
        except (redis.RedisError, TableBehind) as error:
            if pause <= 0.1:
                _log.warning("nothing can be published now; trying again", error=str(error))
        except Exception:
            # A fault in one document must not end publishing for good.
            _log.exception("a fault while publishing")
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
