"""The demo of one city in one store: history to load, and the live feed that follows it."""

import threading
import time

import redis

from data_access.domain.city import City
from data_access.ingest.demo.demo_city import DemoCity
from data_access.ingest.demo.duty import Duty
from data_access.ingest.demo.history import Chunk, History
from data_access.ingest.demo.live import IngestLines, LiveFeed, follow
from data_access.ingest.demo.state import DemoState
from data_access.store.heartbeats import STAFF_FEED, Heartbeats
from data_access.store.keys import Keys
from data_access.store.staff import StaffStore

FEED = "demo"
"""Name of the feed in heartbeats and quarantine."""
BEAT_SECONDS = 1.0
_STAFF_SECONDS = 20.0


class DemoFeed:
    """What a supervisor of the demo drives; it keeps its place in the store, so that a restart goes on."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        seed: int = 1,
        now: float | None = None,
        keys: Keys | None = None,
    ) -> None:
        """Starts nothing. A store that already has a demo keeps its seed (`self.state.seed`).

        Raises ValueError for a city without towns.
        """
        self.state = DemoState(client, city.id, seed, now, keys)
        self.city = DemoCity(city, self.state.seed, self.state.started_at)
        self._history = History(self.city, self.state)
        self._staff = StaffStore(client, city, keys)
        self._heartbeats = Heartbeats(client, city, keys)
        self._duty = Duty(city, self.state.seed)
        self._staff_at = 0.0

    def history_plan(self) -> list[Chunk]:
        """Chunks of history still to load, in their order; `chunk.batches()` gives the lines."""
        return self._history.plan()

    def history(self) -> list[Chunk]:
        """All chunks of history, loaded or not, the newest days first."""
        return self._history.all_chunks()

    def mark_done(self, chunk: Chunk) -> None:
        """Remember a chunk as loaded, so that the next start leaves it out."""
        self._history.mark_done(chunk)

    def run_live(self, ingest: IngestLines, stop: threading.Event, speed: float = 1.0) -> None:
        """Fill what was missed since the last run, then emit actions at their time until `stop` is set.

        Heartbeats come at least each second, staff on duty as it changes. Raises what `ingest` raises and
        redis.RedisError; calling it again goes on without a hole.
        """
        self._tell_staff(time.time())
        follow(LiveFeed(self.city, self.state, speed), ingest, stop, self.beat)

    def beat(self, now: float) -> None:
        """Say that the feed is complete up to `now`, and who is on duty."""
        self._tell_staff(now)
        self._heartbeats.beat(FEED, now, BEAT_SECONDS * 2)

    def _tell_staff(self, now: float) -> None:
        if now - self._staff_at >= _STAFF_SECONDS:
            self._staff.put(self._duty.on_duty(now))
            self._heartbeats.beat(STAFF_FEED, now, 2 * _STAFF_SECONDS)
            self._staff_at = now
