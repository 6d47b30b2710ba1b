"""Marks for high-level coordination: by case id, beside the records, so that neither a refold nor the archive
touches them; entries are only ever added."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import orjson
import redis

from data_access.domain.coordination import BadMark, Mark, MarkEntry, MarkState, marked
from data_access.store.keys import Keys

_SCRIPT = (Path(__file__).parent / "marks.lua").read_text()
_TRIES = 5


class Marks:
    """The marks of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._key = keys.marks()
        self._script = client.register_script(_SCRIPT)

    def all(self) -> dict[str, Mark]:
        """Every mark by case id, settled ones too. Raises redis.RedisError."""
        stored = cast(Mapping[bytes, bytes], self._client.hgetall(self._key))
        return {case_id.decode("utf-8", "surrogatepass"): _mark(text) for case_id, text in stored.items()}

    def get(self, case_id: str) -> Mark | None:
        """The mark of a case, None when it was never raised. Raises redis.RedisError."""
        text = cast(bytes | None, self._client.hget(self._key, _name(case_id)))
        return None if text is None else _mark(text)

    def add(self, case_id: str, entry: MarkEntry, *, seen: int | None = None) -> Mark:
        """Add an entry to the mark of a case and return the mark.

        `seen` is the number of entries that the person had before the eyes: when there are others by now,
        nothing is written. Raises BadMark, redis.RedisError.
        """
        for _ in range(_TRIES):
            before = self.get(case_id)
            count = 0 if before is None else len(before.entries)
            if seen is not None and seen != count:
                raise BadMark("somebody else marked this case meanwhile; look again")
            mark = marked(before, entry)
            if self._script(keys=[self._key], args=[_name(case_id), count, _text(mark)]):
                return mark
        raise BadMark("somebody else is marking this case; try again")

    def version(self) -> str:
        """A text that differs after every entry. Raises redis.RedisError."""
        return " ".join(f"{case_id}:{len(mark.entries)}" for case_id, mark in sorted(self.all().items()))


def _name(case_id: str) -> bytes:
    return case_id.encode("utf-8", "surrogatepass")


def _text(mark: Mark) -> bytes:
    return orjson.dumps([[one.at, one.by, one.state.value, one.note] for one in mark.entries])


def _mark(text: bytes) -> Mark:
    entries: list[Any] = orjson.loads(text)
    return Mark(tuple(MarkEntry(at, by, MarkState(state), note) for at, by, state, note in entries))
