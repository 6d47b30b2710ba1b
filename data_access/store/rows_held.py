"""Rows by number for those who compare them: out of a copy of the whole shard, or asked for as they are."""

from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.rows import ROW, ROW_BYTES, ROWS_PER_BLOCK
from data_access.store.keys import Keys

Rows = npt.NDArray[np.void]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class RowsHeld:
    """All rows of a shard as they were at one time, and which of them have been taken by a case."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._taken = np.zeros(max(len(rows), 1), dtype=np.bool_)

    def take(self, numbers: Numbers) -> tuple[Rows, Mask]:
        """Rows of some numbers, and which of them are there at all; each shape (numbers,)."""
        there = numbers < len(self._rows)
        if there.all():
            return self._rows[numbers], there
        rows = np.zeros(len(numbers), dtype=ROW)
        rows[there] = self._rows[numbers[there]]
        return rows, there

    def taken_twice(self, numbers: Numbers) -> list[int]:
        """Take some numbers; indexes of those that have been taken before, here or earlier."""
        if len(numbers) and numbers.max() >= len(self._taken):
            grown = np.zeros(int(numbers.max()) * 2, dtype=np.bool_)
            grown[: len(self._taken)] = self._taken
            self._taken = grown
        first = np.zeros(len(numbers), dtype=np.bool_)
        first[np.unique(numbers, return_index=True)[1]] = True
        twice = self._taken[numbers] | ~first
        self._taken[numbers] = True
        return np.flatnonzero(twice).tolist()

    def owned(self, below: int) -> int:
        """How many rows below a number have been taken."""
        return int(np.count_nonzero(self._taken[:below]))


class RowsAsTheyAre:
    """Rows of a shard read when they are asked for."""

    def __init__(self, client: redis.Redis, keys: Keys, shard: int) -> None:
        self._client = client
        self._keys = keys
        self._shard = shard

    def ask(self, pipe: Any, numbers: Numbers) -> None:
        """Put the questions into a pipeline."""
        for number in numbers.tolist():
            block, offset = divmod(number, ROWS_PER_BLOCK)
            start = offset * ROW_BYTES
            pipe.getrange(self._keys.block(self._shard, block), start, start + ROW_BYTES - 1)

    def answer(self, contents: list[bytes]) -> tuple[Rows, Mask]:
        """What the pipeline answered to the questions, as `take` gives it."""
        there = np.array([len(content) == ROW_BYTES for content in contents], dtype=np.bool_)
        whole = b"".join(content.ljust(ROW_BYTES, b"\0")[:ROW_BYTES] for content in contents)
        return np.frombuffer(whole, dtype=ROW), there

    def take(self, numbers: Numbers) -> tuple[Rows, Mask]:
        """Rows of some numbers, and which of them are there at all; each shape (numbers,)."""
        with self._client.pipeline(transaction=False) as pipe:
            self.ask(pipe, numbers)
            return self.answer(pipe.execute())

    def taken_twice(self, numbers: Numbers) -> list[int]:
        """Whether rows have two owners cannot be told from some cases."""
        return []
