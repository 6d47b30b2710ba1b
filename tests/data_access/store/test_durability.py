"""Which failures of a store pass, and what a writer does meanwhile."""

from pathlib import Path

import pytest
import redis

from data_access.ingest.ingest import Ingest
from data_access.store.connection import open_connection
from data_access.store.durability import Durability, is_passing, outlast
from data_access.store.keys import Keys
from tests.deployments.cluster import Cluster
from tests.deployments.deployment import Deployment
from tests.ports import HOST
from tests.reference.little_city import little_city

CITY = little_city()
KEYS = Keys(CITY.id)
LINE = b'{"case_id":"%d","action":"accept","at":"2026-01-01T08:00:00"}'


class Promising:
    """A client, as far as `outlast` looks at it."""

    durability = Durability(retry_seconds=30, takes_over=True)

    def __init__(self) -> None:
        self.looked = 0

    def look_again(self) -> None:
        self.looked += 1


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (redis.ConnectionError("refused"), True),
        (redis.BusyLoadingError("LOADING"), True),
        (redis.exceptions.MovedError("1 127.0.0.1:1"), True),
        (redis.exceptions.ClusterDownError("CLUSTERDOWN"), True),
        (redis.AuthenticationError("WRONGPASS"), False),
        (redis.ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"), False),
        (redis.DataError("no bytes"), False),
    ],
)
def test_work_is_done_again_while_a_failure_may_pass(error: redis.RedisError, passes: bool) -> None:
    client, failures = Promising(), [error, error]

    def work() -> str:
        if failures:
            raise failures.pop()
        return "done"

    if passes:
        assert outlast(client, work) == "done"
        assert client.looked == 2
    else:
        with pytest.raises(type(error)):
            outlast(client, work)
        assert client.looked == 0


@pytest.mark.parametrize("deployment", ["single"], indirect=True)
def test_a_server_that_became_a_replica_or_lost_its_replicas_is_known_from_inside_a_script(
    store_redis: redis.Redis,
) -> None:
    ingest = Ingest(store_redis, CITY, KEYS)
    store_redis.replicaof(HOST, 1)
    try:
        with pytest.raises(redis.RedisError) as caught:
            ingest.ingest([LINE % 1], feed="test")
        assert is_passing(caught.value), caught.value
    finally:
        store_redis.replicaof("NO", "ONE")
    store_redis.config_set("min-replicas-to-write", 1)
    try:
        with pytest.raises(redis.RedisError) as caught:
            ingest.ingest([LINE % 1], feed="test")
        assert is_passing(caught.value), caught.value
    finally:
        store_redis.config_set("min-replicas-to-write", 0)
    assert ingest.ingest([LINE % 1], feed="test").applied == 1


@pytest.mark.parametrize("deployment", ["cluster"], indirect=True)
def test_a_slot_that_moves_to_another_node_is_followed(
    deployment: Deployment, store_redis: redis.Redis, tmp_path: Path
) -> None:
    assert isinstance(deployment, Cluster)
    durability = Durability(retry_seconds=60)
    with open_connection(deployment.url, tmp_path, durability=durability) as connection:
        client = connection.redis
        ingest = Ingest(client, CITY, KEYS, 16)
        assert ingest.ingest([LINE % number for number in range(40)], feed="test").applied == 40

        def read() -> list[object]:
            with client.pipeline(transaction=False) as pipe:
                pipe.hget(KEYS.state(3), "rows")
                pipe.hlen(KEYS.records(3))
                return [*pipe.execute(), client.hlen(KEYS.records(3))]

        before = read()
        assert before[1]
        with deployment.moving_slot(KEYS.state(3)):
            assert read() == before, "the keys are on the new node, the slot is still the old one's"
        assert read() == before
        assert ingest.ingest([LINE % number for number in range(80)], feed="test").applied == 40
