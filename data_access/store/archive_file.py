"""One file of the archive: Parquet, a line a case, its actions as a list of structures with named fields.

Written in groups of `CASES_PER_GROUP`, so that one case can be read without the rest. Private fields are
in it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data_access.domain.actions import (
    KINDS,
    RANK_BITS,
    RANK_MASK,
    RANKS,
    ActionSet,
    Field,
    Fields,
    order_of,
    variants,
)

CASES_PER_GROUP = 1024
_MOMENT = pa.timestamp("us", tz="UTC")
_TYPES: dict[Field, pa.DataType] = {
    Field.DUE_AT: _MOMENT,
    Field.LEVEL: pa.int64(),
    Field.SCORE: pa.int64(),
    Field.LON: pa.int32(),
    Field.LAT: pa.int32(),
    Field.URGENT: pa.bool_(),
    Field.SELF_HANDLED: pa.bool_(),
}
_NAMES: dict[Field, str] = {
    field: {Field.LON: "lon_e7", Field.LAT: "lat_e7"}.get(field, field.name.lower()) for field in Field
}
_ACTION = pa.struct(
    [
        pa.field("action", pa.string(), nullable=False),
        pa.field("at", _MOMENT, nullable=False),
        *(pa.field(_NAMES[field], _TYPES.get(field, pa.string())) for field in Field),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("case_id", pa.string(), nullable=False),
        pa.field("ended_at", _MOMENT, nullable=False),
        pa.field("actions", pa.list_(pa.field("element", _ACTION, nullable=False)), nullable=False),
    ]
)
Case = tuple[str, int, ActionSet]
"""Case id, ended_at in µs, actions."""


def to_table(cases: Sequence[Case]) -> pa.Table:
    """Cases as a table of SCHEMA. Raises UnicodeEncodeError for text that is no Unicode."""
    orders: list[int] = []
    ends = [0]
    columns: dict[int, list[tuple[int, Any]]] = {}
    for _, _, actions in cases:
        for order in sorted(actions):
            for fields in variants(actions[order]):
                for number, value in fields.items():
                    columns.setdefault(number, []).append((len(orders), value))
                orders.append(order)
        ends.append(len(orders))
    parts = [
        pa.array([KINDS[(order & RANK_MASK) - 1].value for order in orders], pa.string()),
        pa.array([order >> RANK_BITS for order in orders], pa.int64()).cast(_MOMENT),
    ]
    for field in Field:
        values: list[Any] = [None] * len(orders)
        for index, value in columns.get(field, ()):
            values[index] = value
        kind = _TYPES.get(field, pa.string())
        parts.append(pa.array(values, pa.int64()).cast(kind) if kind == _MOMENT else pa.array(values, kind))
    structures = pa.StructArray.from_arrays(parts, fields=list(_ACTION))
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structures, type=SCHEMA.field(2).type)
    return pa.Table.from_arrays(
        [
            pa.array([case_id for case_id, _, _ in cases], pa.string()),
            pa.array([ended for _, ended, _ in cases], pa.int64()).cast(_MOMENT),
            lists,
        ],
        schema=SCHEMA,
    )


def from_table(table: pa.Table) -> list[Case]:
    """The cases of a table of SCHEMA. Raises ArrowInvalid or KeyError for another table."""
    ids = table["case_id"].to_pylist()
    ended = table["ended_at"].cast(pa.int64()).to_pylist()
    lists = table["actions"].combine_chunks()
    if isinstance(lists, pa.ChunkedArray):
        lists = pa.concat_arrays(lists.chunks) if lists.num_chunks else pa.array([], SCHEMA.field(2).type)
    structures = cast(pa.StructArray, lists.flatten())
    kinds = structures.field("action").to_pylist()
    times = structures.field("at").cast(pa.int64()).to_pylist()
    orders = [order_of(at, RANKS[kind]) for at, kind in zip(times, kinds, strict=True)]
    contents: list[Fields] = [{} for _ in orders]
    for field in Field:
        column = structures.field(_NAMES[field])
        if column.null_count == len(column):
            continue
        if column.type == _MOMENT:
            column = column.cast(pa.int64())
        # Most fields belong to the report alone: only where there is one, it is looked at.
        places = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)).tolist()
        number = int(field)
        for place, value in zip(places, column.drop_null().to_pylist(), strict=True):
            contents[place][number] = value
    cases: list[Case] = []
    start = 0
    for case_id, end_us, length in zip(ids, ended, lists.value_lengths().to_pylist(), strict=True):
        actions: ActionSet = {}
        for order, content in zip(
            orders[start : start + length], contents[start : start + length], strict=True
        ):
            if order not in actions:
                actions[order] = content or None
            else:
                actions[order] = [*variants(actions[order]), content]
        start += length
        cases.append((case_id, end_us, actions))
    return cases


class ArchiveWriter:
    """Writes one file, group by group; `close` makes it whole."""

    def __init__(self, path: Path, facts: dict[str, str]) -> None:
        """`facts` (city, shard, …) are kept as the file's own key-value metadata."""
        schema = SCHEMA.with_metadata(facts)
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=9)

    def write(self, cases: Sequence[Case]) -> None:
        """Append one group of at most CASES_PER_GROUP cases."""
        self._writer.write_table(to_table(cases), row_group_size=CASES_PER_GROUP)

    def close(self) -> None:
        """Write the footer; without it nobody can read the file."""
        self._writer.close()


class ArchiveReader:
    """An open file of the archive. Raises OSError, ArrowException or KeyError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path)
        groups = self._file.metadata.num_row_groups
        self._starts = [0]
        for group in range(groups):
            self._starts.append(self._starts[-1] + self._file.metadata.row_group(group).num_rows)

    def rows(self, wanted: Sequence[int]) -> dict[int, Case]:
        """The cases in some rows; rows that the file does not have are left out."""
        groups: dict[int, list[int]] = {}
        for row in sorted(set(wanted)):
            if 0 <= row < self._starts[-1]:
                groups.setdefault(bisect_right(self._starts, row) - 1, []).append(row)
        found: dict[int, Case] = {}
        for group, rows in groups.items():
            table = self._file.read_row_group(group, use_threads=False)
            if len(rows) < len(table):
                table = table.take([row - self._starts[group] for row in rows])
            found.update(zip(rows, from_table(table), strict=True))
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()
