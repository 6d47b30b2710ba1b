"""A part of a batch on its way into one shard: what changes, and the one script call that writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data_access.domain.actions import ActionSet
from data_access.domain.lifecycle import CaseState
from data_access.domain.record import Place, encode_record, encode_stub
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK
from data_access.store.archive import ArchiveUnreadable
from data_access.store.case_ids import ID_BYTES, NewIds
from data_access.store.keys import Keys

FEED_LENGTH = 2000
ROOM_STEP = ROWS_PER_BLOCK // 4
"""Rows by which a block grows: the last one of a small city is not to be mostly empty."""
_FIRST_BLOCK = 6
"""Place of the first row block among the keys of the script."""


@dataclass(slots=True)
class Change:
    """A case on its way into the store."""

    case_id: str
    before: bytes
    rows: list[int]
    actions: ActionSet
    state: CaseState
    place: Place | None = None
    """Where its actions stay in the archive; None keeps them in the record."""

    def record(self) -> bytes:
        """The record to write."""
        return encode_stub(self.rows, self.place) if self.place else encode_record(self.rows, self.actions)


@dataclass(slots=True)
class Call:
    """Keys and arguments of `apply.lua`, and the count of rows after it."""

    keys: list[str]
    args: list[bytes | str | int]
    next_row: int


@dataclass(slots=True)
class Prepared:
    """A part that is folded: its call, None when nothing changes, and what is known of it by then."""

    call: Call | None
    new: int = 0
    """Actions that are new by it."""
    total: int = 0
    """Actions of cases that could be opened."""
    failed: Mapping[str, ArchiveUnreadable] = field(default_factory=dict)
    """Cases that lie in the archive and cannot be read from it."""


def script_call(
    keys: Keys,
    shard: int,
    known_rows: int,
    changes: Sequence[Change],
    newest_us: int,
    builder: RowBuilder,
    blank: bytes,
) -> Call:
    """The call that writes the changes if nobody has changed the cases since.

    Rows are handed out from `known_rows` on; every name that the changes bring has a number already.
    """
    rows, counts = builder.build([change.state for change in changes])
    lines = rows.tobytes()
    next_row = known_rows
    numbers: list[int] = []
    pieces: list[bytes] = []
    new = NewIds()
    offset = 0
    for change, count in zip(changes, counts, strict=True):
        while len(change.rows) < count:
            new.add(next_row, change.case_id)
            change.rows.append(next_row)
            next_row += 1
        for index, number in enumerate(change.rows):
            numbers.append(number)
            # A continuation row no longer needed is blanked and stays the case's own.
            at = (offset + index) * ROW_BYTES
            pieces.append(lines[at : at + ROW_BYTES] if index < count else blank)
        offset += count
    blocks, runs = _runs(numbers, pieces)
    runs += new.runs({block: _FIRST_BLOCK + len(blocks) + index for index, block in enumerate(blocks)})
    args: list[bytes | str | int] = [known_rows, next_row, newest_us, FEED_LENGTH]
    args += [np.array(numbers, dtype="<u4").tobytes(), len(changes), len(runs) // 3]
    args += [ROW_BYTES, ID_BYTES, len(new.long)]
    args.append(keys.row_channel(shard))
    for change in changes:
        args += (change.case_id, change.before, change.record())
    touched = [
        keys.records(shard), keys.state(shard), keys.block_versions(shard), keys.row_feed(shard),
        keys.long_ids(shard),
        *(keys.block(shard, block) for block in blocks),
        *(keys.block_ids(shard, block) for block in blocks),
    ]  # fmt: skip
    long = (part for pair in new.long for part in pair)
    return Call(touched, [*args, *runs, *long, *blocks, *_rooms(numbers, blocks)], next_row)


def _rooms(numbers: list[int], blocks: list[int]) -> list[int]:
    """Rows that each block must have room for: up to the last one written, by steps."""
    last = dict.fromkeys(blocks, 0)
    for number in numbers:
        block, row = divmod(number, ROWS_PER_BLOCK)
        if row > last[block]:
            last[block] = row
    return [-(-(last[block] + 1) // ROOM_STEP) * ROOM_STEP for block in blocks]


def _runs(numbers: list[int], pieces: list[bytes]) -> tuple[list[int], list[bytes | int]]:
    """Blocks touched, and the arguments that write the rows: neighbours joined into one run each."""
    blocks: dict[int, int] = {}
    runs: list[bytes | int] = []
    start = 0
    for index in range(1, len(numbers) + 1):
        number = numbers[index - 1]
        joined = index < len(numbers) and numbers[index] == number + 1 and (number + 1) % ROWS_PER_BLOCK != 0
        if not joined:
            first = numbers[start]
            block = first // ROWS_PER_BLOCK
            position = blocks.setdefault(block, len(blocks))
            at = first % ROWS_PER_BLOCK * ROW_BYTES
            runs += (_FIRST_BLOCK + position, at, b"".join(pieces[start:index]))
            start = index
    return list(blocks), runs
