"""One file with the columns of a city's table at one moment; written once, then only mapped, never changed.

Layout: magic, length of the head and its CRC-32, the head as JSON, then each column on a page of its own.
Who maps it may write into the mapping: the system then copies the page for that process alone.
"""

import contextlib
import mmap
import os
import struct
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from data_access.domain.rows import ROW, ROWS_PER_BLOCK
from data_access.store.columns import NAMES, ColumnMemory, ShardPosition, blank_column

_MAGIC = b"ZWCOLS\x00\x01"
"""Its last byte is the version of this layout."""
_HEAD = struct.Struct("<8sII")
_PAGE = 4096
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file must agree with before anybody answers from it."""

    city: str
    pack: str
    """Version of the city pack."""
    store: str
    """Which store and which keys in it."""
    shards: int
    rows: str = str(ROW.descr)
    boot: str = ""
    """This run of the machine: what it had not yet written to disk when it failed must not be believed."""


@dataclass(slots=True)
class ColumnFile:
    """A mapped file: its columns, and how far they have read each shard."""

    memory: ColumnMemory
    shards: list[ShardPosition]


def this_boot() -> str:
    """Name of this run of the machine, empty where the system gives none."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""


def write_column_file(
    path: Path, stamp: Stamp, memory: ColumnMemory, shards: list[ShardPosition], spare: int
) -> None:
    """Write columns with room for `spare` blocks more, and put the file in its place when it is whole.

    Only one process may do so at a time. Raises OSError; what stood at `path` then stands there still.
    """
    blocks = memory.used + spare
    length = blocks * ROWS_PER_BLOCK
    places, end = {}, 0
    for name in NAMES:
        places[name] = end
        end += -(-length * ROW[name].itemsize // _PAGE) * _PAGE
    described = {
        "stamp": asdict(stamp),
        "used": memory.used,
        "blocks": blocks,
        "places": places,
        "shards": [{**asdict(shard), "blocks": [*shard.blocks.items()]} for shard in shards],
    }
    head = orjson.dumps(described)
    start = -(-(_HEAD.size + len(head)) // _PAGE) * _PAGE
    part = path.with_name(path.name + ".part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(_HEAD.pack(_MAGIC, len(head), zlib.crc32(head)) + head)
            # Blank rows are written, not left out: a hole could not be filled on a full disk.
            for name, column in memory.columns.items():
                file.seek(start + places[name])
                file.write(column.data)
                file.write(blank_column(name, length - len(column)).data)
            file.truncate(start + end)
            if not stamp.boot:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def map_column_file(path: Path, stamp: Stamp) -> ColumnFile | None:
    """The file at `path`, None when it is another city's, another version's or damaged.

    Raises OSError when it cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        described = _read_head(file.read(_HEAD.size), file.read(min(size, 1 << 26)), stamp)
        if described is None:
            return None
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    start = -(-(_HEAD.size + described["head"]) // _PAGE) * _PAGE
    length = described["blocks"] * ROWS_PER_BLOCK
    last = NAMES[-1]
    if len(mapped) < start + described["places"][last] + length * ROW[last].itemsize:
        return None
    arrays = {
        name: np.frombuffer(mapped, dtype=ROW[name], count=length, offset=start + described["places"][name])
        for name in NAMES
    }
    memory = ColumnMemory(arrays, stamp.shards)
    memory.used = described["used"]
    shards = [ShardPosition(**{**shard, "blocks": dict(shard["blocks"])}) for shard in described["shards"]]
    return ColumnFile(memory, shards)


def _read_head(fixed: bytes, rest: bytes, stamp: Stamp) -> dict[str, Any] | None:
    if len(fixed) < _HEAD.size:
        return None
    magic, length, checksum = _HEAD.unpack(fixed)
    head = rest[:length]
    if magic != _MAGIC or len(head) != length or zlib.crc32(head) != checksum:
        return None
    described: dict[str, Any] = orjson.loads(head)
    if described["stamp"] != asdict(stamp):
        return None
    return {**described, "head": length}
