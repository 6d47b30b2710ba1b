"""The row table as columns: loaded in one sweep, then following the row feed."""

import time
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.actions import MICROSECONDS
from data_access.domain.city import City
from data_access.domain.rows import ROW, ROW_BYTES, ROWS_PER_BLOCK, Columns
from data_access.store.column_file import ColumnFile
from data_access.store.columns import ColumnMemory, ShardPosition
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.names import Names
from data_access.store.shared_columns import SharedColumns
from data_access.store.sharing import Sharing
from data_access.store.translate import Translator

_BLOCKS_PER_READ = 64
_WHOLE_BLOCK_FROM = 64
"""Changed rows of one block from which reading the whole block is cheaper than reading each."""
_FEED_ENTRIES = 200
_LONGEST_CHASE = 2.0
"""Seconds after which a reader gives up to reach a moment at which a shard stands still."""

_Positions = npt.NDArray[np.int64]


class TableBehind(RuntimeError):
    """The store changes faster than this process can read it; the next attempt goes on from there."""


class Table:
    """All rows of a city in this process, as of one moment of each shard.

    Rows of every shard stand in blocks of 4,096 in one set of columns; places not taken yet hold blank
    rows, in which nothing can be counted. With `sharing` the columns are those of one file for all processes
    of the machine (see `shared_columns`). Not safe for threads: its owner locks around `refresh` and
    reading `columns`.
    """

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys | None = None, sharing: Sharing | None = None
    ) -> None:
        self._client = client
        self._keys = keys or Keys(city.id)
        meta = open_meta(client, self._keys)
        self._shards = [ShardPosition() for _ in range(meta.shards)]
        self._memory = ColumnMemory.empty(meta.shards)
        self._shared = SharedColumns(sharing, city, self._keys, meta) if sharing is not None else None
        self._mapped: list[ShardPosition] = []
        """How far the shared file had read when it was mapped; empty without one."""
        self.names = Names(client, self._keys)
        self._translator = Translator(client, city, self._keys)
        self.size = 0
        """Rows stored, continuation rows included."""
        self.version = 0
        """Grows with every change seen; answers computed at one version stay right at it."""
        self.last_action_at: float | None = None
        """Time of the newest action applied, Unix seconds."""
        self.changed: _Positions | None = None
        """Positions changed by the last refresh that changed anything; None after a full load."""
        self.first_accepted_at: float | None = None
        """When the first of the batches in the last refresh that changed anything was accepted: Unix seconds
        of the clock of the store. None after a full load."""
        self.is_whole = False
        """False while a refresh that failed has left some rows newer than others: nobody may answer then."""
        self._pending: list[_Positions] = []
        """Positions changed since the last refresh that succeeded."""
        self._first: float | None = None
        """`first_accepted_at` as known since the last refresh that succeeded."""
        self._current_at: float | None = None

    @property
    def columns(self) -> Columns:
        """Every row as columns of one length; views that later refreshes write into."""
        return self._memory.columns

    @property
    def lag_seconds(self) -> float:
        """Seconds since the store was last known to hold nothing newer than the table; infinite before."""
        return float("inf") if self._current_at is None else time.monotonic() - self._current_at

    @property
    def block_numbers(self) -> npt.NDArray[np.int64]:
        """For each 4,096 positions block × shards + shard: the same in every process."""
        return np.arange(self._memory.used)

    def refresh(self) -> bool:
        """Catch up with the store; True when rows have changed.

        Afterwards every shard is as of one moment after the call began: all of a batch, or nothing of it.
        Raises redis.RedisError when the store cannot be reached, TableBehind when it runs away; the next
        call then goes on.
        """
        began = time.monotonic()
        first = self._current_at is None
        if first and not self._mapped:
            self._begin_from_file()
        for number, shard in enumerate(self._shards):
            self._follow(number, shard, began + _LONGEST_CHASE)
        if self._pending or first:
            self.names.refresh()
        self.is_whole, self._current_at = True, began
        self.size = sum(shard.rows for shard in self._shards)
        self.version = sum(shard.version for shard in self._shards)
        newest = max(shard.newest for shard in self._shards)
        self.last_action_at = newest / MICROSECONDS if newest else None
        changed, self._pending = self._pending, []
        if changed or first:
            self.first_accepted_at, self._first = None if first else self._first, None
            self.changed = None if first else np.unique(np.concatenate(changed))
        if self._shared is not None:
            self._share(self._shared)
        return bool(changed) or first

    def _follow(self, number: int, shard: ShardPosition, deadline: float) -> None:
        """Read what changed until nothing newer was there at the very moment of reading."""
        feed = self._keys.row_feed(number)
        while True:
            # From the entry already known: seeing it again proves that nothing lies between.
            found: Any = self._client.xrange(feed, shard.feed_id, "+", count=_FEED_ENTRIES + 2)
            entries = [(name.decode(), int(fields[b"version"]), fields[b"rows"]) for name, fields in found]
            known = bool(entries) and entries[0][:2] == (shard.feed_id, shard.version)
            if known and len(entries) == 1:
                return
            if not entries and shard.feed_id == "0-0":
                stored: Any = self._client.hget(self._keys.state(number), "version")
                if int(stored or 0) == shard.version:
                    return
            self.is_whole = False
            if known or (entries and shard.version == 0):
                # The id of an entry is the moment at which the store wrote it.
                accepted = int(entries[int(known)][0].partition("-")[0]) / 1000
                self._first = accepted if self._first is None else min(self._first, accepted)
            expected = range(shard.version, shard.version + len(entries))
            if not known or len(entries) > _FEED_ENTRIES + 1 or [e[1] for e in entries] != list(expected):
                self._reload(number, shard, known)
            elif self._read_entries(number, shard, entries[1:]):
                return
            if time.monotonic() > deadline:
                raise TableBehind("the store changes faster than its table can be read")

    def _read_entries(self, number: int, shard: ShardPosition, entries: list[tuple[str, int, bytes]]) -> bool:
        """Read the rows of some entries; whether those were all that had changed by then."""
        versions = {}
        rows = [np.frombuffer(packed, dtype="<u4") for _, _, packed in entries]
        for (_, version, _), numbers in zip(entries, rows, strict=True):
            versions.update(dict.fromkeys(np.unique(numbers // ROWS_PER_BLOCK).tolist(), version))
        version = self._read_rows(number, shard, np.unique(np.concatenate(rows)))
        shard.blocks.update(versions)
        shard.feed_id, shard.version = entries[-1][:2]
        return version == shard.version

    def _reload(self, number: int, shard: ShardPosition, known: bool) -> None:
        """Read every block whose version is not the one known."""
        with self._client.pipeline(transaction=True) as pipe:
            # Feed position, version and block versions of one moment; blocks read later are only newer.
            pipe.xrevrange(self._keys.row_feed(number), count=1)
            pipe.hmget(self._keys.state(number), "version", "rows", "newest")
            pipe.hgetall(self._keys.block_versions(number))
            last, (version, count, newest), stored = pipe.execute()
        versions = {int(block): int(value) for block, value in stored.items()}
        held = shard.blocks if known else shard.trusted()
        if int(version or 0) < shard.version:
            held = {}  # The store was replaced by an older or another one.
        stale = sorted(b for b, value in versions.items() if held.get(b) != value)
        # Should reading fail half-way, none of these is held at a version that is known.
        lost = shard.blocks.keys() - versions.keys()
        shard.blocks = {b: value for b, value in held.items() if versions.get(b) == value}
        shard.rows, shard.newest = int(count or 0), int(newest or 0)
        for block in lost:
            self._put_block(number, block, b"", 0)
        if stale:
            self._memory.take(number, stale[-1])  # Room for all of them at once.
        for start in range(0, len(stale), _BLOCKS_PER_READ):
            part = stale[start : start + _BLOCKS_PER_READ]
            with self._client.pipeline(transaction=False) as pipe:
                for block in part:
                    pipe.get(self._keys.block(number, block))
                contents = pipe.execute()
            for block, content in zip(part, contents, strict=True):
                self._put_block(number, block, content or b"", shard.rows)
        shard.blocks = versions
        shard.version = int(version or 0)
        shard.feed_id = last[0][0].decode() if last else "0-0"

    def _read_rows(self, number: int, shard: ShardPosition, rows: npt.NDArray[np.uint32]) -> int:
        """Read rows as they are at one moment, and the version of the shard at that moment.

        Were they read one after the other, only a pause of all writers would prove that they belong together.
        """
        blocks = rows // ROWS_PER_BLOCK
        with self._client.pipeline(transaction=True) as pipe:
            pipe.hmget(self._keys.state(number), "version", "rows", "newest")
            wanted: list[tuple[int, _Positions]] = []
            for block in np.unique(blocks).tolist():
                key = self._keys.block(number, block)
                offsets = (rows[blocks == block] % ROWS_PER_BLOCK).astype(np.int64)
                if len(offsets) >= _WHOLE_BLOCK_FROM:
                    pipe.get(key)
                    wanted.append((block, offsets))
                    continue
                for offset in offsets.tolist():
                    pipe.getrange(key, offset * ROW_BYTES, (offset + 1) * ROW_BYTES - 1)
                    wanted.append((block, np.array([offset])))
            (version, count, newest), *contents = pipe.execute()
        shard.rows, shard.newest = int(count or 0), int(newest or 0)
        for (block, offsets), content in zip(wanted, contents, strict=True):
            if len(content) > ROW_BYTES:
                self._put_block(number, block, content, shard.rows)
            else:
                self._put(number, block, offsets, content)
        return int(version or 0)

    def _put_block(self, number: int, block: int, content: bytes, count: int) -> None:
        """Take over the rows of a block that were handed out when `count` rows were stored; blank others."""
        used = min(max(count - block * ROWS_PER_BLOCK, 0), len(content) // ROW_BYTES)
        first = self._memory.take(number, block)
        self._memory.put(first, slice(0, used), self._rows(content, used))
        if used < ROWS_PER_BLOCK:
            self._memory.blank(first + used, first + ROWS_PER_BLOCK)
        self._pending.append(np.arange(first, first + ROWS_PER_BLOCK))

    def _put(self, number: int, block: int, offsets: _Positions, content: bytes) -> None:
        first = self._memory.take(number, block)
        self._memory.put(first, offsets, self._rows(content, len(offsets)))
        self._pending.append(first + offsets)

    def _rows(self, content: bytes, count: int) -> npt.NDArray[np.void]:
        """Stored rows as this process's version of the city pack has them."""
        return self._translator.translate(np.frombuffer(content, dtype=ROW, count=count))

    def _begin_from_file(self) -> None:
        file = self._shared.newer() if self._shared is not None else None
        if file is not None:
            self._memory, self._shards = file.memory, file.shards
            self._mapped = [shard.copy() for shard in file.shards]

    def _share(self, shared: SharedColumns) -> None:
        """Move to a newer file, or write one when too many blocks have changed since the mapped one."""
        file = shared.newer()
        if file is None and shared.due(self._memory, self._shards, self._mapped):
            shared.write(self._memory, self._shards)
            file = shared.newer()
        try:
            if file is not None:
                self._move(file)
        except redis.RedisError:
            return  # The rows are right as they are; the next file will do.

    def _move(self, file: ColumnFile) -> None:
        """Hold the same rows as before over another file: only blocks that it has otherwise are copied."""
        pairs = list(zip(self._shards, file.shards, strict=True))
        if file.memory.room < self._memory.used or any(new.version > own.version for own, new in pairs):
            return
        file.memory.used = self._memory.used
        for number, (own, new) in enumerate(pairs):
            same = (own.feed_id, own.version) == (new.feed_id, new.version) or self._is_history(number, new)
            blocks = new.blocks if same else new.trusted()
            for block, version in own.blocks.items():
                if blocks.get(block) != version:
                    file.memory.copy_block(self._memory, number, block)
        self._memory, self._mapped = file.memory, file.shards

    def _is_history(self, number: int, position: ShardPosition) -> bool:
        """Whether the store's own feed still names the moment of a position."""
        feed, at = self._keys.row_feed(number), position.feed_id
        found: Any = self._client.xrange(feed, at, at)
        return bool(found) and int(found[0][1][b"version"]) == position.version
