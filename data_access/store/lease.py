"""Leases: a right that one process holds at a time and that ends by itself when the process does."""

import secrets
from pathlib import Path

import redis

_HERE = Path(__file__).parent
_TAKE = (_HERE / "lease.lua").read_text()
_RENEW = (_HERE / "renew.lua").read_text()
_RELEASE = (_HERE / "release.lua").read_text()


class Lease:
    """A lease under one key; `token` grows with every holder.

    Scripts that write for the holder compare the token first (a fence): who lost the lease without noticing
    changes nothing. Every method raises redis.RedisError when the store cannot be reached.
    """

    def __init__(self, client: redis.Redis, key: str, fence_key: str, milliseconds: int) -> None:
        self.key = key
        self.milliseconds = milliseconds
        """How long the lease lasts without a renewal."""
        self.token = 0
        self._fence_key = fence_key
        self._take = client.register_script(_TAKE)
        self._renew = client.register_script(_RENEW)
        self._release = client.register_script(_RELEASE)

    def take(self) -> bool:
        """Take the lease if nobody holds it; True when it is ours from now on."""
        token = int(
            self._take(keys=[self.key, self._fence_key], args=[self.milliseconds, secrets.randbits(20)])
        )
        self.token = token or self.token
        return token != 0

    def renew(self) -> bool:
        """Hold it for its whole time again; False when it is lost."""
        return bool(self._renew(keys=[self.key], args=[self.token, self.milliseconds]))

    def give_back(self) -> None:
        """Let the next one take it at once."""
        self._release(keys=[self.key], args=[self.token])
