"""The client of one Redis, or of the primary that Redis Sentinel names."""

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from data_access.store.durability import Durability


class StoreRedis(redis.Redis):
    """A client of a store that is one server at a time."""

    durability = Durability()

    def look_again(self) -> None:
        """Drop idle connections: the next command asks anew which server is the primary."""
        self.connection_pool.disconnect(inuse_connections=False)


def short_retry() -> Retry:
    """What every command tries by itself when a connection breaks: 3 times within 0.2 s."""
    return Retry(ExponentialBackoff(cap=0.5, base=0.02), retries=3)
