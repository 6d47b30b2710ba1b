"""From a row back to its case: the ids of cases in blocks beside the rows, written in the same step."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.rows import ROWS_PER_BLOCK
from data_access.store.keys import Keys

ID_BYTES = 24
"""Bytes of an id in a block; longer ids (UUIDs) stand in a hash under their row number."""
_ENCODING = "utf-8", "surrogatepass"
_BLOCK_BYTES = ROWS_PER_BLOCK * ID_BYTES
_BLOCKS_PER_READ = 64


class NewIds:
    """Ids of rows that a batch hands out, as the arguments of the script that writes them."""

    def __init__(self) -> None:
        self._runs: dict[int, tuple[int, list[bytes]]] = {}
        """Block → first new row in it and the ids from there on: new rows follow one another."""
        self.long: list[tuple[int, bytes]] = []
        """(row number, id) of the ids that do not fit into a block."""

    def add(self, row: int, case_id: str) -> None:
        """The next new row, one more than the one before."""
        encoded = case_id.encode(*_ENCODING)
        if len(encoded) > ID_BYTES:
            self.long.append((row, encoded))
            encoded = b""
        _, ids = self._runs.setdefault(row // ROWS_PER_BLOCK, (row, []))
        ids.append(encoded.ljust(ID_BYTES, b"\0"))

    def runs(self, places: Mapping[int, int]) -> list[bytes | int]:
        """(place of the id block among the keys, byte offset, bytes) one after the other."""
        runs: list[bytes | int] = []
        for block, (first, ids) in self._runs.items():
            runs += (places[block], first % ROWS_PER_BLOCK * ID_BYTES, b"".join(ids))
        return runs


class IdsHeld:
    """The ids of all rows of a shard, as they were at one time."""

    def __init__(self, client: redis.Redis, keys: Keys, shard: int, rows: int) -> None:
        """Read those of the first `rows` rows; `redis.RedisError` when the store cannot be reached."""
        self._client = client
        self._keys = keys
        self._shard = shard
        blocks: list[bytes] = []
        count = -(-rows // ROWS_PER_BLOCK)
        for start in range(0, count, _BLOCKS_PER_READ):
            with client.pipeline(transaction=False) as pipe:
                for block in range(start, min(start + _BLOCKS_PER_READ, count)):
                    pipe.get(keys.block_ids(shard, block))
                blocks += [
                    (content or b"").ljust(_BLOCK_BYTES, b"\0")[:_BLOCK_BYTES] for content in pipe.execute()
                ]
        self._ids = np.frombuffer(b"".join(blocks), dtype=f"S{ID_BYTES}")

    def differ(self, numbers: npt.NDArray[np.int64], ids: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which of some rows are not kept under these ids, row by row; those not read count as different."""
        wanted = [case_id.encode(*_ENCODING) for case_id in ids]
        differ = np.ones(len(numbers), dtype=np.bool_)
        there = np.flatnonzero(numbers < len(self._ids))
        short = np.array([one if len(one) <= ID_BYTES else b"" for one in wanted], dtype=f"S{ID_BYTES}")
        differ[there] = self._ids[numbers[there]] != short[there]
        long = [index for index in there.tolist() if len(wanted[index]) > ID_BYTES and not differ[index]]
        if long:
            rows = [str(number) for number in numbers[long].tolist()]
            found: Any = self._client.hmget(self._keys.long_ids(self._shard), rows)
            differ[long] = [one != wanted[index] for one, index in zip(found, long, strict=True)]
        return differ


def read_ids(
    client: redis.Redis, keys: Keys, shards: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> list[str]:
    """Case ids of rows, given by shard and row number; "" for a row that was never handed out.

    Raises redis.RedisError when the store cannot be reached.
    """
    places = list(zip(shards.tolist(), rows.tolist(), strict=True))
    with client.pipeline(transaction=False) as pipe:
        for shard, row in places:
            block, offset = divmod(row, ROWS_PER_BLOCK)
            pipe.getrange(keys.block_ids(shard, block), offset * ID_BYTES, (offset + 1) * ID_BYTES - 1)
        found: list[Any] = [content.rstrip(b"\0") for content in pipe.execute()]
    long = [place for place, content in zip(places, found, strict=True) if not content]
    if long:
        with client.pipeline(transaction=False) as pipe:
            for shard, row in long:
                pipe.hget(keys.long_ids(shard), str(row))
            others = iter(pipe.execute())
        found = [content or next(others) or b"" for content in found]
    return [content.decode(*_ENCODING) for content in found]
