"""Opens the connection to the store: one Redis, Sentinel or a Cluster by its URL, or the embedded Redis.

The client that it hands out is used in one way whatever the store is; what differs lies in `clients.py`,
`cluster.py` and `durability.py`.
"""

import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from data_access.store.addresses import CLUSTER, SENTINEL, BadAddress, StoreAddress, read_address
from data_access.store.clients import StoreRedis, short_retry
from data_access.store.cluster import CONNECT_SECONDS, ClusterClient
from data_access.store.durability import Durability, is_passing
from data_access.store.embedded import EmbeddedRedis

CLUSTER_SHARDS = 16
"""Shards of a city that is created in a cluster, unless told: enough for its nodes to share evenly."""
SENTINEL_SECONDS = 1.0
"""Longest wait for one sentinel; then the next is asked."""
MOST_CONNECTIONS = 64
"""Connections of one process to one Redis; who comes when all are busy waits for one."""
WAIT_FOR_CONNECTION_SECONDS = 20
READER_SECONDS = 2.0
"""Longest wait of a reader that has something else to show."""
UNLIMITED = 2**31


class StoreUnavailable(RuntimeError):
    """The store cannot be reached; the message says which and why, without the password."""


class Connection:
    """An open connection to the store; `close` it, or use it in a `with` statement.

    `redis` answers bytes (decode_responses=False), may be used by several threads, and connects anew by
    itself when the server was away.
    """

    def __init__(self, client: redis.Redis, place: str, embedded: EmbeddedRedis | None) -> None:
        self.redis = client
        self.place = place
        """Where the store is, for messages: host and database, or the data folder."""
        self._embedded = embedded

    @property
    def is_embedded(self) -> bool:
        """Whether the store is the embedded Redis."""
        return self._embedded is not None

    @property
    def is_cluster(self) -> bool:
        """Whether the store is a Redis Cluster."""
        return _is_cluster(self.redis)

    @property
    def default_shards(self) -> int:
        """Shards of a city created here, unless the settings say another number."""
        return CLUSTER_SHARDS if self.is_cluster else 1

    def servers(self) -> list[redis.Redis]:
        """A client of each server that keeps a part of the city: one, or the primaries of a cluster."""
        return _servers(self.redis)

    def ensure(self) -> None:
        """Start the embedded Redis again if it was killed; nothing to do for a Redis of its own.

        Raises EmbeddedRedisError when it does not start.
        """
        if self._embedded is not None:
            self._embedded.join()

    def close(self) -> None:
        """Close all sockets and give up the share in the embedded Redis; closing again is harmless."""
        self.redis.close()
        if not self.is_cluster:
            self.redis.connection_pool.disconnect()
        if self._embedded is not None:
            self._embedded.leave()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_connection(
    url: str | None,
    data_dir: Path,
    *,
    wait_seconds: float = 120.0,
    durability: Durability | None = None,
) -> Connection:
    """Connect to `url`, or to the embedded Redis in `data_dir` without one.

    `url` is redis://, rediss://, unix://, redis+sentinel://[:password@]host:port[,…]/service[/db] or
    redis+cluster://[:password@]host:port[,…]. `durability` is what writers are promised; its
    `retry_seconds` count with Sentinel and Cluster only, where another server takes over.

    Waits up to `wait_seconds` while Redis loads its file. Raises StoreUnavailable or EmbeddedRedisError
    with a message for people, BadAddress for a URL that cannot be one.
    """
    durability = durability or Durability()
    if not url:
        if durability.wait_replicas:
            raise BadAddress("The embedded Redis has no replicas: ZHIWANG_WAIT_REPLICAS must be 0 with it.")
        embedded = EmbeddedRedis(data_dir, wait_seconds=wait_seconds)
        # Over a path on this machine a server answers at once or not at all.
        client = _single(f"unix://{quote(embedded.join())}")
        return Connection(client, str(embedded.folder), embedded)
    address = read_address(url)
    client = _open(url, address, wait_seconds)
    # An attribute of the client, so that whoever is handed it can keep the promise.
    client.durability = replace(durability, takes_over=address.scheme in (SENTINEL, CLUSTER))
    return Connection(client, address.place, None)


def open_reader(url: str) -> redis.Redis:
    """A client that connects when it is first used, and never waits long: for those who go on without it.

    Raises BadAddress.
    """
    return _client(url, read_address(url), READER_SECONDS)


def _open(url: str, address: StoreAddress, wait_seconds: float) -> StoreRedis:
    deadline = time.monotonic() + wait_seconds
    client: StoreRedis | None = None
    while True:
        try:
            client = client or _client(url, address)
            client.ping()
            return client
        except redis.AuthenticationError as error:
            raise StoreUnavailable(f"Redis at {address.place} refuses the password or user.") from error
        except redis.BusyLoadingError as error:
            if time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            raise StoreUnavailable(f"Redis at {address.place} is still loading its file.") from error
        except redis.sentinel.MasterNotFoundError as error:
            # Its own message is a page about every sentinel's client.
            text = f"no sentinel names a server of {address.service!r} that is up"
            raise StoreUnavailable(f"Redis at {address.place} does not answer: {text}") from error
        except redis.RedisError as error:
            if not is_passing(error):
                raise
            raise StoreUnavailable(f"Redis at {address.place} does not answer: {error}") from error


def _client(url: str, address: StoreAddress, answer_seconds: float | None = None) -> StoreRedis:
    """A client; `answer_seconds` is the longest wait for an answer, None for ever."""
    if address.scheme == CLUSTER:
        # It has the commands of redis.Redis, not its class.
        return cast(StoreRedis, ClusterClient(address.hosts, address.user, address.password))
    if address.scheme != SENTINEL:
        return _single(url, answer_seconds)
    waits: dict[str, Any] = {
        "socket_timeout": SENTINEL_SECONDS,
        "socket_connect_timeout": SENTINEL_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    sentinel = redis.Sentinel(address.hosts, sentinel_kwargs=waits)
    client: StoreRedis = sentinel.master_for(
        address.service,
        redis_class=StoreRedis,
        db=address.database,
        username=address.user,
        password=address.password,
        protocol=2,
        retry=_retry(answer_seconds),
        socket_timeout=answer_seconds,
        socket_connect_timeout=CONNECT_SECONDS,
        max_connections=UNLIMITED,
    )
    return client


def _single(url: str, answer_seconds: float | None = None) -> StoreRedis:
    """A client whose callers wait for a free connection: a thousand screens at once are no error."""
    pool: redis.BlockingConnectionPool = redis.BlockingConnectionPool.from_url(
        url,
        protocol=2,
        retry=_retry(answer_seconds),
        socket_timeout=answer_seconds,
        socket_connect_timeout=CONNECT_SECONDS,
        max_connections=MOST_CONNECTIONS,
        timeout=WAIT_FOR_CONNECTION_SECONDS,
    )
    client: StoreRedis = StoreRedis.from_pool(pool)  # type: ignore[assignment]
    return client


def _retry(answer_seconds: float | None) -> Retry:
    """Who does not wait long tries a broken connection again, but not a server that is silent."""
    if answer_seconds is None:
        return short_retry()
    return Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))


def _is_cluster(client: object) -> bool:
    return isinstance(client, ClusterClient)


def _servers(client: Any) -> list[redis.Redis]:
    if not isinstance(client, ClusterClient):
        return [client]
    return [client.get_redis_connection(node) for node in client.get_primaries()]  # type: ignore[no-untyped-call]
