"""The worker process: takes in, ticks as long as it holds the lease, and outlives the store."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

import redis
import structlog

from dashboard.worker.intake import run_intake
from dashboard.worker.public_releases import Publishing
from dashboard.worker.publisher import run_publisher
from dashboard.worker.ticker import Ticker
from data_access.domain.city import City
from data_access.store.archive import Archive
from data_access.store.connection import Connection
from data_access.store.embedded import EmbeddedRedisError
from data_access.store.keys import Keys
from data_access.store.live import TickerLease
from data_access.store.row_watch import RowWatch
from data_access.store.sharing import Sharing
from data_access.store.table import TableBehind

SHORTEST_TICK = 0.25
LONGEST_TICK = 1.0
LONGEST_PAUSE = 1.0
SWITCH_SECONDS = 0.0005

_log = structlog.get_logger("worker")


def run_worker(
    connection: Connection,
    city: City,
    keys: Keys,
    stop: threading.Event,
    sharing: Sharing | None = None,
    archive: Archive | None = None,
    publishing: Publishing | None = None,
) -> None:
    """Work until `stop` is set: take in what stands in the lanes, and tick while no other worker does.

    A tick comes at least each second, soon after rows change, at most every 0.25 s. Who ticks publishes, too,
    when `publishing` says how.
    """
    intake = threading.Thread(
        target=run_intake, args=(connection.redis, city, keys, stop, archive), name="intake"
    )
    intake.start()
    try:
        _tick(connection, city, keys, stop, sharing, publishing)
    finally:
        stop.set()
        intake.join()


def _tick(
    connection: Connection,
    city: City,
    keys: Keys,
    stop: threading.Event,
    sharing: Sharing | None,
    publishing: Publishing | None,
) -> None:
    pause = 0.05
    lease = TickerLease(connection.redis, keys)
    while not stop.is_set():
        try:
            # Still ours when the store went away before it could be given back.
            if not (lease.renew() or lease.take()):
                stop.wait(LONGEST_PAUSE)
                continue
            _log.info("ticking", city=city.id)
            try:
                with _publisher(connection.redis, city, keys, lease, publishing):
                    _tick_until_lost(connection.redis, city, keys, lease, stop, sharing)
            finally:
                lease.give_back()
            pause = 0.05
        except (redis.RedisError, EmbeddedRedisError, TableBehind) as error:
            if pause <= 0.05:
                _log.warning("the store cannot be read; trying again", error=str(error))
            pause = min(pause * 2, LONGEST_PAUSE)
            stop.wait(pause)
            _revive(connection)


@contextlib.contextmanager
def _publisher(
    client: redis.Redis, city: City, keys: Keys, lease: TickerLease, how: Publishing | None
) -> Iterator[None]:
    """Publish beside the ticker, under its lease."""
    if how is None:
        yield
        return
    # The ticker comes first: it must get the interpreter back at once whenever it has waited for the store.
    sys.setswitchinterval(SWITCH_SECONDS)
    ended = threading.Event()
    thread = threading.Thread(
        target=run_publisher, args=(client, city, keys, lease.token, how, ended), name="public"
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _revive(connection: Connection) -> None:
    """Start an embedded Redis that was killed; the next attempt tells when that fails."""
    try:
        connection.ensure()
    except (EmbeddedRedisError, redis.RedisError) as error:
        _log.warning("the embedded Redis does not start", error=str(error))


def _tick_until_lost(
    client: redis.Redis,
    city: City,
    keys: Keys,
    lease: TickerLease,
    stop: threading.Event,
    sharing: Sharing | None,
) -> None:
    ticker = Ticker(client, city, keys, lease, sharing)
    with contextlib.closing(RowWatch(client, keys)) as watch:
        while not stop.is_set():
            started = time.monotonic()
            watch.mark()
            if not ticker.tick():
                _log.warning("another worker ticks now")
                return
            stop.wait(max(0.0, started + SHORTEST_TICK - time.monotonic()))
            watch.wait(max(0.001, started + LONGEST_TICK - time.monotonic()))
