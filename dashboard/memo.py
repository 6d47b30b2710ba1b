"""Remembers answers in Redis (flask-caching); of many concurrent askers one works each of them out."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import redis

from data_access.store.keys import Keys
from data_access.store.memo_lock import MemoLocks

LOCK_SECONDS = 15.0
"""Longest time that others wait for one who works an answer out: a first loading of the table included."""
_FIRST_LOOK, _LONGEST_LOOK = 0.005, 0.05
LARGEST = 4_000_000
"""Bytes of an answer beyond which it is not kept."""


class _Flight:
    """An answer that this process is getting."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.answer: bytes | None = None


class _AsIs:
    """Answers are bytes already; nothing read from Redis is ever unpickled."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes | None) -> bytes | None:
        return value


class Memo:
    """Answers by key, kept for some seconds; safe for threads, greenlets and processes.

    A key must tell everything that an answer depends on, the version of the data above all: then no answer
    is ever stale, and old ones only wait for their end. When Redis fails here, the answer is worked out.
    """

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._keys = keys
        self._client = client
        self._locks = MemoLocks(client)
        self._guard = threading.Lock()
        self._flights: dict[str, _Flight] = {}
        self._cache: Any = None

    def get(self, key: str, seconds: int, compute: Callable[[], bytes]) -> bytes:
        """The answer of `key`, remembered or worked out by `compute` and then kept for some seconds.

        Raises what `compute` raises: errors are never remembered.
        """
        name = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        with self._guard:
            flight = self._flights.get(name)
            leads = flight is None
            if flight is None:
                flight = self._flights[name] = _Flight()
        if not leads:
            flight.done.wait(LOCK_SECONDS)
            return compute() if flight.answer is None else flight.answer
        try:
            flight.answer = self._shared(name, seconds, compute)
            return flight.answer
        finally:
            with self._guard:
                del self._flights[name]
            flight.done.set()

    def _shared(self, name: str, seconds: int, compute: Callable[[], bytes]) -> bytes:
        """The answer that all processes share."""
        until, pause = time.monotonic() + LOCK_SECONDS, _FIRST_LOOK
        while time.monotonic() < until:
            try:
                found = self._kept(name)
                token = None if found else self._locks.take(self._keys.memo_lock(name), LOCK_SECONDS)
            except redis.RedisError:
                break
            if found:
                return found
            if token:
                return self._lead(name, token, seconds, compute)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_LOOK)
        return compute()

    def _lead(self, name: str, token: str, seconds: int, compute: Callable[[], bytes]) -> bytes:
        try:
            # Between looking and locking another process may have finished.
            with contextlib.suppress(redis.RedisError):
                found = self._kept(name)
                if found:
                    return found
            answer = compute()
            if len(answer) <= LARGEST:
                with contextlib.suppress(redis.RedisError):
                    self._backend.set(self._keys.memo(name), answer, timeout=seconds)
            return answer
        finally:
            with contextlib.suppress(redis.RedisError):
                self._locks.release(self._keys.memo_lock(name), token)

    def _kept(self, name: str) -> bytes | None:
        found: bytes | None = self._backend.get(self._keys.memo(name))
        return found

    @property
    def _backend(self) -> Any:
        if self._cache is None:
            # Imports Flask: a tenth of a second that only askers pay.
            from flask_caching.backends.rediscache import RedisCache

            cache: Any = RedisCache(host=self._client)
            cache.serializer = _AsIs()
            self._cache = cache
        return self._cache
