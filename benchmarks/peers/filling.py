"""A store that holds many cases already, filled without going through ingest: that is measured apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from benchmarks.ingest import make_lines
from benchmarks.synthetic import CASES_A_DAY
from data_access.domain.actions import MICROSECONDS, RANK_BITS, ActionSet
from data_access.domain.city import City
from data_access.domain.record import decode_record, encode_record
from data_access.domain.rows import NEVER, ROW, ROW_BYTES, ROWS_PER_BLOCK
from data_access.ingest.ingest import Ingest
from data_access.store.batch import ROOM_STEP
from data_access.store.case_ids import ID_BYTES
from data_access.store.keys import Keys

PATTERNS = 2_000
"""Cases that go through ingest and whose records and rows the others repeat."""
_PER_CALL = 5_000
_PAUSE_SECONDS = 86_400 // CASES_A_DAY
"""Between one case and the next, so that the newest are of this month and the oldest of years ago."""
_TIMES = tuple(
    name for name in ROW.names or () if ROW[name] == np.dtype("<i4") and name not in ("lon", "lat")
)


def fill_store(client: redis.Redis, city: City, keys: Keys, cases: int, until: int | None = None) -> None:
    """Bring `cases` cases into one shard: records, rows and ids as ingest writes them.

    A pattern's times are moved as they are, due times too, whatever the calendar says of those days.
    `until` is the time of the newest action, Unix seconds; without it that of the patterns.
    """
    pattern_keys = Keys(city.id, f"{keys.city}-patterns")
    lines = make_lines(city, min(PATTERNS, cases))
    Ingest(client, city, pattern_keys).ingest(lines, feed="benchmark")
    records: list[bytes] = client.hvals(pattern_keys.records(0))  # type: ignore[assignment]
    patterns = [decode_record(record) for record in records]
    blocks = _rows(client, pattern_keys, [rows[0] for rows, _ in patterns])
    for kind in ("department", "team", "subclass"):
        if client.exists(pattern_keys.names(kind)):
            client.rename(pattern_keys.names(kind), keys.names(kind))
    newest = max(max(actions) for _, actions in patterns) >> RANK_BITS
    later = 0 if until is None else until - newest // MICROSECONDS
    for start in range(0, cases, _PER_CALL):
        numbers = range(start, min(start + _PER_CALL, cases))
        new = {
            _id(number): _earlier(patterns[number % len(patterns)][1], number, _ago(cases, number) - later)
            for number in numbers
        }
        client.hset(keys.records(0), mapping=new)  # type: ignore[arg-type]
    used = np.arange(cases) % len(patterns)
    versions = {}
    for block in range(-(-cases // ROWS_PER_BLOCK)):
        chosen = slice(block * ROWS_PER_BLOCK, (block + 1) * ROWS_PER_BLOCK)
        part = blocks[used[chosen]]
        ago = _ago(cases, np.arange(cases)[chosen]) - later
        for name in _TIMES:
            part[name] = np.where(part[name] == NEVER, NEVER, part[name] - ago)
        room = -(-len(part) // ROOM_STEP) * ROOM_STEP
        client.set(keys.block(0, block), part.tobytes().ljust(room * ROW_BYTES, b"\0"))
        first = block * ROWS_PER_BLOCK
        ids = (_id(first + row).encode().ljust(ID_BYTES, b"\0") for row in range(len(part)))
        client.set(keys.block_ids(0, block), b"".join(ids).ljust(room * ID_BYTES, b"\0"))
        versions[block] = 1
    client.hset(keys.block_versions(0), mapping=versions)  # type: ignore[arg-type]
    client.hset(keys.state(0), mapping={"rows": cases, "version": 1, "newest": newest + later * MICROSECONDS})
    client.delete(*client.keys(f"{pattern_keys.records(0).split(':')[0]}:*"))


def _id(number: int) -> str:
    """The id of a case: as long as those that ingest is measured with."""
    return f"X{number:018d}"


def _ago(cases: int, number: Any) -> Any:
    """Seconds by which a case lies before its pattern."""
    return (cases - 1 - number) // PATTERNS * PATTERNS * _PAUSE_SECONDS


def _earlier(actions: ActionSet, number: int, ago: int) -> bytes:
    """The record of a case with the actions of a pattern, so many seconds before."""
    step = ago * MICROSECONDS << RANK_BITS
    return encode_record([number], {order - step: fields for order, fields in actions.items()})


def _rows(client: redis.Redis, keys: Keys, numbers: Sequence[int]) -> npt.NDArray[np.void]:
    """The rows of the pattern cases, in the order of their records."""
    count = -(-(max(numbers) + 1) // ROWS_PER_BLOCK)
    content = b"".join(client.get(keys.block(0, block)) or b"" for block in range(count))  # type: ignore[misc]
    return np.frombuffer(content, dtype=ROW)[list(numbers)]
