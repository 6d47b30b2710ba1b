"""A lock in Redis that one process holds while it works out an answer; it ends by itself."""

import secrets
from pathlib import Path

import redis

_RELEASE = (Path(__file__).parent / "release.lua").read_text()


class MemoLocks:
    """Takes and gives back locks by key."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._release = client.register_script(_RELEASE)

    def take(self, key: str, seconds: float) -> str | None:
        """The token of the lock, None when somebody else holds it. Raises redis.RedisError."""
        token = secrets.token_hex(8)
        return token if self._client.set(key, token, nx=True, px=int(seconds * 1000)) else None

    def release(self, key: str, token: str) -> None:
        """Give a lock back, unless it has run out and is another's. Raises redis.RedisError."""
        self._release(keys=[key], args=[token])
