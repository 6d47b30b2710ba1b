"""A primary that dies in the middle of a stream: nothing acknowledged is lost, nothing counted twice."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
import redis

from data_access.ingest.ingest import Ingest
from data_access.store.connection import Connection, open_connection
from data_access.store.durability import Durability, TooFewReplicas
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.deployments.deployment import Deployment
from tests.deployments.sentinel import Sentinels
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import lives
from tests.reference.wire import Wire
from tests.waiting import until

CITY = little_city()
SHARDS = 4
BATCH = 10
SAFE = Durability(wait_replicas=1, retry_seconds=60)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def heal(start: Callable[[str], Deployment]) -> Iterator[Callable[[str], Deployment]]:
    """Starts deployments as `start` does, and puts right and empties them afterwards."""
    used: list[Deployment] = []

    def started(kind: str) -> Deployment:
        used.append(start(kind))
        return used[-1]

    yield started
    for deployment in used:
        deployment.heal()
        with open_connection(deployment.url, Path()) as connection:
            for server in connection.servers():
                server.flushdb()


class Writers:
    """Two writers that share a stream; each acknowledges a batch when it is applied."""

    def __init__(self, connection: Connection, keys: Keys, wires: list[Wire]) -> None:
        self._batches = [wires[start : start + BATCH] for start in range(0, len(wires), BATCH)]
        self.acknowledged: list[Wire] = []
        self.failed: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._write, args=(Ingest(connection.redis, CITY, keys, SHARDS), number))
            for number in range(2)
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, ingest: Ingest, number: int) -> None:
        try:
            for batch in self._batches[number::2]:
                report = ingest.ingest([orjson.dumps(wire) for wire in batch], feed="test")
                assert report.applied + report.duplicate == len(batch)
                self.acknowledged += batch
        except BaseException as error:
            self.failed.append(error)

    def join(self) -> None:
        """Wait for both."""
        for thread in self._threads:
            thread.join()
        assert self.failed == []


@pytest.mark.parametrize("kind", ["sentinel", "cluster"])
def test_what_was_acknowledged_survives_a_primary_that_dies(
    heal: Callable[[str], Deployment], kind: str, tmp_path: Path
) -> None:
    rng = random.Random(kind)
    deployment = heal(kind)
    wires = lives(rng, cases=150)
    keys = Keys(CITY.id, "failover")
    with open_connection(deployment.url, tmp_path, durability=SAFE) as connection:
        follower = Table(connection.redis, CITY, keys)
        writers = Writers(connection, keys, wires)
        until("a third is written", lambda: len(writers.acknowledged) > len(wires) // 3)
        follower.refresh()
        deployment.kill_primary(keys.records(0))
        # Where the replica that took over was the only one, writers wait until it has one of its own.
        deployment.heal()
        writers.join()
        assert sorted(map(orjson.dumps, writers.acknowledged)) == sorted(map(orjson.dumps, wires))
        until("the follower has caught up", lambda: follower.refresh() or follower.version)
        assert Verifier(connection.redis, CITY, keys).run().differences == []
        fresh = Table(connection.redis, CITY, keys)
        fresh.refresh()
        world = World(wires, CITY)
        asked = question(rng, world)
        for table in (follower, fresh):
            for check in ANSWERS:
                check(Product(table.columns, CITY, table.names), world, asked)


def test_only_who_waits_for_replicas_cannot_lose_what_was_acknowledged(
    heal: Callable[[str], Deployment], tmp_path: Path
) -> None:
    sentinels = heal("sentinel")
    assert isinstance(sentinels, Sentinels)
    keys = Keys(CITY.id, "replicas")

    def write(case_id: str, durability: Durability) -> int:
        line = orjson.dumps({"case_id": case_id, "action": "accept", "at": "2026-03-01T08:00:00"})
        with open_connection(sentinels.url, tmp_path, durability=durability) as connection:
            return Ingest(connection.redis, CITY, keys).ingest([line], feed="test").applied

    impatient = Durability(wait_replicas=1)
    assert write("known", impatient) == 1
    sentinels.cut_replicas()
    assert write("hasty", Durability()) == 1, "acknowledged, though on one server only"
    with pytest.raises(TooFewReplicas):
        write("careful", impatient)
    with pytest.raises(TooFewReplicas):
        # In the store by now, but no replica has it: known does not mean safe.
        write("hasty", impatient)
    sentinels.kill_primary("")
    sentinels.mend_replicas()
    patient = Durability(wait_replicas=1, retry_seconds=60)
    with open_connection(sentinels.url, tmp_path, wait_seconds=60, durability=patient) as connection:
        stored = connection.redis.hkeys(keys.records(0))
        assert stored == [b"known"], "the hasty write is lost; the careful one was never acknowledged"
        assert Verifier(connection.redis, CITY, keys).run().differences == []
    assert write("careful", patient) == 1
    assert write("hasty", patient) == 1


def test_without_another_server_a_writer_gives_up_at_once(
    heal: Callable[[str], Deployment], tmp_path: Path
) -> None:
    deployment = heal("single")
    with open_connection(deployment.url, tmp_path, durability=Durability(retry_seconds=600)) as connection:
        ingest = Ingest(connection.redis, CITY)
        deployment.kill_primary("")
        line = b'{"case_id":"a","action":"accept","at":"2026-01-01T08:00:00"}'
        with pytest.raises(redis.ConnectionError):
            ingest.ingest([line], feed="test")
        deployment.heal()
        assert ingest.ingest([line], feed="test").applied == 1
