"""The store's tests run over every kind of Redis that it may be kept in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from data_access.store.connection import open_connection
from tests.deployments.cluster import Cluster
from tests.deployments.deployment import Deployment
from tests.deployments.sentinel import Sentinels
from tests.deployments.single import Single

KINDS: dict[str, Callable[[Path], Deployment]] = {
    "single": Single,
    "sentinel": Sentinels,
    "cluster": Cluster,
}
Start = Callable[[str], Deployment]


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """The deployment of a kind; each is started once, when the first test needs it."""
    running: dict[str, Deployment] = {}

    def started(kind: str) -> Deployment:
        if kind not in running:
            running[kind] = KINDS[kind](tmp_path_factory.mktemp(kind))
        return running[kind]

    yield started
    for deployment in running.values():
        deployment.close()


@pytest.fixture(params=KINDS)
def deployment(request: pytest.FixtureRequest, start: Start) -> Deployment:
    """One Redis, one watched by sentinels, a cluster."""
    return start(request.param)


@pytest.fixture
def started_sentinels(start: Start) -> Deployment:
    """A primary watched by sentinels."""
    return start("sentinel")


@pytest.fixture
def store_redis(deployment: Deployment, tmp_path: Path) -> Iterator[redis.Redis]:
    """A client of an empty store."""
    with open_connection(deployment.url, tmp_path) as connection:
        yield connection.redis
        # Nobody else's keys can be here: the servers are this run's own.
        for server in connection.servers():
            server.flushdb()
