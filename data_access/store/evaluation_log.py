"""What people do about evaluations, kept for good in lists that only grow: values, appeals, notes."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Generic, TypeVar

import orjson
import redis

from data_access.domain.evaluation.appeals import AppealStep, Step
from data_access.domain.evaluation.entries import ExternalEntry
from data_access.domain.evaluation.notes import Note
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.store.keys import Keys

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


class EvaluationLog:
    """The lists of one city. Every process has its own; what one appends the others read at once."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self.external: AppendedList[ExternalEntry] = AppendedList(client, keys.external_values(), _external)
        self.appeals: AppendedList[AppealStep] = AppendedList(client, keys.appeals(), _step)
        self.notes: AppendedList[Note] = AppendedList(client, keys.evaluation_notes(), _note)


def log_version(client: redis.Redis, keys: Keys) -> str:
    """A text that differs whenever an evaluation may: both lists only grow. Raises redis.RedisError."""
    with client.pipeline(transaction=False) as pipe:
        pipe.llen(keys.external_values())
        pipe.llen(keys.appeals())
        return "+".join(str(length) for length in pipe.execute())


def _external(kept: dict[str, Any]) -> ExternalEntry:
    return ExternalEntry(**{**kept, "kind": ObjectKind(kept["kind"])})


def _note(kept: dict[str, Any]) -> Note:
    return Note(**kept)


def _step(kept: dict[str, Any]) -> AppealStep:
    return AppealStep(**{**kept, "step": Step(kept["step"])})
