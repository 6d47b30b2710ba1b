"""The row table as columns: loaded in one sweep, then following the row feed."""

from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.actions import MICROSECONDS
from data_access.domain.city import City
from data_access.domain.rows import ROW, ROW_BYTES, ROWS_PER_BLOCK, Columns, blank_row
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.names import Names
from data_access.store.translate import Translator

_BLOCKS_PER_READ = 64
_WHOLE_BLOCK_FROM = 64
"""Changed rows of one block from which reading the whole block is cheaper than reading each."""
_FEED_ENTRIES = 200


class _Shard:
    """What a reader knows of one shard."""

    def __init__(self) -> None:
        self.version = 0
        self.feed_id = "0-0"
        self.block_versions: dict[int, int] = {}
        self.slots: dict[int, int] = {}
        """Block number → place of the block in the columns."""


class Table:
    """All rows of a city in this process.

    Rows of every shard stand in blocks of 4,096 in one set of columns; places not taken yet hold blank
    rows, in which nothing can be counted. Not safe for threads: its owner locks around `refresh` and
    reading `columns`.
    """

    def __init__(self, client: redis.Redis, city: City, keys: Keys | None = None) -> None:
        self._client = client
        self._keys = keys or Keys(city.id)
        self._shards = [_Shard() for _ in range(open_meta(client, self._keys).shards)]
        self.names = Names(client, self._keys)
        self._translator = Translator(client, city, self._keys)
        self._blank = np.frombuffer(blank_row(), dtype=ROW)
        self._all: Columns = {name: np.empty(0, dtype=ROW[name]) for name in ROW.names or ()}
        self._used_slots = 0
        self.size = 0
        """Rows stored, continuation rows included."""
        self.version = 0
        """Grows with every change seen; answers computed at one version stay right at it."""
        self.last_action_at: float | None = None
        """Time of the newest action applied, Unix seconds."""
        self.changed: npt.NDArray[np.int64] | None = None
        """Positions changed by the last refresh that changed anything; None after a full load."""
        self._loaded = False

    @property
    def columns(self) -> Columns:
        """Every row as columns of one length; views that later refreshes write into."""
        length = self._used_slots * ROWS_PER_BLOCK
        return {name: column[:length] for name, column in self._all.items()}

    def refresh(self) -> bool:
        """Catch up with the store; True when rows have changed.

        Raises redis.RedisError when the store cannot be reached; the next call then catches up.
        """
        changed: list[npt.NDArray[np.int64]] = []
        for number, shard in enumerate(self._shards):
            changed += self._follow(number, shard)
        self._read_states()
        first, self._loaded = not self._loaded, True
        if not changed:
            if first:
                self.changed = None
            return first
        self.names.refresh()
        self.changed = None if first else np.unique(np.concatenate(changed))
        return True

    def _follow(self, number: int, shard: _Shard) -> list[npt.NDArray[np.int64]]:
        changed: list[npt.NDArray[np.int64]] = []
        while True:
            stored: Any = self._client.hget(self._keys.state(number), "version")
            if stored is None or int(stored) == shard.version:
                return changed
            if (
                int(stored) < shard.version
                or int(stored) - shard.version > _FEED_ENTRIES
                or not shard.version
            ):
                return changed + self._reload(number, shard)
            feed = self._keys.row_feed(number)
            answer: Any = self._client.xread({feed: shard.feed_id}, count=_FEED_ENTRIES)
            entries = answer[0][1] if answer else []
            versions = [int(fields[b"version"]) for _, fields in entries]
            if versions != list(range(shard.version + 1, shard.version + 1 + len(versions))) or not versions:
                return changed + self._reload(number, shard)
            rows = np.concatenate([np.frombuffer(fields[b"rows"], dtype="<u4") for _, fields in entries])
            changed += self._read_rows(number, shard, np.unique(rows))
            shard.feed_id = entries[-1][0].decode()
            shard.version = versions[-1]

    def _reload(self, number: int, shard: _Shard) -> list[npt.NDArray[np.int64]]:
        """Read every block whose version is not the one known."""
        with self._client.pipeline(transaction=True) as pipe:
            # Feed position, version and block versions of one moment; blocks read later are only newer.
            pipe.xrevrange(self._keys.row_feed(number), count=1)
            pipe.hmget(self._keys.state(number), "version", "rows")
            pipe.hgetall(self._keys.block_versions(number))
            last, (version, count), stored = pipe.execute()
        versions = {int(block): int(value) for block, value in stored.items()}
        if int(version or 0) < shard.version:
            shard.block_versions.clear()  # The store was replaced by an older or another one.
        stale = sorted(b for b, value in versions.items() if shard.block_versions.get(b) != value)
        changed = []
        for start in range(0, len(stale), _BLOCKS_PER_READ):
            part = stale[start : start + _BLOCKS_PER_READ]
            with self._client.pipeline(transaction=False) as pipe:
                for block in part:
                    pipe.get(self._keys.block(number, block))
                contents = pipe.execute()
            for block, content in zip(part, contents, strict=True):
                changed.append(self._put_block(shard, block, content or b"", int(count or 0)))
        shard.block_versions = versions
        shard.version = int(version or 0)
        shard.feed_id = last[0][0].decode() if last else "0-0"
        return changed

    def _read_rows(
        self, number: int, shard: _Shard, rows: npt.NDArray[np.uint32]
    ) -> list[npt.NDArray[np.int64]]:
        blocks = rows // ROWS_PER_BLOCK
        with self._client.pipeline(transaction=False) as pipe:
            pipe.hget(self._keys.state(number), "rows")
            wanted: list[tuple[int, npt.NDArray[np.int64]]] = []
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
            count, *contents = pipe.execute()
        changed = []
        for (block, offsets), content in zip(wanted, contents, strict=True):
            if len(content) > ROW_BYTES:
                changed.append(self._put_block(shard, block, content, int(count)))
            else:
                changed.append(self._put(shard, block, offsets, content))
        return changed

    def _put_block(self, shard: _Shard, block: int, content: bytes, count: int) -> npt.NDArray[np.int64]:
        """Take over the rows of a block that were handed out when `count` rows were stored."""
        used = min(max(count - block * ROWS_PER_BLOCK, 0), len(content) // ROW_BYTES)
        return self._put(shard, block, np.arange(used), content)

    def _put(
        self, shard: _Shard, block: int, offsets: npt.NDArray[np.int64], content: bytes
    ) -> npt.NDArray[np.int64]:
        if block not in shard.slots:
            shard.slots[block] = self._used_slots
            self._used_slots += 1
            self._grow()
        positions = shard.slots[block] * ROWS_PER_BLOCK + offsets.astype(np.int64)
        rows = self._translator.translate(np.frombuffer(content, dtype=ROW, count=len(offsets)))
        for name, column in self._all.items():
            column[positions] = rows[name]
        return positions

    def _grow(self) -> None:
        needed = self._used_slots * ROWS_PER_BLOCK
        held = len(self._all["flags"])
        if needed <= held:
            return
        length = max(needed, held + held // 4 // ROWS_PER_BLOCK * ROWS_PER_BLOCK)
        for name, column in self._all.items():
            grown = np.full(length, self._blank[name][0], dtype=column.dtype)
            grown[:held] = column
            self._all[name] = grown

    def _read_states(self) -> None:
        newest = 0
        size = version = 0
        for number, shard in enumerate(self._shards):
            facts: Any = self._client.hmget(self._keys.state(number), "rows", "newest")
            rows, at = facts
            size += int(rows or 0)
            newest = max(newest, int(at or 0))
            version += shard.version
        self.size, self.version = size, version
        self.last_action_at = newest / MICROSECONDS if newest else None
