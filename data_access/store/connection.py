"""Opens the connection to the store: a Redis given by its URL, or the embedded one of a data folder."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlsplit

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from data_access.store.embedded import EmbeddedRedis

LATER_SCHEMES: Mapping[str, str] = {
    "redis+sentinel": "Redis Sentinel",
    "redis+cluster": "Redis Cluster",
}
MOST_CONNECTIONS = 64
"""Connections of one process to Redis."""
WAIT_FOR_CONNECTION_SECONDS = 20


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

    def ensure(self) -> None:
        """Start the embedded Redis again if it was killed; nothing to do for a Redis of its own.

        Raises EmbeddedRedisError when it does not start.
        """
        if self._embedded is not None:
            self._embedded.join()

    def close(self) -> None:
        """Close all sockets and give up the share in the embedded Redis; closing again is harmless."""
        self.redis.close()
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


def open_connection(url: str | None, data_dir: Path, *, wait_seconds: float = 120.0) -> Connection:
    """Connect to `url` (redis://, rediss://, unix://), or to the embedded Redis in `data_dir` without one.

    Waits up to `wait_seconds` while Redis loads its file. Raises StoreUnavailable or EmbeddedRedisError
    with a message for people, ValueError for a URL that cannot be one.
    """
    if not url:
        embedded = EmbeddedRedis(data_dir, wait_seconds=wait_seconds)
        # Over a path on this machine a server answers at once or not at all.
        client = _client(f"unix://{quote(embedded.join())}")
        return Connection(client, str(embedded.folder), embedded)
    place = _place(url)
    client = _client(url)
    try:
        _wait_until_loaded(client, place, wait_seconds)
    except BaseException:
        client.close()
        raise
    return Connection(client, place, None)


def _client(url: str) -> redis.Redis:
    """A client whose callers wait for a free connection: a thousand screens at once are no error."""
    pool: redis.BlockingConnectionPool = redis.BlockingConnectionPool.from_url(
        url,
        protocol=2,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.02), retries=3),
        socket_connect_timeout=5,
        max_connections=MOST_CONNECTIONS,
        timeout=WAIT_FOR_CONNECTION_SECONDS,
    )
    return redis.Redis.from_pool(pool)


def _place(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in LATER_SCHEMES:
        raise StoreUnavailable(
            f"{LATER_SCHEMES[parts.scheme]} ({parts.scheme}://) is not supported yet. "
            "Use redis://, rediss:// or unix://, or no URL for the embedded Redis."
        )
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise ValueError(
            f"The Redis URL must begin with redis://, rediss:// or unix://, not {parts.scheme or url!r}."
        )
    # Never the user name or password: this goes into messages and logs.
    host = f"{parts.hostname or 'localhost'}:{parts.port or 6379}"
    return f"{parts.scheme}://{'' if parts.scheme == 'unix' else host}{parts.path}"


def _wait_until_loaded(client: redis.Redis, place: str, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            client.ping()
            return
        except redis.BusyLoadingError as error:
            if time.monotonic() >= deadline:
                raise StoreUnavailable(f"Redis at {place} is still loading its file.") from error
            time.sleep(0.1)
        except redis.AuthenticationError as error:
            raise StoreUnavailable(f"Redis at {place} refuses the password or user.") from error
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise StoreUnavailable(f"Redis at {place} does not answer: {error}") from error
