"""Waits until rows change, without reading them."""

import time

import redis

from data_access.store.keys import Keys
from data_access.store.meta import open_meta

SUBSCRIBE_SECONDS = 5.0


class RowWatch:
    """Wakes its owner when rows of any shard change; `close` it.

    One subscription hears all shards, wherever in a cluster they lie; a blocking read of several feeds would
    need one connection for each slot. A message lost with a connection costs no more than a full wait.
    """

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        channels = [keys.row_channel(shard) for shard in range(open_meta(client, keys).shards)]
        self._subscription = client.pubsub()
        self._subscription.subscribe(*channels)
        for _ in channels:
            # Confirmed, so that nothing that changes from now on is missed.
            if self._subscription.get_message(timeout=SUBSCRIBE_SECONDS) is None:
                raise redis.TimeoutError("the subscription to changed rows was not confirmed")

    def mark(self) -> None:
        """Forget what has changed so far; call it before the table is refreshed, so nothing is missed."""
        while self._subscription.get_message(timeout=0) is not None:
            pass

    def wait(self, seconds: float) -> bool:
        """Wait until rows have changed since the mark, at most `seconds`; True when they have.

        Raises redis.RedisError when the store goes away.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = self._subscription.get_message(timeout=left)
            if message is not None and message["type"] == "message":
                return True
        return False

    def close(self) -> None:
        """End the subscription."""
        self._subscription.close()
