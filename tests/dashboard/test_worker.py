"""The worker: one at a time publishes, and what is ingested reaches those who follow."""

import threading
import time
from typing import Any

import orjson
import pytest
from flask import Flask

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from dashboard.services import Services
from dashboard.worker.run import run_worker
from dashboard.worker.shown import Shown
from dashboard.worker.ticker import Ticker
from data_access.domain.showing import Scene, Showing
from data_access.ingest.ingest import Ingest
from data_access.store.live import LEASE_MS, Change, LiveFeed, Tick, TickerLease
from tests.dashboard.test_actions_api import report
from tests.dashboard.test_stream import Reader
from tests.waiting import SECONDS, until

MAIN = Showing(Scene.OVERVIEW, "441900")
TICK = Tick(0.0, {}, {MAIN.key: Change(1, None, None)})


def test_only_the_holder_of_the_lease_publishes(services: Services) -> None:
    client, keys = services.connection.redis, services.keys
    first, second = TickerLease(client, keys), TickerLease(client, keys)
    feed = LiveFeed(client, keys)
    assert first.take()
    assert not second.take()
    client.delete(keys.ticker_lease())
    assert second.take()
    assert second.token > first.token
    assert not feed.publish(first.token, TICK, {MAIN.key: {"seq": 1}})
    assert feed.snapshot(MAIN) is None
    assert feed.publish(second.token, TICK, {MAIN.key: {"seq": 1}})
    first.give_back()
    assert not first.take()
    second.give_back()
    assert first.take()


def test_a_first_tick_and_a_long_one_keep_the_lease(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, keys = services.connection.redis, services.keys
    lease = TickerLease(client, keys)
    assert lease.take()
    assert client.pttl(lease.key) > LEASE_MS, "the whole table is read now"
    ticker = Ticker(client, services.city, keys, lease)
    assert ticker.tick()
    assert 0 < client.pttl(lease.key) <= LEASE_MS
    LiveFeed(client, keys).want([Showing(Scene.OVERVIEW, "441900121")], time.time() + 60)
    lasted: list[int] = []
    real = Ticker._compute

    def slow(self: Ticker, shown: Shown, *rest: Any) -> Any:
        lasted.append(int(client.pttl(lease.key)))
        return real(self, shown, *rest)

    monkeypatch.setattr(Ticker, "_compute", slow)
    monkeypatch.setattr("dashboard.worker.ticker.RENEW_SECONDS", 0.0)
    assert ticker.tick()
    assert min(lasted) > LEASE_MS, "it is renewed before every scene"
    client.delete(lease.key)
    LiveFeed(client, keys).want([Showing(Scene.VOICE, "441900")], time.time() + 60)
    assert not ticker.tick()


def test_the_worker_publishes_what_is_ingested(
    services: Services, closed_app: tuple[Flask, StreamHub]
) -> None:
    _, hub = closed_app
    stop = threading.Event()
    worker = threading.Thread(
        target=run_worker, args=(services.connection, services.city, services.keys, stop)
    )
    worker.start()
    try:
        hub.start()
        until("the hub has a snapshot", lambda: hub.current is not None)
        reader = Reader(hub.watch_numbers(None, Viewer()))
        until("the reader has a snapshot", lambda: reader.of("snapshot"))
        ingest = Ingest(services.connection.redis, services.city, services.keys)
        ingest.ingest([orjson.dumps(report())], feed="test")
        until("a delta counts the case", lambda: is_open(reader, "delta", 1))
        seq = reader.of("delta")[0]["seq"]
        services.connection.redis.delete(services.keys.ticker_lease())
        ingest.ingest([orjson.dumps(report("C2"))], feed="test")
        # Another lease, another run of numbers: followers start again from a snapshot.
        until("another run begins", lambda: any(one["seq"] > seq + 100 for one in reader.of("snapshot")))
        # It may have begun before the case was in, which then comes by a delta.
        until("the case is counted", lambda: is_open(reader, "snapshot", 2) or is_open(reader, "delta", 2))
    finally:
        stop.set()
        worker.join(SECONDS)
    assert not worker.is_alive()


def is_open(reader: Reader, kind: str, count: int) -> bool:
    """Whether the reader was sent this count of open cases, which midnight leaves alone."""
    return count in [one.get("delta", one).get("centre", {}).get("open") for one in reader.of(kind)]


@pytest.mark.parametrize("wrong", [0.0, 3600.0])
def test_a_tick_says_since_when_its_first_action_waited(services: Services, wrong: float) -> None:
    client, keys = services.connection.redis, services.keys
    lease = TickerLease(client, keys)
    assert lease.take()
    # Whatever this process's clock says, it is the clock of all that the tick tells.
    ticker = Ticker(client, services.city, keys, lease, now=lambda: time.time() + wrong)
    feed = LiveFeed(client, keys)
    ticks = feed.follow(SECONDS)
    assert next(ticks) is None

    def tick() -> Tick:
        assert lease.renew() or lease.take()
        assert ticker.tick()
        return next(one for one in ticks if one is not None)

    assert tick().accepted == {}
    ingest = Ingest(client, services.city, keys)
    ingest.ingest([orjson.dumps(report())], feed="test")
    between = time.time() + wrong
    ingest.ingest([orjson.dumps(report("C2"))], feed="test")
    told = tick()
    # Of two batches the one that waited longer; Redis tells whole milliseconds.
    assert between - SECONDS < told.accepted[MAIN.key] <= between + 0.002
    assert told.at - told.accepted[MAIN.key] >= 0
    assert tick().accepted == {}


def test_a_town_is_computed_while_a_screen_shows_it(
    services: Services, closed_app: tuple[Flask, StreamHub]
) -> None:
    _, hub = closed_app
    town = Showing(Scene.OVERVIEW, "441900121")
    client, keys = services.connection.redis, services.keys
    ingest = Ingest(client, services.city, keys)
    ingest.ingest([orjson.dumps(report())], feed="test")
    lease = TickerLease(client, keys)
    assert lease.take()
    ticker = Ticker(client, services.city, keys, lease)
    feed = LiveFeed(client, keys)

    def tick() -> None:
        # On a busy machine the lease may run out between two ticks.
        assert lease.renew() or lease.take()
        assert ticker.tick()

    tick()
    assert feed.snapshot(town) is None
    # Somebody opens the wall of a town; a web process of another version wants what nobody knows.
    hub.follow(town)
    client.zadd(
        keys.live_wanted(), {"weather/441900": time.time() + 60, "overview/nowhere": time.time() + 60}
    )
    tick()
    shown = feed.snapshot(town)
    assert shown is not None
    assert (shown["scene"], shown["area"]) == ("overview", "441900121")
    assert shown["centre"]["open"] == 0
    whole = feed.snapshot(MAIN)
    assert whole is not None
    assert whole["centre"]["open"] == 1
    # Nobody wants it any more: it stays as it was.
    client.delete(keys.live_wanted())
    tick()
    ingest.ingest([orjson.dumps(report("C2") | {"town": "441900121"})], feed="test")
    tick()
    assert feed.snapshot(town) == shown
    hub.follow(town)
    feed.want([town], time.time() + 60)
    tick()
    again = feed.snapshot(town)
    assert again is not None
    assert again["seq"] > shown["seq"]


def test_a_fault_in_one_scene_leaves_the_others_running(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, keys = services.connection.redis, services.keys
    lease = TickerLease(client, keys)
    assert lease.take()
    ticker = Ticker(client, services.city, keys, lease)
    feed = LiveFeed(client, keys)
    town = Showing(Scene.OVERVIEW, "441900121")
    feed.want([town], time.time() + 60)
    real = Ticker._compute

    def faulty(self: Ticker, shown: Shown, *rest: Any) -> Any:
        if shown.showing == town:
            raise ZeroDivisionError
        return real(self, shown, *rest)

    monkeypatch.setattr(Ticker, "_compute", faulty)
    assert ticker.tick()
    assert feed.snapshot(MAIN) is not None
    assert feed.snapshot(town) is None
    # And it says which figures are those of now: the town's screens must not look live.
    ticks = feed.follow(SECONDS)
    assert next(ticks) is None
    assert lease.renew() or lease.take()
    assert ticker.tick()
    told = next(one for one in ticks if one is not None)
    assert told.fine == (MAIN.key,)
    monkeypatch.setattr(Ticker, "_compute", real)

    def is_shown() -> bool:
        # On a busy machine the lease may run out between two ticks.
        assert lease.renew() or lease.take()
        return ticker.tick() and feed.snapshot(town) is not None

    until("the town is shown", is_shown)
    fine: set[str] = set()
    while fine != {MAIN.key, town.key}:
        fine = set(next(one for one in ticks if one is not None).fine or ())
