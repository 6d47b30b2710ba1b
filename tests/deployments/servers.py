"""Redis servers of the tests' own, on ports of this machine: started, killed, started again."""

import itertools
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from data_access.store.server_binary import find_server_program

HOST = "127.0.0.1"
SECONDS = 40.0
"""Longest wait for anything that servers agree on; on an idle machine it takes two or three."""
# Below the ports that the kernel hands out by itself, and so far below that a cluster's bus (port + 10,000)
# stays there, too.
_ports: Iterator[int] = itertools.count(10_000 + random.SystemRandom().randrange(0, 11_000))


def free_port() -> int:
    """A port nobody listens on, nor on the one 10,000 above it."""
    while True:
        port = 10_000 + next(_ports) % 12_000
        try:
            for number in (port, port + 10_000):
                with socket.socket() as probe:
                    probe.bind((HOST, number))
        except OSError:
            continue
        return port


def until(what: str, test: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until `test` is true; errors of servers that are still on their way count as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        found: object = None
        try:
            found = test()
            if found:
                return
        except (redis.RedisError, OSError) as error:
            found = error
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} s, at last {found!r}")
        time.sleep(0.05)


class Server:
    """One redis-server process."""

    def __init__(
        self,
        folder: Path,
        settings: Sequence[str] = (),
        *,
        password: str | None = None,
        sentinel: bool = False,
    ) -> None:
        self.port = free_port()
        self.folder = folder / str(self.port)
        self.folder.mkdir(parents=True)
        self.client = redis.Redis(
            port=self.port,
            password=password,
            protocol=2,
            socket_timeout=5,
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),
        )
        config = self.folder / "redis.conf"
        base = [f"port {self.port}", f"bind {HOST}", f"dir {self.folder}", "logfile log"]
        if not sentinel:
            base += ["save ''", "appendonly yes", "appendfsync everysec"]
        config.write_text("\n".join([*base, *settings, ""]))
        self._command = [str(find_server_program().path), str(config), *(["--sentinel"] if sentinel else [])]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        """host:port."""
        return f"{HOST}:{self.port}"

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, or start it again on its files; wait until it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, start_new_session=True)
        until(f"redis-server on {self.port} starts", self.client.ping)

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """Kill it and let go of it."""
        self.client.close()
        self.client.connection_pool.disconnect()
        self.kill()
