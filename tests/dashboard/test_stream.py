"""The live path without a browser: ticks published, followed, handed to viewers; gaps, restarts, stalls."""

import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import orjson
import pytest
import redis
from dash import html
from flask import Flask

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import QUEUED_EVENTS, Viewer
from dashboard.services import Services
from data_access.domain.merge_patch import merge, without_nulls
from data_access.domain.showing import Scene, Showing
from data_access.store.live import Change, LiveFeed, Tick, TickerLease
from layouts.wall.look import Look
from tests.waiting import SECONDS, until

Json = dict[str, Any]
MAIN = Showing(Scene.OVERVIEW, "441900")


def parsed(data: bytes) -> tuple[str, Json]:
    fields = dict(line.split(b": ", 1) for line in data.strip().split(b"\n"))
    return fields[b"event"].decode(), orjson.loads(fields[b"data"])


def seq_of(hub: StreamHub) -> int | None:
    return None if hub.current is None else int(hub.current["seq"])


class Reader:
    """Reads a stream in a thread of its own, as a connection does."""

    def __init__(self, events: Iterator[bytes]) -> None:
        self.events: list[tuple[str, Json]] = []
        self.ended = threading.Event()
        threading.Thread(target=self._run, args=(events,), daemon=True).start()

    def _run(self, events: Iterator[bytes]) -> None:
        for data in events:
            self.events.append(parsed(data))
        self.ended.set()

    def of(self, name: str) -> list[Json]:
        return [data for kind, data in self.events if kind == name]


def page(snapshot: Json) -> html.Div:
    return html.Div(
        [html.B(str(snapshot.get("figure")), id="figure"), html.I("still", id="still")], id="page"
    )


class Breakable(LiveFeed):
    """A feed whose store can be away."""

    away = False

    def follow(self, wait_seconds: float = 0.1) -> Iterator[Tick | None]:
        self._check()
        for tick in super().follow(wait_seconds):
            yield tick
            self._check()

    def _check(self) -> None:
        if self.away:
            raise redis.ConnectionError("gone")


class Publisher:
    """Publishes snapshots as a worker does."""

    def __init__(self, services: Services) -> None:
        self.feed = LiveFeed(services.connection.redis, services.keys)
        self.lease = TickerLease(services.connection.redis, services.keys)
        assert self.lease.take()
        self.seq: int | None = None

    def publish(
        self, seq: int, delta: Json | None, accepted_at: float | None = None, **snapshot: Any
    ) -> None:
        feeds = {"demo": {"at": time.time(), "expected_seconds": 2}}
        whole = {"seq": seq, "at": time.time(), **snapshot}
        change = Change(seq, self.seq, delta and {"seq": seq, **delta})
        accepted = {} if accepted_at is None else {MAIN.key: accepted_at}
        tick = Tick(time.time(), feeds, {MAIN.key: change}, accepted=accepted)
        self.send(tick, {MAIN.key: whole})
        self.seq = seq

    def send(self, tick: Tick, snapshots: Mapping[str, Json] | None = None) -> None:
        # As a worker does that was held up for longer than its lease.
        assert self.lease.renew() or self.lease.take()
        assert self.feed.publish(self.lease.token, tick, snapshots or {})


@pytest.fixture
def publisher(services: Services) -> Publisher:
    return Publisher(services)


@pytest.fixture
def breakable(services: Services) -> Breakable:
    return Breakable(services.connection.redis, services.keys)


@pytest.fixture
def hub(breakable: Breakable, publisher: Publisher) -> Iterator[StreamHub]:
    hub = StreamHub(breakable, MAIN, lambda _showing, _look: page)
    hub.start()
    until("the hub follows the store", lambda: hub.store_up)
    yield hub
    hub.stop()


def test_numbers_begin_with_a_snapshot_and_go_on_with_deltas(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1, heat={"a": 1})
    until("the hub has a snapshot", lambda: hub.current is not None)
    reader = Reader(hub.watch_numbers(None, Viewer()))
    publisher.publish(2, {"figure": 2}, figure=2, heat={"a": 1})
    publisher.publish(3, {"heat": {"a": None, "b": 4}}, figure=2, heat={"b": 4})
    # The hub notes its snapshot after it has handed the change to its readers.
    until("hub and reader have it", lambda: seq_of(hub) == 3 and len(reader.of("delta")) == 2)
    state = reader.of("snapshot")[0]
    for delta in reader.of("delta"):
        assert delta["previous"] == state["seq"]
        state = merge(state, delta["delta"])
    assert {**state, "at": 0} == {"seq": 3, "at": 0, "figure": 2, "heat": {"b": 4}}
    assert hub.current is not None
    assert {**without_nulls(hub.current), "at": 0} == {**state, "at": 0}


def test_a_reader_that_is_up_to_date_gets_no_snapshot_again(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(5, None, figure=1)
    until("the hub has a snapshot", lambda: hub.current is not None)
    known, old = (Reader(hub.watch_numbers(after, Viewer())) for after in (5, 4))
    publisher.publish(6, {"figure": 2}, figure=2)
    until("both have the delta", lambda: known.of("delta") and old.of("delta"))
    assert known.of("snapshot") == []
    assert [one["seq"] for one in old.of("snapshot")] == [5]


def test_a_gap_in_the_numbers_gives_a_snapshot(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1)
    until("the hub has a snapshot", lambda: hub.current is not None)
    reader = Reader(hub.watch_numbers(None, Viewer()))
    until("the reader has a snapshot", lambda: reader.of("snapshot"))
    publisher.seq = 7
    publisher.publish(8, {"figure": 8}, figure=8)
    until("the snapshot comes", lambda: [one["seq"] for one in reader.of("snapshot")] == [1, 8])


def test_the_wall_gets_changed_properties_only(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1, heat={"cells": {"7": 1, "8": 1}})
    until("the hub has a snapshot", lambda: hub.current is not None)
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    changed = {"heat": {"cells": {"7": None, "8": 2}}, "figure": 2}
    publisher.publish(2, changed, figure=2, heat={"cells": {"8": 2}})
    until("two patches come", lambda: len(reader.of("patch")) == 2)
    first, second = reader.of("patch")
    assert (first["seq"], first["props"], first["heat"]) == (1, {}, {})
    assert second["props"] == {"figure": {"children": "2"}}
    assert second["heat"] == {"7": None, "8": 2}
    assert second["feeds"]["demo"]["expected_seconds"] == 2


def test_a_page_drawn_some_ticks_ago_is_brought_up_by_what_changed(
    hub: StreamHub, publisher: Publisher
) -> None:
    for seq in range(1, 5):
        publisher.publish(seq, {"figure": seq}, figure=seq)
        until(f"the hub knows {seq}", partial(hub.main.knows, seq))
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 2, Viewer()))
    until("a patch comes", lambda: reader.of("patch"))
    assert reader.of("patch")[0]["props"] == {"figure": {"children": "4"}}
    assert "whole" not in reader.of("patch")[0]


def test_a_page_of_an_unknown_number_gets_the_whole_picture(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1, heat={"cells": {"7": 1}})
    until("the hub has a snapshot", lambda: hub.current is not None)
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 99, Viewer()))
    until("a patch comes", lambda: reader.of("patch"))
    patch = reader.of("patch")[0]
    assert patch["whole"] is True
    assert patch["heat"] == {"7": 1}
    assert {"figure", "still"} <= set(patch["props"])


def test_all_viewers_are_handed_the_same_bytes(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1)
    until("the hub has a snapshot", lambda: hub.current is not None)
    viewers = [Viewer() for _ in range(3)]
    for viewer in viewers:
        hub.watch_wall(MAIN, Look("zh"), 1, viewer)
    publisher.publish(2, {"figure": 2}, figure=2)

    def patches(viewer: Viewer) -> Iterator[bytes]:
        return (data for data in viewer.read(b"") if b"event: patch" in data and b'"figure"' in data)

    first, second, third = (next(patches(viewer)) for viewer in viewers)
    assert first is second
    assert second is third


def test_a_beat_comes_each_second_also_while_the_store_is_away(
    hub: StreamHub, publisher: Publisher, breakable: Breakable
) -> None:
    publisher.publish(1, None, figure=1)
    until("the hub has a tick", lambda: hub.tick_at is not None)
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    until("it beats", lambda: len(reader.of("beat")) >= 2)
    breakable.away = True
    until("beats say that the store is away", lambda: reader.of("beat")[-1]["store"] == "down")
    count = len(reader.of("beat"))
    until("it goes on beating", lambda: len(reader.of("beat")) >= count + 2)
    assert reader.of("beat")[-1]["tick_at"] == hub.tick_at
    breakable.away = False
    until("beats say that the store is back", lambda: reader.of("beat")[-1]["store"] == "up")
    assert not reader.ended.is_set()


def test_a_viewer_that_does_not_read_is_cut_off_and_slows_nobody() -> None:
    viewer = Viewer()
    for _ in range(QUEUED_EVENTS):
        viewer.put(b"x")
    assert [viewer.is_cut] == [False]
    viewer.put(b"x")
    assert viewer.is_cut
    viewer.put(b"x")
    assert len(list(viewer.read(b"first"))) == 1 + QUEUED_EVENTS


def test_a_closed_stream_is_forgotten(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1)
    until("the hub has a snapshot", lambda: hub.current is not None)
    events = hub.watch_numbers(None, Viewer())
    next(events)
    assert hub.viewers == 1
    events.close()  # type: ignore[attr-defined]
    assert hub.viewers == 0


def test_stopping_the_hub_ends_every_stream(hub: StreamHub, publisher: Publisher) -> None:
    publisher.publish(1, None, figure=1)
    readers = [
        Reader(hub.watch_numbers(None, Viewer())),
        Reader(hub.watch_wall(MAIN, Look("zh"), None, Viewer())),
    ]
    hub.stop()
    assert all(reader.ended.wait(SECONDS) for reader in readers)


def test_a_page_before_the_first_snapshot_is_drawn_from_the_rows(
    closed_app: tuple[Flask, StreamHub], read: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.apps.wall_sources.FIRST_SNAPSHOT_SECONDS", 0.01)
    body = {
        "output": "root.children",
        "outputs": {"id": "root", "property": "children"},
        "inputs": [
            {"id": "url", "property": "search", "value": "?lang=en"},
            {"id": "place", "property": "data", "value": 0},
        ],
        "changedPropIds": ["url.search"],
    }
    answer = closed_app[0].test_client().post("/wall/_dash-update-component", json=body, headers=read)
    assert answer.status_code == 200
    assert "Dongguan" in answer.text


def test_a_stream_over_http_says_what_is_wrong(
    closed_app: tuple[Flask, StreamHub], read: dict[str, str]
) -> None:
    client = closed_app[0].test_client()
    for query in ("after=x", "after=-1", "lang=fr", "scene=weather", "area=1", "after=" + "9" * 30):
        assert client.get(f"/wall/stream?{query}", headers=read).status_code == 400
    answer = client.get("/wall/stream?lang=en", headers=read)
    assert answer.mimetype == "text/event-stream"
    assert "Content-Encoding" not in answer.headers
    answer.close()


def test_a_reader_of_gzip_gets_the_same_events_packed(
    closed_app: tuple[Flask, StreamHub], read: dict[str, str]
) -> None:
    client = closed_app[0].test_client()
    answer = client.get("/wall/stream?lang=en", headers={**read, "Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert parsed(unpack.decompress(next(iter(answer.iter_encoded()))))[0] == "beat"
    answer.close()
