"""Waits until rows change, without reading them."""

from typing import Any, cast

import redis

from data_access.store.keys import Keys
from data_access.store.meta import open_meta


class RowWatch:
    """Wakes its owner when any shard's row feed grows."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._feeds = [keys.row_feed(shard) for shard in range(open_meta(client, keys).shards)]
        self._seen: dict[str, str] = dict.fromkeys(self._feeds, "0-0")

    def mark(self) -> None:
        """Remember where the feeds end now; call it before the table is refreshed, so nothing is missed."""
        for feed in self._feeds:
            last = cast(list[Any], self._client.xrevrange(feed, count=1))
            self._seen[feed] = last[0][0].decode() if last else "0-0"

    def wait(self, seconds: float) -> bool:
        """Wait until rows have changed since the mark, at most `seconds`; True when they have.

        Raises redis.RedisError when the store goes away.
        """
        streams: dict[Any, Any] = dict(self._seen)
        return bool(self._client.xread(streams, count=1, block=max(1, int(seconds * 1000))))
