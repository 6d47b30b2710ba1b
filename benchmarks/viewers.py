"""Ten thousand viewers of one machine, while 200 actions a second come in; one of them has stopped reading.

Run: python -m benchmarks.viewers [--viewers 10000] [--rate 200] [--seconds 30]

Every viewer is a connection of its own to the wall's stream, all in one process beside the server. Without a
browser: `benchmarks.paint` measures what one sees.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from benchmarks.paint import BYTES_LIMIT, Sender
from tests.browser.installation import Installation

DELIVERY_LIMIT_MS = 300.0
_STALLED_BUFFER = 4096


def main() -> None:
    """Print what the viewers got, and what the server worked for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        try:
            _measure(installation, asked)
        finally:
            installation.stop()


def _measure(installation: Installation, asked: argparse.Namespace) -> None:
    path = "/wall/stream?lang=en"
    words = [f"{installation.address}{path}", asked.viewers, asked.seconds, installation.token]
    sender = Sender(installation, asked.rate, 20)
    with _stalled(installation, path) as stalled:
        began = time.monotonic()
        audience = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.audience", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert audience.stderr is not None
        audience.stderr.readline()
        seated = time.monotonic() - began
        thread = threading.Thread(target=sender.run)
        thread.start()
        server = installation.process_of("serve")
        before = _worked(server)
        report, problems = audience.communicate()
        worked = (_worked(server) - before) / asked.seconds
        was_cut = _is_cut(stalled)
        sender.stopped.set()
        thread.join()
    if audience.returncode:
        raise RuntimeError(problems)
    found = orjson.loads(report)
    sent = sender.accepted[-1][0] if sender.accepted else 0
    print(
        f"{asked.viewers:,} viewers, seated in {seated:.0f} s; {sent / asked.seconds:.0f} actions/s came in"
    )
    print(f"  lost {found['lost']} (limit 0)")
    print(
        f"  delivered in {found['p50_ms']:.0f} ms (median), {found['p95_ms']:.0f} ms (p95, limit "
        f"{DELIVERY_LIMIT_MS:.0f} ms), {found['p99_ms']:.0f} ms (p99)"
    )
    print(
        f"  each got {found['bytes_per_second']:,.0f} bytes/s (limit {BYTES_LIMIT:,}) "
        f"in {found['messages_per_second']:.1f} messages/s"
    )
    print(f"  the one that stopped reading was {'cut off' if was_cut else 'NOT cut off'}")
    print(f"  the server worked {worked:.0%} of one processor")


@contextmanager
def _stalled(installation: Installation, path: str) -> Iterator[socket.socket]:
    """A viewer that asks for the stream and does not read it."""
    parts = urlsplit(installation.address)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _STALLED_BUFFER)
        connection.connect((parts.hostname, parts.port))
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: Bearer {installation.token}\r\n\r\n".encode()
        )
        yield connection


def _is_cut(connection: socket.socket) -> bool:
    """Whether nothing comes any more after what had been sent before."""
    connection.settimeout(5)
    try:
        for _ in range(10_000):
            if not connection.recv(65_536):
                return True
    except ConnectionError:
        return True
    except TimeoutError:
        pass
    return False


def _worked(pid: int) -> float:
    """Seconds that a process and its children that still run have worked."""
    total = 0.0
    for found in (pid, *map(int, _children(pid))):
        fields = Path(f"/proc/{found}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


if __name__ == "__main__":
    main()
