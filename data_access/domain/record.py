"""The record of a case: its row numbers and the set of its actions, as compact bytes (MessagePack).

Layout: [row numbers, base, {seconds << 5 | rank: fields}, {order: fields}]. Nearly all actions fall on a
whole second, a few days after the first one: counted from `base` (the case's first second) their order takes
three to five bytes instead of nine. Actions at a fraction of a second keep their full order in the last map.

The record of an archived case is a stub, [row numbers, [file, row]]: its actions lie in that row of that
file of the archive (`store.archive`). An array of two tells it from a record.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from data_access.domain.actions import MICROSECONDS, RANK_BITS, RANK_MASK, ActionSet, Variants

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_SECOND = MICROSECONDS << RANK_BITS


def encode_record(row_numbers: list[int], actions: ActionSet) -> bytes:
    """Bytes of a record; equal sets with equal rows give equal bytes."""
    orders = sorted(actions)
    base = orders[0] // _SECOND
    start = base * _SECOND
    whole: dict[int, Variants] = {}
    fractional: dict[int, Variants] = {}
    for order in orders:
        since = order - start
        if since % _SECOND <= RANK_MASK:
            # On a whole second a millionth of it is the seconds in their place, the rank lost to rounding.
            whole[since // MICROSECONDS | order & RANK_MASK] = actions[order]
        else:
            fractional[order] = actions[order]
    return _encode((row_numbers, base, whole, fractional) if fractional else (row_numbers, base, whole))


def decode_record(record: bytes) -> tuple[list[int], ActionSet]:
    """Row numbers (the first is the case's own, the rest continuations) and actions of a record."""
    content: Any = _decode(record)
    start = content[1] * _SECOND
    actions: ActionSet = {
        # A key times a million is the order, but for a rank that must not be multiplied.
        start + key * MICROSECONDS - (key & RANK_MASK) * (MICROSECONDS - 1): fields
        for key, fields in content[2].items()
    }
    if len(content) > 3:
        actions.update(content[3])
    return content[0], actions


_STUB_BEGINS = 0x92
"""First byte of a stub: MessagePack's array of two. A record is an array of three or four."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the actions of an archived case lie: number of the file, and its row there, from 0."""

    file: int
    row: int


def is_stub(record: bytes) -> bool:
    """Whether a record only tells where the archive keeps the actions."""
    return record[0] == _STUB_BEGINS


def encode_stub(row_numbers: list[int], place: Place) -> bytes:
    """Bytes of a stub."""
    return _encode((row_numbers, (place.file, place.row)))


def decode_stub(record: bytes) -> tuple[list[int], Place]:
    """Row numbers and place of a stub."""
    rows, (file, row) = _decode(record)
    return rows, Place(file, row)
