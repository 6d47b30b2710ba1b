"""Measures public JSON through the real server, beside a bare WSGI answer of the same server as the limit.

`python -m benchmarks.public`: an embedded Redis with made-up documents, `serve --surface public` as it is,
and connections that each ask again when they were answered.
"""

import contextlib
import os
import secrets
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data_access.cities.pack import load_city
from data_access.store.connection import open_connection
from data_access.store.embedded import socket_of
from data_access.store.keys import Keys
from data_access.store.public_user import USER, grant
from tests.dashboard.public.documents import documents

RATE_LIMIT, P99_LIMIT_MS = 2000.0, 50.0
CONNECTIONS = 32
SECONDS = 4.0
PROCESSES = 2
_BARE = """
import sys
from dashboard.server import options_of, serve_made
body = b"x" * int(sys.argv[2])
def answer(environ, start):
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
serve_made(options_of("127.0.0.1", int(sys.argv[1]), int(sys.argv[3])), lambda: answer)
"""
_ADDRESSES = {
    "index": "/public/api/v1/index",
    "a month": "/public/api/v1/months/latest",
    "a ranking": "/public/api/v1/rankings/latest",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of one address."""

    rate: float
    """Answers a second."""
    middle: float
    """Median of the milliseconds from when a request was due to the end of its answer."""
    last: float
    """Their 99th percentile."""
    size: int
    """Bytes of a body."""


@dataclass(slots=True)
class _Seat:
    """One connection."""

    socket: socket.socket
    due: float
    """When its request was, or is, to be sent."""
    waiting: bool = False
    read: bytes = b""


def load(port: int, path: str, rate: float | None = None, seconds: float = SECONDS) -> Measured:
    """Ask over CONNECTIONS connections: each again when it was answered, or `rate` times a second in all.

    A request that is sent late, because its connection still waits, counts from when it was due.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    selector, started = selectors.DefaultSelector(), time.perf_counter()
    pause = CONNECTIONS / rate if rate else 0.0
    seats = []
    for number in range(CONNECTIONS):
        one = socket.create_connection(("127.0.0.1", port))
        seats.append(_Seat(one, started + 0.1 + pause * number / CONNECTIONS))
        selector.register(one, selectors.EVENT_READ, seats[-1])
    times: list[float] = []
    size = 0
    while (now := time.perf_counter()) < started + seconds:
        for seat in seats:
            if not seat.waiting and seat.due <= now:
                seat.socket.sendall(request)
                seat.waiting = True
        for key, _ in selector.select(0.0005):
            seat = key.data
            seat.read += seat.socket.recv(1 << 20)
            length = _whole(seat.read)
            if length >= 0:
                size, now = length, time.perf_counter()
                times.append((now - seat.due) * 1000)
                seat.waiting, seat.read = False, b""
                seat.due = seat.due + pause if rate else now
    took = time.perf_counter() - started
    for seat in seats:
        seat.socket.close()
    middle, last = np.percentile(times, [50, 99]).tolist()
    return Measured(len(times) / took, middle, last, size)


def _whole(read: bytes) -> int:
    """Bytes of the body of a whole answer, -1 while some of it is missing."""
    head, found, body = read.partition(b"\r\n\r\n")
    if not found:
        return -1
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    return size if len(body) >= size else -1


@contextlib.contextmanager
def running(command: list[str], port: int, path: str) -> Iterator[None]:
    """A server, from its first answer until the end."""
    process = subprocess.Popen(command, env=os.environ | {"ZHIWANG_LOG_LEVEL": "error"})
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as one:
                one.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
                if b" 200 " in one.recv(64):
                    break
            if time.monotonic() > deadline:
                raise RuntimeError("the server does not answer")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def main() -> None:
    """Print each figure beside its limit."""
    city, port = load_city("dongguan"), free_port()
    with tempfile.TemporaryDirectory() as folder, open_connection(None, Path(folder)) as connection:
        keys = Keys(city.id)
        for name, content in documents(city).items():
            connection.redis.set(keys.public(name), content)
        password = secrets.token_hex(16)
        grant(connection.servers(), keys, password)
        address = f"unix://{USER}:{password}@{socket_of(Path(folder))}"
        words = ["serve", "--surface", "public", "--port", str(port), "--processes", str(PROCESSES)]
        command = [sys.executable, "-m", "dashboard.cli", *words, "--data", f"{folder}/web"]
        os.environ["ZHIWANG_PUBLIC_REDIS_URL"] = address
        bar = f"bar: {RATE_LIMIT:,.0f}/s with p99 {P99_LIMIT_MS:.0f} ms"
        print(f"{PROCESSES} processes, {CONNECTIONS} connections; {bar}", flush=True)
        for what, path in _ADDRESSES.items():
            with running(command, port, path):
                full, paced = both(port, path)
            bare_port = free_port()
            bare = [sys.executable, "-c", _BARE, str(bare_port), str(full.size), str(PROCESSES)]
            with running(bare, bare_port, "/"):
                limit, limit_paced = both(bare_port, "/")
            print(f"  {what}, {full.size:,} bytes")
            _tell("at full speed", full, limit)
            _tell(f"at {RATE_LIMIT:,.0f}/s", paced, limit_paced)


def both(port: int, path: str) -> tuple[Measured, Measured]:
    """At full speed, and at the rate of the bar."""
    load(port, path, seconds=1.0)
    return load(port, path), load(port, path, RATE_LIMIT)


def _tell(what: str, own: Measured, bare: Measured) -> None:
    def words(one: Measured) -> str:
        return f"{one.rate:7,.0f}/s  p50 {one.middle:5.1f} ms  p99 {one.last:5.1f} ms"

    print(f"    {what:14} {words(own)}   bare {words(bare)}   {own.rate / bare.rate:4.0%}", flush=True)


if __name__ == "__main__":
    main()
