"""Goes through all records and all rows of a shard, for those who look at every case."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.record import decode_record, decode_stub, is_stub
from data_access.domain.rows import ROW, ROW_BYTES, ROWS_PER_BLOCK
from data_access.store.keys import Keys

PER_SCAN = 1000
STUBS_HELD = 200_000
"""Archived cases put off until they can be read in the order of their files."""
_BLOCKS_PER_READ = 64


def scan_records(
    client: redis.Redis, keys: Keys, shard: int, cursor: int = 0
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Records of a shard by case id, with the cursor to go on from; a case may come twice.

    Every case that is there from beginning to end is found, unless the server has been restarted since
    the cursor was given.
    """
    while True:
        answer: Any = client.hscan(keys.records(shard), cursor, count=PER_SCAN)
        cursor, found = answer
        yield cursor, {text(case_id): record for case_id, record in found.items()}
        if not cursor:
            return


def text(case_id: bytes) -> str:
    """A case id as it was given."""
    return case_id.decode("utf-8", "surrogatepass")


def count_cases(client: redis.Redis, keys: Keys, shards: int) -> int:
    """Cases of a city."""
    return sum(int(client.hlen(keys.records(shard))) for shard in range(shards))


def row_numbers(record: bytes) -> list[int]:
    """Row numbers of a record or stub."""
    return decode_stub(record)[0] if is_stub(record) else decode_record(record)[0]


def in_file_order(stubs: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """Archived cases in portions that lie together in the archive."""

    def place(case_id: str) -> tuple[int, int]:
        where = decode_stub(stubs[case_id])[1]
        return where.file, where.row

    ordered = sorted(stubs, key=place)
    for start in range(0, len(ordered), PER_SCAN):
        yield {case_id: stubs[case_id] for case_id in ordered[start : start + PER_SCAN]}


def read_rows(client: redis.Redis, keys: Keys, shard: int) -> npt.NDArray[np.void]:
    """All rows of a shard in the order of their numbers; shape (rows,), of ROW, read-only.

    Fewer than the shard counts when blocks are missing or short.
    """
    stored: Any = client.hget(keys.state(shard), "rows")
    count = int(stored or 0)
    blocks: list[bytes] = []
    for start in range(0, -(-count // ROWS_PER_BLOCK), _BLOCKS_PER_READ):
        with client.pipeline(transaction=False) as pipe:
            for block in range(start, min(start + _BLOCKS_PER_READ, -(-count // ROWS_PER_BLOCK))):
                pipe.get(keys.block(shard, block))
            contents = pipe.execute()
        for content in contents:
            blocks.append(content or b"")
            if len(blocks[-1]) != ROWS_PER_BLOCK * ROW_BYTES:
                break
    joined = b"".join(blocks)
    return np.frombuffer(joined, dtype=ROW, count=min(count, len(joined) // ROW_BYTES))
