"""Measures processes that share a table: starting, memory, and snapshots served, beside their limits.

`python -m benchmarks.readers [CASES]`: fills an embedded Redis of its own with rows of CASES made-up cases.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import redis

from benchmarks.synthetic import synthetic_columns
from data_access.cities.pack import load_city
from data_access.domain.period import to_row_time
from data_access.domain.rows import ROW, ROWS_PER_BLOCK, Columns, blank_row
from data_access.store.connection import open_connection
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, Names
from data_access.store.tokens import Token, Tokens

FRESH_LIMIT_MS = 1000.0
MEMORY_LIMIT_BYTES = 150.0
SERVED_LIMIT = 1000.0
CLIENTS = 8
SECONDS = 4.0
_MEMORY = """
import sys
from pathlib import Path
import redis
from data_access.cities.pack import load_city
from data_access.store.sharing import Sharing
from data_access.store.table import Table
def kilobytes(name):
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name + ":")).split()[1])
city = load_city("dongguan")
client = redis.Redis(unix_socket_path=sys.argv[1], protocol=2)
before = kilobytes("Rss"), kilobytes("Anonymous")
table = Table(client, city, sharing=Sharing(Path(sys.argv[2])))
table.refresh()
sum(int(column.view("u1").max()) for column in table.columns.values())
print(kilobytes("Rss") - before[0], kilobytes("Anonymous") - before[1])
"""


def fill(client: redis.Redis, keys: Keys, columns: Columns, newest_us: int) -> None:
    """Put rows into an empty store as writers would have; without records, which readers never see."""
    count = len(columns["flags"])
    open_meta(client, keys)
    Names(client, keys).ensure(DEPARTMENT, [f"D{number:02}" for number in range(40)])
    blocks = -(-count // ROWS_PER_BLOCK)
    for block in range(blocks):
        first, last = block * ROWS_PER_BLOCK, min((block + 1) * ROWS_PER_BLOCK, count)
        rows = np.frombuffer(bytearray(blank_row() * ROWS_PER_BLOCK), dtype=ROW).copy()
        for name, column in columns.items():
            rows[name][: last - first] = column[first:last]
        client.set(keys.block(0, block), rows.tobytes())
        client.hset(keys.block_versions(0), str(block), block + 1)
    client.hset(keys.state(0), mapping={"rows": count, "version": blocks, "newest": newest_us})
    client.xadd(keys.row_feed(0), {"version": blocks, "rows": np.zeros(1, dtype="<u4").tobytes()})


def zhiwang(*words: str) -> list[str]:
    """A command line of the product."""
    return [sys.executable, "-m", "dashboard.cli", *words]


def asked(data: Path) -> float:
    """Milliseconds of a process that starts, asks for a year of days, and ends."""
    started = time.perf_counter()
    period = ("--from", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 365 * 86_400)))
    subprocess.run(
        zhiwang("query", "trend", *period, "--json", "--data", str(data)), check=True, capture_output=True
    )
    return (time.perf_counter() - started) * 1000


def served(port: int, token: str) -> float:
    """Snapshots a second that CLIENTS connections get, each asking again when it was answered."""
    request = (
        f"GET /api/v1/snapshot HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        "Accept-Encoding: gzip\r\n\r\n"
    ).encode()
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(CLIENTS)]
    answers, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        for one in sockets:
            one.sendall(request)
        for one in sockets:
            data = one.recv(1 << 20)
            head, _, body = data.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            got = len(body)
            while got < length:
                got += len(one.recv(1 << 20))
            answers += 1
    for one in sockets:
        one.close()
    return answers / SECONDS


def wait_for(port: int, token: str) -> None:
    """Wait until the server has a snapshot."""
    for _ in range(300):
        time.sleep(0.1)
        try:
            served_once = socket.create_connection(("127.0.0.1", port))
        except OSError:
            continue
        with served_once:
            served_once.sendall(
                f"GET /api/v1/snapshot HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
            )
            if b" 200 " in served_once.recv(64):
                return
    raise RuntimeError("the server has no snapshot")


def main() -> None:
    """Print each figure beside its limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    city, now = load_city("dongguan"), int(time.time())
    with tempfile.TemporaryDirectory() as folder, open_connection(None, Path(folder)) as connection:
        client, keys, data = connection.redis, Keys(city.id), Path(folder)
        fill(client, keys, synthetic_columns(city, count, to_row_time(now)), now * 1_000_000)
        token = Tokens(client, keys).add(Token("benchmark", ("read",), now))
        assert token is not None
        print(f"{count:,} cases")
        print(f"  first process, reads all and shares it {asked(data):8.0f} ms")
        fresh = sorted(asked(data) for _ in range(3))[1]
        bare = time.perf_counter()
        subprocess.run(zhiwang("query", "trend", "--help"), check=True, capture_output=True)
        bare = (time.perf_counter() - bare) * 1000
        print(f"  fresh process, a year by day           {fresh:8.0f} ms   limit {FRESH_LIMIT_MS:5.0f} ms")
        print(f"    of which a process that asks nothing {bare:8.0f} ms")
        path = client.get_connection_kwargs()["path"]
        run = [sys.executable, "-c", _MEMORY, path, str(data / "columns")]
        mapped, own = map(int, subprocess.run(run, check=True, capture_output=True).stdout.split())
        limit = f"limit {MEMORY_LIMIT_BYTES:5.0f}"
        print(f"  bytes a case in a process              {mapped * 1024 / count:8.1f}      {limit}")
        print(f"    of which not shared                  {own * 1024 / count:8.1f}")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        quiet = os.environ | {"ZHIWANG_LOG_LEVEL": "error"}
        children = [
            subprocess.Popen(zhiwang(*words, "--data", str(data)), env=quiet)
            for words in (("worker",), ("serve", "--port", str(port)))
        ]
        try:
            wait_for(port, token)
            rate, limit = served(port, token), f"limit {SERVED_LIMIT:5.0f}"
            print(f"  snapshots served a second              {rate:8.0f}      {limit}")
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait()


if __name__ == "__main__":
    main()
