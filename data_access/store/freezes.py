"""Frozen months: signed snapshots of evaluations, kept for good; nothing can overwrite one."""

import hashlib
import hmac
from typing import Any, cast

import orjson
import redis

from data_access.store.keys import Keys

_CONTEXT = b"zhiwang month freeze 1"


class BadSignature(ValueError):
    """A frozen month that was not signed by this installation, or was changed afterwards."""


class Freezes:
    """The frozen months of one city; `secret` is the installation's."""

    def __init__(self, client: redis.Redis, keys: Keys, secret: str) -> None:
        self._client = client
        self._key = keys.freezes()
        # A key of its own for this purpose: a signature here is worth nothing elsewhere.
        self._secret = hmac.digest(secret.encode(), _CONTEXT, "sha256")

    def put(self, name: str, content: dict[str, Any]) -> bool:
        """Keep JSON content under a name like town:2019-02; False when there is something already."""
        data = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        stored = orjson.dumps({"content": data.decode(), "signature": self._sign(name, data)})
        return bool(self._client.hsetnx(self._key, name, stored))

    def get(self, name: str) -> dict[str, Any] | None:
        """The content under a name, None when there is none. Raises BadSignature."""
        stored = cast(bytes | None, self._client.hget(self._key, name))
        if stored is None:
            return None
        try:
            kept = orjson.loads(stored)
            data, signature = kept["content"].encode(), kept["signature"]
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise BadSignature(f"the frozen month {name} is damaged") from None
        if not hmac.compare_digest(str(signature), self._sign(name, data)):
            raise BadSignature(f"the signature of the frozen month {name} does not fit its content")
        return cast(dict[str, Any], orjson.loads(data))

    def _sign(self, name: str, data: bytes) -> str:
        return hmac.new(self._secret, name.encode() + b"\0" + data, hashlib.sha256).hexdigest()
