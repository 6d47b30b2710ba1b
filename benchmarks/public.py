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
SECONDS = 5.0
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


def load(port: int, path: str, seconds: float = SECONDS) -> tuple[float, float, float, int]:
    """Requests a second, median and 99th percentile of their milliseconds, and bytes of a body."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    selector = selectors.DefaultSelector()
    begun: dict[socket.socket, float] = {}
    waiting: dict[socket.socket, bytes] = {}
    for _ in range(CONNECTIONS):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(one, selectors.EVENT_READ, one)
        waiting[one], begun[one] = b"", time.perf_counter()
        one.sendall(request)
    times: list[float] = []
    size, started = 0, time.perf_counter()
    while (now := time.perf_counter()) < started + seconds:
        for key, _ in selector.select(0.5):
            one = key.data
            waiting[one] += one.recv(1 << 20)
            head, found, body = waiting[one].partition(b"\r\n\r\n")
            if not found:
                continue
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            if len(body) < size:
                continue
            now = time.perf_counter()
            times.append((now - begun[one]) * 1000)
            waiting[one], begun[one] = b"", now
            one.sendall(request)
    took = time.perf_counter() - started
    for one in list(begun):
        one.close()
    middle, last = np.percentile(times, [50, 99]).tolist()
    return len(times) / took, middle, last, size


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
        found = {}
        with running(command, port, _ADDRESSES["index"]):
            for what, path in _ADDRESSES.items():
                load(port, path, 1.0)
                found[what] = load(port, path)
        bar = f"bar: {RATE_LIMIT:,.0f}/s, p99 {P99_LIMIT_MS:.0f} ms"
        print(f"{PROCESSES} processes, {CONNECTIONS} connections; {bar}")
        for what, (rate, middle, last, size) in found.items():
            bare_port = free_port()
            bare = [sys.executable, "-c", _BARE, str(bare_port), str(size), str(PROCESSES)]
            with running(bare, bare_port, "/"):
                load(bare_port, "/", 1.0)
                limit, limit_middle, limit_last, _ = load(bare_port, "/")
            own = f"{rate:7,.0f}/s  p50 {middle:5.1f} ms  p99 {last:5.1f} ms"
            other = f"{limit:7,.0f}/s  p50 {limit_middle:5.1f} ms  p99 {limit_last:5.1f} ms"
            print(f"  {what:10} {size:7,} bytes {own}   bare {other}   {rate / limit:4.0%}")


if __name__ == "__main__":
    main()
