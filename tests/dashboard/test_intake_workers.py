"""Several worker processes share the intake; one of them is killed in the middle."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
import redis

from data_access.ingest.quarantine import Quarantine
from data_access.store.connection import Connection, open_connection
from data_access.store.intake import backlog
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.architecture.files import ROOT
from tests.deployments.deployment import Deployment
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import lives
from tests.waiting import until

CITY = little_city()
LANES = 6
# What `zhiwang worker` does after it has read its settings, for a city that is no pack.
WORKER = """
import signal, sys, threading
from pathlib import Path
from dashboard.worker.run import run_worker
from data_access.store.connection import open_connection
from data_access.store.durability import Durability
from data_access.store.keys import Keys
from tests.reference.little_city import little_city
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
city = little_city()
durability = Durability(retry_seconds=60)
with open_connection(sys.argv[1], Path(), durability=durability) as connection:
    run_worker(connection, city, Keys(city.id), stop)
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(params=["cluster"])
def connection(
    request: pytest.FixtureRequest, start: Callable[[str], Deployment], tmp_path: Path
) -> Iterator[Connection]:
    """An empty city of six shards."""
    with open_connection(start(request.param).url, tmp_path) as connection:
        open_meta(connection.redis, Keys(CITY.id), LANES)
        yield connection
        for server in connection.servers():
            server.flushdb()


@pytest.fixture
def start_worker(connection: Connection) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker process."""
    processes: list[subprocess.Popen[bytes]] = []

    def started() -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen([sys.executable, "-c", WORKER, connection.place], cwd=ROOT))
        return processes[-1]

    yield started
    for process in processes:
        process.kill()
        process.wait()


def holders(client: redis.Redis, keys: Keys) -> set[object]:
    """The tokens under which lanes are held; None among them when one is free."""
    return {client.get(keys.lane_lease(lane)) for lane in range(LANES)}


def test_the_lanes_of_a_killed_worker_are_taken_over_and_nothing_is_lost_or_counted_twice(
    connection: Connection, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    client, keys = connection.redis, Keys(CITY.id)
    rng = random.Random(7)
    wires = lives(rng, cases=150)
    lines = [orjson.dumps(wire) for wire in [*wires, *rng.sample(wires, len(wires) // 10)]]
    rng.shuffle(lines)
    entries = [b"\n".join(lines[first : first + 3]) for first in range(0, len(lines), 3)]
    for place in (10, 50, 90):
        entries.insert(place, b'{"case_id":"bad"')

    victim = start_worker()
    until("it holds every lane", lambda: None not in holders(client, keys))
    tokens = holders(client, keys)
    others = [start_worker(), start_worker()]
    until("lanes are shared", lambda: len(holders(client, keys) & tokens) == LANES // 3)
    until("every lane is held", lambda: None not in holders(client, keys))
    tokens &= holders(client, keys)

    half = len(entries) // 2
    for number, entry in enumerate(entries):
        if number == half:
            victim.kill()
        client.xadd(keys.intake(number % LANES), {"lines": entry})
    until("everything is taken in", lambda: backlog(client, keys) == 0)
    until("the dead one's lanes are others' now", lambda: not holders(client, keys) & {*tokens, None})
    until("the dead one is forgotten", lambda: client.zcard(keys.workers()) == len(others))

    assert Quarantine(client, keys).counts() == {"not_json": 3}
    assert Verifier(client, CITY, keys).run().differences == []
    table = Table(client, CITY, keys)
    table.refresh()
    world = World(wires, CITY)
    asked = question(rng, world)
    for check in ANSWERS:
        check(Product(table.columns, CITY, table.names), world, asked)

    until("one of them ticks", lambda: client.get(keys.ticker_lease()))
    for worker in others:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(60) for worker in others] == [0, 0]
    assert holders(client, keys) == {None}, "who ends as asked gives everything back"
    assert client.zcard(keys.workers()) == 0
