"""Documents for everybody: one worker writes them after the rules of disclosure, anybody may read them.

Readers need nothing but GET, so a Redis user that can read these keys alone is enough for them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import orjson
import redis

from data_access.store.keys import Keys

_PUT = (Path(__file__).parent / "public_put.lua").read_text()
INDEX, LIVE, METHOD, LOG, SALT, VERSION = "index", "live", "method", "log", "salt", "version"
_FIXED = (INDEX, LIVE, METHOD, LOG)

Json = dict[str, Any]


def month_name(month: str) -> str:
    """Name of the document of a month like 2026-10."""
    return f"month:{month}"


def ranking_name(month: str) -> str:
    """Name of the document of a month's ranking."""
    return f"ranking:{month}"


def heat_name(week: str) -> str:
    """Name of the document of a week's map, like 2026-W43."""
    return f"heat:{week}"


class PublicShelf:
    """The documents of one city. Every method raises redis.RedisError when the store cannot be reached."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        # No round trip: registering only prepares the call, which readers never make.
        self._put = client.register_script(_PUT)

    def raw(self, name: str) -> bytes | None:
        """A document as JSON, None when there is none of that name."""
        return cast(bytes | None, self._client.get(self._keys.public(name)))

    def document(self, name: str) -> Json | None:
        """A document, None when there is none of that name."""
        stored = self.raw(name)
        return None if stored is None else cast(Json, orjson.loads(stored))

    def version(self) -> int:
        """A counter that every change moves on; 0 before the first."""
        return int(cast(bytes | None, self._client.get(self._keys.public(VERSION))) or 0)

    def salt(self) -> bytes | None:
        """The key of hashes of check codes (`domain.check_codes`); None before a worker has told it."""
        stored = self.raw(SALT)
        return None if stored is None else bytes.fromhex(stored.decode())

    def track(self, check: str) -> Json | None:
        """Steps of the case whose number and check code have this hash, None when there is none."""
        stored = cast(bytes | None, self._client.get(self._keys.public_track(check)))
        return None if stored is None else cast(Json, orjson.loads(stored))

    def names(self) -> list[str]:
        """Names of all documents besides tracking, as the index tells them; empty before the first."""
        index = self.document(INDEX)
        if index is None:
            return []
        return [
            *_FIXED,
            *(month_name(month["month"]) for month in index["months"]),
            *(ranking_name(month) for month in index["rankings"]),
            *(heat_name(week) for week in index["weeks"]),
        ]

    def put(
        self,
        token: int,
        documents: Mapping[str, Json | None],
        *,
        beside: Mapping[str, bytes] | None = None,
    ) -> bool:
        """Write documents in one step, None takes one away; False when the lease of `token` is lost.

        `beside` are further keys of the city, written in the same step: what the worker keeps for itself.
        """
        keys = [self._keys.public(name) for name in documents] + list(beside or ())
        contents = [b"" if one is None else orjson.dumps(one) for one in documents.values()]
        contents += list((beside or {}).values())
        return self._write(token, keys, contents, [0] * len(keys), ",".join(documents))

    def put_salt(self, token: int, salt: bytes) -> bool:
        """Tell the key of check codes; False when the lease is lost."""
        return self._write(token, [self._keys.public(SALT)], [salt.hex().encode()], [0], "")

    def put_tracks(self, token: int, tracks: Mapping[str, tuple[Json | None, int]]) -> bool:
        """Write the steps of cases by hash, each with the seconds it is kept (0 while the case is open).

        Nobody is told: readers ask for one case at a time. False when the lease is lost.
        """
        if not tracks:
            return True
        keys = [self._keys.public_track(check) for check in tracks]
        contents = [b"" if one is None else orjson.dumps(one) for one, _ in tracks.values()]
        return self._write(token, keys, contents, [seconds for _, seconds in tracks.values()], "")

    def _write(
        self, token: int, keys: Sequence[str], contents: Sequence[bytes], seconds: Sequence[int], message: str
    ) -> bool:
        pairs = (part for pair in zip(contents, seconds, strict=True) for part in pair)
        done = self._put(
            keys=[self._keys.ticker_lease(), self._keys.public(VERSION), *keys],
            args=[token, self._keys.public_channel(), message, *pairs],
        )
        return bool(done)
