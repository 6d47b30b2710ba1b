"""A list in the store that only grows: what people do, kept for good."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Generic, TypeVar

import orjson
import redis

_T = TypeVar("_T")


class AppendedList(Generic[_T]):
    """A list in the store that only grows; what was read before is not read again. For several threads."""

    def __init__(self, client: redis.Redis, key: str, read: Callable[[dict[str, Any]], _T]) -> None:
        self._client = client
        self._key = key
        self._read = read
        self._known: list[_T] = []
        self._last = b""
        self._lock = threading.Lock()

    def append(self, entries: Sequence[Any]) -> None:
        """Keep dataclass entries, all of them or none. Raises redis.RedisError."""
        if entries:
            self._client.rpush(self._key, *(orjson.dumps(asdict(entry)) for entry in entries))

    def all(self) -> Sequence[_T]:
        """Every entry, oldest first. Raises redis.RedisError."""
        with self._lock:
            return self._catch_up()

    def _catch_up(self) -> Sequence[_T]:
        known = len(self._known)
        found: Any = self._client.lrange(self._key, max(0, known - 1), -1)
        if known and (not found or found[0] != self._last):
            # A store that lost its last second may hold something else there now.
            self._known, known = [], 0
            found = self._client.lrange(self._key, 0, -1)
        fresh = found[1:] if known else found
        if fresh:
            self._known = [*self._known, *(self._read(orjson.loads(entry)) for entry in fresh)]
            self._last = fresh[-1]
        return self._known
