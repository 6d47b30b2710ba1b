"""The demo city at any moment, in real parts: a Redis of its own, the worker's ticker, the web app on a port.

Its clock stands where it is put and is moved by hand, so that days pass in minutes and pictures can be taken
again. What happens until then goes through the product's own door, in order.
"""

import datetime as dt
import logging
import math
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from werkzeug.serving import make_server

from dashboard.config import load_settings
from dashboard.services import open_services
from dashboard.web import create_app
from dashboard.worker.ticker import Ticker
from data_access.domain.showing import Showing
from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.demo.duty import Duty
from data_access.ingest.demo.feed import FEED
from data_access.ingest.demo.live import LiveFeed as DemoFeed
from data_access.ingest.demo.state import DemoState
from data_access.ingest.ingest import Ingest
from data_access.store.heartbeats import Heartbeats
from data_access.store.live import LiveFeed, TickerLease
from data_access.store.staff import StaffStore

SEED = 1
STAFF_FEED, STAFF_SECONDS = "staff", 30
FEED_SECONDS = 2
KEEP_SECONDS = 0.5
"""Real pause after which a clock that stands is told again: else another worker might tick."""


HAS_FIGURES = "html[data-fresh]:not([data-fresh='waiting'])"
"""A page with figures: while the city's clock stands, it takes them for delayed."""


class DemoDays:
    """A city that has `days` days behind it at `start` (Unix seconds); `move` lets it go on.

    `showings` are computed all the time, as if a screen showed them.
    """

    def __init__(
        self, folder: Path, start: float, *, days: int, showings: Iterable[Showing] = (), **settings: object
    ) -> None:
        self._now = math.floor(start)
        self.services = open_services(load_settings(data=folder, columns="off", **settings))
        client, city, keys = self.services.connection.redis, self.services.city, self.services.keys
        self.city = city
        self._ingest = Ingest(client, city, keys)
        demo = DemoCity(city, SEED)
        last = dt.datetime.fromtimestamp(self._now, city.zone).date()
        for day in days_between(last - dt.timedelta(days=days - 1), last):
            self._ingest.ingest(demo.day(day, self._now), feed=FEED)
        self._feed = DemoFeed(demo, DemoState(client, city.id, SEED, self._now, keys))
        self._duty, self._staff = Duty(city, SEED), StaffStore(client, city, keys)
        self._staff_at = -math.inf
        self._beats = Heartbeats(client, city, keys)
        self._live = LiveFeed(client, keys)
        self._lock = threading.Lock()
        self._showings = tuple(showings)
        self._lease, self._ticker = self._take_over()
        self._ticked_at = -math.inf
        self.ticks = 0
        self.move(self._now)
        app, self.hub = create_app(self.services, surfaces=("wall",), open_wall=True, now=self.now)
        self.hub.start()
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/wall/"
        self._stopped = threading.Event()
        for target in (self._server.serve_forever, self._keep):
            threading.Thread(target=target, daemon=True).start()

    def now(self) -> float:
        """The clock of this city, Unix seconds."""
        return float(self._now)

    @property
    def token(self) -> int:
        """Of the lease under which this city publishes."""
        return self._lease.token

    def move(self, to: float) -> None:
        """Go on to a later moment: take in what happened until then, and tick once."""
        with self._lock:
            self._now = math.floor(to)
            for lines in self._feed.due(self._now):
                self._ingest.ingest(lines, feed=FEED)
            if self._now - self._staff_at >= STAFF_SECONDS:
                self._staff_at = self._now
                self._staff.put(self._duty.on_duty(self._now))
                self._beats.beat(STAFF_FEED, self._now, STAFF_SECONDS)
            self._tick()

    def stop(self) -> None:
        """End the server, all streams and the Redis."""
        self._stopped.set()
        self._server.shutdown()
        self.hub.stop()
        self._server.server_close()
        self._lease.give_back()
        self.services.close()

    def _take_over(self) -> tuple[TickerLease, Ticker]:
        services = self.services
        client, keys = services.connection.redis, services.keys
        lease = TickerLease(client, keys)
        while not lease.take():
            time.sleep(0.05)
        if self._showings:
            self._live.want(self._showings, math.inf)
        return lease, Ticker(client, services.city, keys, lease, now=self.now)

    def _tick(self) -> None:
        self._beats.beat(FEED, self._now, FEED_SECONDS)
        if not self._ticker.tick():
            self._lease, self._ticker = self._take_over()
            self._ticker.tick()
        self.ticks += 1
        self._ticked_at = time.monotonic()

    def _keep(self) -> None:
        while not self._stopped.wait(KEEP_SECONDS):
            with self._lock:
                if time.monotonic() - self._ticked_at >= KEEP_SECONDS and not self._stopped.is_set():
                    self._tick()
