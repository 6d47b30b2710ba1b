"""A whole installation in processes of its own: a Redis that can be killed, a worker, a web server."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import orjson
import redis

from data_access.store.embedded import EmbeddedRedis
from tests.ports import free_port
from tests.waiting import until

USER, PASSWORD = "duty", "long enough to type"


class Installation:
    """`zhiwang worker` and `zhiwang serve` on a Redis that nobody starts again but `start_redis`."""

    def __init__(self, folder: Path, *, account: bool = True) -> None:
        self._server = EmbeddedRedis(folder / "store")
        self._data = folder / "data"
        self._url = f"unix://{self._server.join()}"
        self._client = redis.Redis(unix_socket_path=self._server.socket_path)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        if account:
            self._run("users", "add", USER, "--password-stdin", text=PASSWORD)
        self.token = self._run(
            "tokens", "add", f"platform-{os.getpid()}", "--scope", "ingest,read", "--every", "2"
        ).strip()
        self._processes = {name: self._start(*words) for name, words in self._commands().items()}
        self._stopped = threading.Event()
        self._wait_for("/healthz")
        threading.Thread(target=self._keep_beating, daemon=True).start()
        self.wait()

    def wait(self) -> None:
        """Wait until the server is ready: the store answers and a worker has published figures."""
        self._wait_for("/readyz")

    def post(self, *actions: dict[str, Any]) -> dict[str, int]:
        """Send actions; the counts of the answer. Raises OSError when they were not taken."""
        return orjson.loads(self._ask("/api/v1/actions", orjson.dumps(actions)))  # type: ignore[no-any-return]

    def kill_redis(self) -> None:
        """Kill Redis as a crash does."""
        os.kill(int(self._client.info()["process_id"]), signal.SIGKILL)

    def start_redis(self) -> None:
        """Start it again on its files, and wait until it answers."""
        self._server.join()

    @property
    def client(self) -> redis.Redis:
        """A client of its Redis."""
        return self._client

    def run(self, *words: str) -> str:
        """What a command of `zhiwang` prints."""
        return self._run(*words)

    def process_of(self, name: str) -> int:
        """Number of the process "worker" or "serve"."""
        return self._processes[name].pid

    def kill(self, name: str) -> None:
        """Kill the process "worker" or "serve" as a crash does."""
        self._processes[name].kill()
        self._processes[name].wait()

    def restart(self, name: str) -> None:
        """Start a killed process again."""
        self._processes[name] = self._start(*self._commands()[name])

    def stop(self) -> None:
        """End every process."""
        self._stopped.set()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._client.close()
        self._server.leave()

    def _commands(self) -> dict[str, tuple[str, ...]]:
        return {"worker": ("worker",), "serve": ("serve", "--port", str(self.port))}

    def _settings(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("ZHIWANG_")}
        return given | {"ZHIWANG_REDIS_URL": self._url, "ZHIWANG_DATA": str(self._data)}

    def _run(self, *words: str, text: str = "") -> str:
        command = [sys.executable, "-m", "dashboard.cli", *words]
        done = subprocess.run(
            command, input=text, env=self._settings(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dashboard.cli", *words], env=self._settings(), stderr=log
            )

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"}
        asked = urllib.request.Request(self.address + path, body, headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            found: bytes = answer.read()
            return found

    def _wait_for(self, path: str) -> None:
        def answers() -> bool:
            ended = [name for name, process in self._processes.items() if process.poll() is not None]
            # What cannot come about any more is not waited for.
            assert not ended, f"{ended} ended: {self.log.read_text()}"
            self._ask(path)
            return True

        until(f"{path} answers", answers)

    def _keep_beating(self) -> None:
        while not self._stopped.wait(1.0):
            # Refused while Redis is away, cut off when the server dies; the wall must say so by then.
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.post()
