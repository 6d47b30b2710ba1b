"""The public surface as a process of its own: it outlives the store, and a restart without the store."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import redis

from data_access.domain.check_codes import check_hash
from data_access.domain.city import City
from data_access.store.connection import Connection, open_connection, open_reader
from data_access.store.embedded import socket_of
from data_access.store.keys import Keys
from data_access.store.public_user import USER, grant
from tests.dashboard.public.documents import documents
from tests.dashboard.public.parts import STEPS
from tests.ports import free_port
from tests.waiting import until

pytestmark = pytest.mark.slow
PASSWORD = "only-for-reading"
SALT = b"0123456789abcdef"
MONTH = "/public/api/v1/months/latest"


class Server:
    """`zhiwang serve --surface public` over a Redis of the test's own."""

    def __init__(self, folder: Path, city: City) -> None:
        self.folder, self.keys = folder, Keys(city.id)
        self.connection: Connection = open_connection(None, folder)
        client = self.connection.redis
        for name, content in documents(city).items():
            client.set(self.keys.public(name), content)
        client.set(self.keys.public("salt"), SALT.hex())
        client.set(self.keys.public_track(check_hash(SALT, "E1", "4821")), orjson.dumps(STEPS))
        client.hset(self.keys.meta(), "format", "1")
        self.grant()
        self.url = f"unix://{USER}:{PASSWORD}@{socket_of(folder)}"
        self.port = free_port()
        self.process = self.start()

    def grant(self) -> None:
        grant(self.connection.servers(), self.keys, PASSWORD)

    def start(self) -> "subprocess.Popen[bytes]":
        words = ["serve", "--surface", "public", "--port", str(self.port), "--data", str(self.folder / "web")]
        given = {name: value for name, value in os.environ.items() if not name.startswith("ZHIWANG_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", *words],
            env=given | {"ZHIWANG_PUBLIC_REDIS_URL": self.url, "ZHIWANG_LOG_LEVEL": "error"},
        )
        until("the server answers", lambda: self.status("/healthz") == 200)
        return self.process

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(60) == 0

    def ask(self, path: str, body: bytes | None = None) -> tuple[int, Any, dict[str, str]]:
        """Status, JSON and headers of an answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, orjson.loads(answer.read()), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, orjson.loads(error.read()), dict(error.headers)

    def status(self, path: str) -> int | None:
        try:
            return self.ask(path)[0]
        except OSError:
            return None

    def held(self) -> str | None:
        found: str | None = self.ask("/public/api/v1/index")[1]["held"]
        return found


@pytest.fixture
def server(tmp_path: Path, city_dongguan: City) -> Iterator[Server]:
    server = Server(tmp_path, city_dongguan)
    yield server
    if server.process.poll() is None:
        server.end()
    server.connection.close()


def test_the_restricted_user_reads_what_is_published_and_nothing_else(
    tmp_path: Path, city_dongguan: City
) -> None:
    keys = Keys(city_dongguan.id)
    with open_connection(None, tmp_path) as connection:
        grant(connection.servers(), keys, PASSWORD)
        connection.redis.set(keys.public("index"), b"{}")
        reader = open_reader(f"unix://{USER}:{PASSWORD}@{socket_of(tmp_path)}")
        assert reader.get(keys.public("index")) == b"{}"
        for refused in (
            lambda: reader.get(keys.accounts()),
            lambda: reader.hgetall(keys.meta()),
            lambda: reader.keys("*"),
            lambda: next(reader.scan_iter()),
            lambda: reader.set(keys.public("index"), b"x"),
            lambda: reader.delete(keys.public("index")),
            lambda: reader.publish(keys.public_channel(), b"x"),
            lambda: reader.acl_list(),
            lambda: reader.config_get("*"),
            lambda: reader.eval("return 1", 0),
        ):
            with pytest.raises(redis.exceptions.NoPermissionError):
                refused()
        reader.close()


def test_the_surface_outlives_the_store_and_a_restart_without_it(server: Server) -> None:
    status, month, headers = server.ask(MONTH)
    assert (status, month["figures"]["reported_count"], month["held"]) == (200, 38_001, None)
    assert float(headers["Zhiwang-Age-Seconds"]) <= 2
    assert server.ask("/readyz")[0] == 200
    assert server.ask("/public/api/v1/live")[1]["state"] == "stale", "no worker has written it for long"
    assert {server.status(path) for path in ("/api/v1/overview", "/metrics", "/login", "/review/")} == {404}
    sent = orjson.dumps({"number": "E1", "check": "4821"})
    assert server.ask("/public/api/v1/track", sent)[:2] == (200, STEPS)

    info = server.connection.redis.info()
    os.kill(info["process_id"], signal.SIGKILL)
    assert server.ask(MONTH)[0] == 200
    status, _, headers = server.ask("/public/api/v1/track", sent)
    assert (status, headers["Cache-Control"]) == (503, "no-store")
    assert headers["Retry-After"]
    until("it says that it holds copies", lambda: server.held() is not None)
    status, month, headers = server.ask(MONTH)
    assert (status, month["figures"]["reported_count"]) == (200, 38_001)
    assert headers["Zhiwang-Held"] == month["held"]

    server.end()
    server.start()
    status, again, headers = server.ask(MONTH)
    assert (status, again["figures"], headers["Zhiwang-Held"]) == (200, month["figures"], again["held"])
    assert server.ask("/public/api/v1/overview")[0] == 200

    server.connection.ensure()
    assert server.held() is not None, "the Redis that came back does not know the user"
    server.grant()
    until("it follows the store again", lambda: server.held() is None)
    assert server.ask("/public/api/v1/track", sent)[:2] == (200, STEPS)
