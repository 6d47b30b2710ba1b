"""Single cases and their rows: what lists and case pages read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.actions import ActionSet
from data_access.domain.record import decode_record
from data_access.domain.rows import ROWS_PER_BLOCK
from data_access.store.case_ids import read_ids
from data_access.store.keys import Keys, shard_of

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as the store keeps it: the numbers of its rows in its shard, and the set of its actions."""

    shard: int
    rows: list[int]
    actions: ActionSet


def read_case(client: redis.Redis, keys: Keys, shards: int, case_id: str) -> StoredCase | None:
    """The case of an id, None when nobody has ever told of it. Raises redis.RedisError."""
    shard = shard_of(case_id, shards)
    record: Any = client.hget(keys.records(shard), case_id.encode("utf-8", "surrogatepass"))
    if record is None:
        return None
    rows, actions = decode_record(record)
    return StoredCase(shard, rows, actions)


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
        found = []
        for case_id in case_ids:
            case = read_case(self._client, self._keys, self._shards, case_id)
            if case is None:
                raise KeyError(case_id)
            found.append(self.positions(case)[0])
        return np.array(found, dtype=np.int64)

    def positions(self, case: StoredCase) -> list[int]:
        """Positions of the rows of a case, its own first. Raises KeyError for one that is not held."""
        places = []
        for row in case.rows:
            block, offset = divmod(row, ROWS_PER_BLOCK)
            places.append(self._slots[block * self._shards + case.shard] * ROWS_PER_BLOCK + offset)
        return places
