"""The record of a case: its row numbers and the set of its actions, as compact bytes (MessagePack).

Layout: [row numbers, base, {seconds << 5 | rank: fields}, {order: fields}]. Nearly all actions fall on a
whole second, a few days after the first one: counted from `base` (the case's first second) their order takes
three to five bytes instead of nine. Actions at a fraction of a second keep their full order in the last map.
In a report a code that another one begins with is the number of its characters, and a kind and a source are
numbers (`_shorter`): a number where a text belongs always is such a sign.

The record of an archived case is a stub, [row numbers, [file, row]]: its actions lie in that row of that
file of the archive (`store.archive`). An array of two tells it from a record.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from data_access.domain.actions import (
    MICROSECONDS,
    RANK_BITS,
    RANK_MASK,
    RANKS,
    ActionKind,
    ActionSet,
    Field,
    Fields,
    Variants,
)
from data_access.domain.taxonomy import SOURCE_INDEX, SOURCES, CaseKind

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_SECOND = MICROSECONDS << RANK_BITS
_REPORT = RANKS[ActionKind.REPORT.value]
# Plain integers and no loops over fields: every case of a batch comes through here twice.
_KIND, _CLASS, _SUBCLASS, _SOURCE = map(int, (Field.KIND, Field.CLASS, Field.SUBCLASS, Field.SOURCE))
_TOWN, _VILLAGE, _GRID = map(int, (Field.TOWN, Field.VILLAGE, Field.GRID))
_KINDS = tuple(kind.value for kind in CaseKind)
_KIND_NUMBERS = {value: number for number, value in enumerate(_KINDS)}
_SOURCES = tuple(source.value for source in SOURCES)


def encode_record(row_numbers: list[int], actions: ActionSet) -> bytes:
    """Bytes of a record; equal sets with equal rows give equal bytes."""
    orders = sorted(actions)
    base = orders[0] // _SECOND
    start = base * _SECOND
    whole: dict[int, Variants] = {}
    fractional: dict[int, Variants] = {}
    for order in orders:
        fields = actions[order]
        if fields and order & RANK_MASK == _REPORT:
            fields = [_shorter(one) for one in fields] if isinstance(fields, list) else _shorter(fields)
        since = order - start
        if since % _SECOND <= RANK_MASK:
            # On a whole second a millionth of it is the seconds in their place, the rank lost to rounding.
            whole[since // MICROSECONDS | order & RANK_MASK] = fields
        else:
            fractional[order] = fields
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
    for order in actions:
        if order & RANK_MASK == _REPORT:
            fields = actions[order]
            if isinstance(fields, dict):
                _longer(fields)
            else:
                for one in fields or ():
                    _longer(one)
    return content[0], actions


def _shorter(fields: Fields) -> Fields:
    """The fields of a report as they are kept: about 40 bytes less."""
    short = dict(fields)
    get = fields.get
    grid, subclass = get(_GRID), get(_SUBCLASS)
    if grid:
        town, village = get(_TOWN), get(_VILLAGE)
        if town and grid.startswith(town):
            short[_TOWN] = len(town)
        if village and grid.startswith(village):
            short[_VILLAGE] = len(village)
    if subclass and (part := get(_CLASS)) and subclass.startswith(part):
        short[_CLASS] = len(part)
    if (kind := get(_KIND)) in _KIND_NUMBERS:
        short[_KIND] = _KIND_NUMBERS[kind]
    if (source := get(_SOURCE)) in SOURCE_INDEX:
        short[_SOURCE] = SOURCE_INDEX[source]
    return short


def _longer(kept: Fields) -> Fields:
    """The fields as they came, in place; those kept by earlier versions of the program are whole already."""
    get = kept.get
    if (town := get(_TOWN)).__class__ is int:
        kept[_TOWN] = kept[_GRID][:town]
    if (village := get(_VILLAGE)).__class__ is int:
        kept[_VILLAGE] = kept[_GRID][:village]
    if (part := get(_CLASS)).__class__ is int:
        kept[_CLASS] = kept[_SUBCLASS][:part]
    if (kind := get(_KIND)).__class__ is int:
        kept[_KIND] = _KINDS[kind]
    if (source := get(_SOURCE)).__class__ is int:
        kept[_SOURCE] = _SOURCES[source]
    return kept


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
