"""Redis servers of the tests' own, on ports of this machine: started, killed, started again."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from data_access.store.server_binary import find_server_program
from tests.ports import HOST, free_port
from tests.waiting import until


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
            # A crash of the process loses nothing that is written; a busy disk must not make it silent.
            base += ["save ''", "appendonly yes", "appendfsync no"]
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
