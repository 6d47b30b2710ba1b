"""From a row back to its case: the ids of cases in blocks beside the rows, written in the same step."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.rows import ROWS_PER_BLOCK
from data_access.store.keys import Keys

ID_BYTES = 24
"""Bytes of an id in a block; longer ids (UUIDs) stand in a hash under their row number."""
_ENCODING = "utf-8", "surrogatepass"


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
