"""`GET /api/v1/snapshot`: what the stream begins with, encoded once."""

import gzip

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from dashboard.services import Services
from tests.dashboard.test_stream import Publisher, Reader, seq_of
from tests.waiting import until


@pytest.fixture
def live(services: Services, closed_app: tuple[Flask, StreamHub]) -> tuple[FlaskClient, StreamHub, Publisher]:
    """A client, and a hub that follows what is published."""
    app, hub = closed_app
    publisher = Publisher(services)
    publisher.publish(7, None, figure=1, none=None)
    hub.start()
    until("the hub has a snapshot", lambda: hub.current is not None)
    return app.test_client(), hub, publisher


def test_it_is_what_a_new_reader_of_the_stream_gets_first(
    live: tuple[FlaskClient, StreamHub, Publisher], read: dict[str, str]
) -> None:
    client, hub, publisher = live
    reader = Reader(hub.watch_numbers(None, Viewer()))
    until("the reader has a snapshot", lambda: reader.of("snapshot"))
    answer = client.get("/api/v1/snapshot", headers=read)
    assert answer.get_json() == reader.of("snapshot")[0]
    assert answer.mimetype == "application/json"
    packed = client.get("/api/v1/snapshot", headers=read | {"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == answer.data
    publisher.publish(8, {"figure": 2}, figure=2)
    until("a delta comes", lambda: reader.of("delta"))
    after = client.get("/api/v1/snapshot", headers=read).get_json()
    assert (after["seq"], after["figure"]) == (8, 2)


def test_who_has_it_already_gets_304_until_something_changes(
    live: tuple[FlaskClient, StreamHub, Publisher], read: dict[str, str]
) -> None:
    client, hub, publisher = live
    tag = client.get("/api/v1/snapshot", headers=read).headers["ETag"]
    again = client.get("/api/v1/snapshot", headers=read | {"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    publisher.publish(8, {"figure": 2}, figure=2)
    until("the hub has the eighth", lambda: seq_of(hub) == 8)
    changed = client.get("/api/v1/snapshot", headers=read | {"If-None-Match": tag})
    assert (changed.status_code, orjson.loads(changed.data)["figure"]) == (200, 2)


def test_it_is_encoded_once_a_tick(live: tuple[FlaskClient, StreamHub, Publisher]) -> None:
    _, hub, publisher = live
    first = hub.encoded_snapshot()
    assert hub.encoded_snapshot() is first
    publisher.publish(8, {"figure": 2}, figure=2)
    until("the hub has the eighth", lambda: seq_of(hub) == 8)
    assert hub.encoded_snapshot() is not first


def test_before_the_first_tick_there_is_none(client: FlaskClient, read: dict[str, str]) -> None:
    refused = client.get("/api/v1/snapshot", headers=read)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "no_snapshot")
