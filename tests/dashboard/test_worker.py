"""The worker: one at a time publishes, and what is ingested reaches those who follow."""

import threading

import orjson
from flask import Flask

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from dashboard.services import Services
from dashboard.worker.run import run_worker
from data_access.ingest.ingest import Ingest
from data_access.store.live import LiveFeed, Tick, TickerLease
from tests.dashboard.test_actions_api import report
from tests.dashboard.test_stream import SECONDS, Reader, until


def test_only_the_holder_of_the_lease_publishes(services: Services) -> None:
    client, keys = services.connection.redis, services.keys
    first, second = TickerLease(client, keys), TickerLease(client, keys)
    feed = LiveFeed(client, keys)
    assert first.take()
    assert not second.take()
    client.delete(keys.ticker_lease())
    assert second.take()
    assert second.token > first.token
    assert not feed.publish(first.token, Tick(1, None, 0.0, {}, None), {"seq": 1})
    assert feed.snapshot() is None
    assert feed.publish(second.token, Tick(1, None, 0.0, {}, None), {"seq": 1})
    first.give_back()
    assert not first.take()
    second.give_back()
    assert first.take()


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
        until(lambda: hub.current is not None)
        reader = Reader(hub.watch_numbers(None, Viewer()))
        until(lambda: bool(reader.of("snapshot")))
        ingest = Ingest(services.connection.redis, services.city, services.keys)
        ingest.ingest([orjson.dumps(report())], feed="test")
        until(lambda: bool(reader.of("delta")))
        assert reader.of("delta")[0]["delta"]["kpis"]["reported"]["value"] == 1
        seq = reader.of("delta")[0]["seq"]
        services.connection.redis.delete(services.keys.ticker_lease())
        ingest.ingest([orjson.dumps(report("C2"))], feed="test")
        # Another lease, another run of numbers: followers start again from a snapshot.
        until(lambda: any(one["seq"] > seq + 100 for one in reader.of("snapshot")))
        assert reader.of("snapshot")[-1]["kpis"]["reported"]["value"] == 2
    finally:
        stop.set()
        worker.join(SECONDS)
    assert not worker.is_alive()
