"""A viewer's own connection: written to at once, in order, never waited for."""

import select
import socket
import threading
from collections.abc import Iterator

import pytest

from dashboard.live.viewer import QUEUED_EVENTS, Viewer
from dashboard.live.wire import Wire
from tests.waiting import until

BIG = 512 * 1024


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A connection that writes without waiting, and the other end of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        far = socket.create_connection(server.getsockname())
        near, _ = server.accept()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    near.setblocking(False)
    far.settimeout(30)
    with near, far:
        yield near, far


def _reading(body: Iterator[bytes]) -> threading.Thread:
    thread = threading.Thread(target=list, args=(body,), daemon=True)
    thread.start()
    return thread


def test_what_a_connection_takes_at_once_is_not_queued(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    viewer = Viewer(wire=Wire(near, chunked=True))
    body = viewer.read(b"first")
    assert next(body) == b"first"
    reading = _reading(body)
    until("the first part is written", lambda: not viewer.waits)
    viewer.put(b"one")
    viewer.put(b"seventeen letters")
    assert far.recv(100) == b"3\r\none\r\n11\r\nseventeen letters\r\n"
    viewer.cut()
    reading.join(30)
    assert not reading.is_alive()


def test_nothing_overtakes_the_first_part_or_what_is_queued(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    near, far = ends
    viewer = Viewer(wire=_Patient(near))
    parts = [bytes([letter]) * BIG for letter in b"abc"]
    for part in parts:
        viewer.put(part)
    assert viewer.waits
    body = viewer.read(b"first")
    assert next(body) == b"first"
    reading = _reading(body)
    got = b""
    while len(got) < 2 * BIG:
        got += far.recv(BIG)
    viewer.put(b"d")
    while len(got) < 3 * BIG + 1:
        got += far.recv(BIG)
    assert got == b"".join(parts) + b"d"
    viewer.cut()
    reading.join(30)


def test_a_connection_that_takes_no_more_cuts_the_viewer_off_and_ends_its_thread(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    near, _ = ends
    viewer = Viewer(wire=_Patient(near))
    reading = _reading(viewer.read(b"first"))
    until("the first part is written", lambda: not viewer.waits)
    for _number in range(QUEUED_EVENTS + 2):
        viewer.put(b"x" * BIG)
    assert viewer.is_cut
    reading.join(30)
    assert not reading.is_alive()


def test_a_viewer_who_has_gone_is_cut_off(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    viewer = Viewer(wire=Wire(near, chunked=True))
    reading = _reading(viewer.read(b"first"))
    until("the first part is written", lambda: not viewer.waits)
    far.close()

    # The first part still goes out: only its answer tells that nobody is there.
    def is_noticed() -> bool:
        viewer.put(b"x")
        return viewer.is_cut

    until("the connection is closed", is_noticed)
    reading.join(30)
    assert not reading.is_alive()


def test_a_viewer_who_may_not_stay_is_sent_away_though_nothing_is_queued(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    near, _ = ends
    allowed = threading.Event()
    allowed.set()
    viewer = Viewer(wire=Wire(near, chunked=True), may_stay=allowed.is_set)
    reading = _reading(viewer.read(b"first"))
    until("the first part is written", lambda: not viewer.waits)
    allowed.clear()
    reading.join(30)
    assert not reading.is_alive()
    assert viewer.is_cut


def test_a_server_that_tells_no_connection_or_waits_for_it_is_given_the_parts(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    near, far = ends
    assert Wire.of({}) is None
    far.settimeout(None)
    assert Wire.of({"gunicorn.socket": far}) is None
    old = Wire.of({"gunicorn.socket": near, "SERVER_PROTOCOL": "HTTP/1.0"})
    assert old is not None
    assert old.framed(b"as it is") == b"as it is"


class _Patient(Wire):
    """A wire whose `finish` waits, as connections of gevent do though they never hold up a write."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection, chunked=False)
        self._plain = connection

    def finish(self, framed: bytes) -> None:
        """Send all of it."""
        while framed:
            select.select([], [self._plain], [])
            framed = framed[self._plain.send(framed) :]
