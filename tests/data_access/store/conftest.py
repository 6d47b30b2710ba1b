"""The store's tests run over every kind of Redis that it may be kept in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from data_access.store.connection import open_connection
from tests.deployments.deployment import Deployment


@pytest.fixture
def store_redis(deployment: Deployment, tmp_path: Path) -> Iterator[redis.Redis]:
    """A client of an empty store."""
    with open_connection(deployment.url, tmp_path) as connection:
        yield connection.redis
        # Nobody else's keys can be here: the servers are this run's own.
        for server in connection.servers():
            server.flushdb()
