"""The rows of a table as places in the store: from a row to its case and back. What lists of cases read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.rows import ROWS_PER_BLOCK
from data_access.store.case_ids import read_ids
from data_access.store.cases import StoredCase, row_numbers
from data_access.store.keys import Keys

Ints = npt.NDArray[np.int64]


class StoredRows:
    """The rows of a table as places in the store; for one state of the table."""

    def __init__(
        self, client: redis.Redis, keys: Keys, shards: int, block_numbers: npt.NDArray[np.int64]
    ) -> None:
        self._client = client
        self._keys = keys
        self._shards = shards
        self._blocks = block_numbers
        self._slots = {number: slot for slot, number in enumerate(block_numbers.tolist())}

    def numbers(self, positions: Ints) -> Ints:
        """Numbers of rows by position: the same in every process, for good."""
        return self._blocks.take(positions // ROWS_PER_BLOCK) * ROWS_PER_BLOCK + positions % ROWS_PER_BLOCK

    def case_ids(self, positions: Ints) -> list[str]:
        """Ids of the cases that rows belong to. Raises redis.RedisError."""
        blocks, shards = np.divmod(self._blocks.take(positions // ROWS_PER_BLOCK), self._shards)
        rows = blocks * ROWS_PER_BLOCK + positions % ROWS_PER_BLOCK
        return read_ids(self._client, self._keys, shards, rows)

    def own_positions(self, case_ids: Sequence[str]) -> Ints:
        """Positions of the cases' own rows. Raises redis.RedisError, KeyError without rows here."""
        found = row_numbers(self._client, self._keys, self._shards, case_ids)
        return np.array([self._place(*found[case_id]) for case_id in case_ids], dtype=np.int64)

    def positions(self, case: StoredCase) -> list[int]:
        """Positions of the rows of a case, its own first. Raises KeyError for one that is not held."""
        return [self._place(case.shard, row) for row in case.rows]

    def place(self, shard: int, row: int) -> int | None:
        """Position of a row, None when it is not held."""
        try:
            return self._place(shard, row)
        except KeyError:
            return None

    def _place(self, shard: int, row: int) -> int:
        block, offset = divmod(row, ROWS_PER_BLOCK)
        return self._slots[block * self._shards + shard] * ROWS_PER_BLOCK + offset
