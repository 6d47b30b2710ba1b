"""An audience for a wall's stream: many plain connections in one process, which note when what arrives.

    python -m benchmarks.audience URL COUNT SECONDS [TOKEN]

Prints one JSON object: connections held, bytes a second to one viewer, and percentiles of the delay from the
server's clock in a message to its arrival. Both clocks are those of this machine. Every connection is read
and its bytes are counted; one in LISTENERS is unpacked for the delays, so the audience stays cheap.
"""

import re
import resource
import selectors
import socket
import sys
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import numpy as np
import orjson

_TIME = re.compile(rb'"server_time":([0-9.]+)')
_READ = 256 * 1024
LISTENERS = 16
_AT_ONCE = 200
"""Connections without an answer up to which another is opened: a hall that fills is meant, not a storm."""


@dataclass(slots=True)
class _Seat:
    """One viewer: its connection, and what it has read of the body."""

    connection: socket.socket
    listens: bool
    unpack: "zlib._Decompress" = field(default_factory=lambda: zlib.decompressobj(16 + zlib.MAX_WBITS))
    rest: bytes = b""
    """Read and not understood yet: the head of the answer, then the beginning of a chunk."""
    in_body: bool = False


class Audience:
    """Connections to one stream; `watch` reads them for a while."""

    def __init__(self, url: str, count: int, token: str | None = None) -> None:
        parts = urlsplit(url)
        query = f"{parts.path}?{parts.query}" if parts.query else parts.path
        bearer = f"Authorization: Bearer {token}\r\n" if token else ""
        self._request = (
            f"GET {query} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: gzip\r\n{bearer}\r\n".encode()
        )
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._selector = selectors.DefaultSelector()
        self.delays: list[float] = []
        """Milliseconds from the server's clock in a message to its arrival, of the seats listened to."""
        self.bytes = 0
        self.messages = 0
        self.lost = 0
        self.seats = 0
        """Viewers whose stream has begun."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = count + 200
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
        for number in range(count):
            seat = _Seat(socket.create_connection(self._address, timeout=30), number % LISTENERS == 0)
            seat.connection.sendall(self._request)
            seat.connection.setblocking(False)
            self._selector.register(seat.connection, selectors.EVENT_READ, seat)
            while number - self.seats >= _AT_ONCE:
                self._read_for(0.02)
        while self.seats + self.lost < count:
            self._read_for(0.02)

    def watch(self, seconds: float) -> None:
        """Read every connection for some seconds, and start counting afresh."""
        self.delays, self.bytes, self.messages = [], 0, 0
        self._read_for(seconds)

    def _read_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for key, _ in self._selector.select(min(left, 0.5)):
                self._read(key.data)

    def _read(self, seat: _Seat) -> None:
        try:
            data = seat.connection.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(seat.connection)
            seat.connection.close()
            self.lost += 1
            return
        now = time.time()
        self.bytes += len(data)
        if seat.in_body and not seat.listens:
            return
        seat.rest += data
        if not seat.in_body:
            head, found, body = seat.rest.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 200 " not in head[:20]:
                raise RuntimeError(head[:200].decode(errors="replace"))
            seat.in_body, seat.rest = True, body
            self.seats += 1
        chunks, seat.rest = _chunks(seat.rest)
        for chunk in chunks:
            self.messages += 1
            for text in _TIME.findall(seat.unpack.decompress(chunk)):
                self.delays.append((now - float(text)) * 1000)

    def report(self, seconds: float) -> dict[str, float]:
        """What was seen in the last watch of so many seconds."""
        percentiles = np.percentile(self.delays, [50, 95, 99]) if self.delays else [float("nan")] * 3
        return {
            "viewers": self.seats,
            "lost": self.lost,
            "bytes_per_second": self.bytes / seconds / max(1, self.seats),
            "messages_per_second": self.messages / seconds / max(1, -(-self.seats // LISTENERS)),
            **dict(zip(("p50_ms", "p95_ms", "p99_ms"), map(float, percentiles), strict=True)),
        }


def _chunks(data: bytes) -> tuple[list[bytes], bytes]:
    """Whole chunks of a body in chunked coding, and what follows them."""
    found: list[bytes] = []
    while True:
        size, line, rest = data.partition(b"\r\n")
        if not line or len(rest) < int(size, 16) + 2:
            return found, data
        found.append(rest[: int(size, 16)])
        data = rest[int(size, 16) + 2 :]


def main() -> None:
    """Take the seats, say so on stderr, watch, and print what was seen."""
    url, count, seconds, *token = sys.argv[1:]
    audience = Audience(url, int(count), token[0] if token else None)
    print(f"{count} viewers are seated", file=sys.stderr, flush=True)
    audience.watch(float(seconds))
    print(orjson.dumps(audience.report(float(seconds))).decode())


if __name__ == "__main__":
    main()
