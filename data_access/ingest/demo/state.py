"""What the demo feed remembers in the store: its seed, its start, how far it is, and what it has loaded."""

import math
import time
from dataclasses import dataclass
from typing import cast

import orjson
import redis

from data_access.store.keys import Keys

_SEED, _START, _CURSOR, _SPEEDS, _DONE = b"seed", b"started_at", b"cursor", b"speeds", b"done:"


@dataclass(frozen=True, slots=True)
class SpeedSpan:
    """A stretch of time in which the demo ran faster, so that it had more cases than the usual ones."""

    start: float
    """Unix seconds, like `end`."""
    end: float
    speed: float


class DemoState:
    """The memory of the demo feed of one city; made on the first start."""

    def __init__(
        self, client: redis.Redis, city: str, seed: int, now: float | None = None, keys: Keys | None = None
    ) -> None:
        """`seed` holds only for the first start: later ones go on with the city that is there."""
        self._client = client
        self._key = (keys or Keys(city)).demo()
        start = math.floor(time.time() if now is None else now)
        with client.pipeline() as pipe:
            pipe.hsetnx(self._key, _SEED, seed)
            pipe.hsetnx(self._key, _START, start)
            pipe.hmget(self._key, [_SEED, _START])
            kept_seed, kept_start = pipe.execute()[-1]
        self.seed = int(kept_seed)
        self.started_at = int(kept_start)
        """Unix seconds of the first start: what came before is history, what follows is the live feed's."""

    @property
    def cursor(self) -> float:
        """Every action of the live feed up to this time (Unix seconds) is in the store."""
        stored = self._client.hget(self._key, _CURSOR)
        return float(self.started_at if stored is None else stored)

    def move_cursor(self, to: float) -> None:
        """Remember that the live feed is complete up to a time."""
        self._client.hset(self._key, _CURSOR, repr(to))

    def speed_spans(self) -> list[SpeedSpan]:
        """The stretches of higher speed, oldest first."""
        stored = self._client.hget(self._key, _SPEEDS)
        return [] if stored is None else [SpeedSpan(*span) for span in orjson.loads(stored)]

    def keep_speed_spans(self, spans: list[SpeedSpan]) -> None:
        """Replace the stretches of higher speed."""
        packed = orjson.dumps([[span.start, span.end, span.speed] for span in spans])
        self._client.hset(self._key, _SPEEDS, packed)

    def done(self) -> set[str]:
        """Keys of the history chunks that are loaded."""
        fields = cast(list[bytes], self._client.hkeys(self._key))
        return {name[len(_DONE) :].decode() for name in fields if name.startswith(_DONE)}

    def mark_done(self, chunk: str) -> None:
        """Remember that a history chunk is loaded."""
        self._client.hset(self._key, _DONE + chunk.encode(), 1)
