"""The one way in which tests wait for what other threads, processes and servers do."""

import http.client
import time
from collections.abc import Callable

import redis

SECONDS = 60.0
"""Longest wait for anything: it only guards against hanging, so it is long enough for a machine that is busy
with five times as much."""
PATIENCE = 1000 * SECONDS
"""The same in milliseconds, for what browsers wait for."""


def until(what: str, test: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until `test` is true; errors of servers that are still on their way count as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        found: object = None
        try:
            found = test()
            if found:
                return
        except (redis.RedisError, OSError, http.client.HTTPException) as error:
            found = error
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} s, at last {found!r}")
        time.sleep(0.02)
