"""One copy of a table's columns for all processes of a machine: a file that each maps and one renews.

Nobody writes into the file. A process that follows the store writes into its own pages of the mapping; the
system keeps all others once for all processes. When many blocks have changed, whoever notices first becomes
the keeper for a moment, by a file lock, and puts a new file in the place of the old one; the others move
over to it. A keeper that is killed leaves the old file, a part of a new one that nobody reads, and no lock.
"""

import time
from hashlib import sha256

import structlog

from data_access.domain.city import City
from data_access.store.column_file import ColumnFile, Stamp, map_column_file, this_boot, write_column_file
from data_access.store.columns import ColumnMemory, ShardPosition
from data_access.store.filelock import LockFile
from data_access.store.keys import Keys
from data_access.store.meta import Meta
from data_access.store.sharing import Sharing

_log = structlog.get_logger("table")
_RETRY_SECONDS = 600.0
"""Pause after a folder could not be written."""


class SharedColumns:
    """The shared file of one city as one process sees it."""

    def __init__(self, sharing: Sharing, city: City, keys: Keys, meta: Meta) -> None:
        self._sharing = sharing
        # Of the secret only a hash may lie in a file; it tells one store from another.
        store = sha256(meta.check_key + keys.meta().encode()).hexdigest()
        self._stamp = Stamp(city.id, city.version, store, meta.shards, boot=this_boot())
        self._path = sharing.folder / f"{city.id}-{store[:12]}.columns"
        self._looked_at: tuple[int, int] | None = None
        self._not_before = 0.0

    def newer(self) -> ColumnFile | None:
        """The file, when it is another than at the last call and of this city, version and store."""
        try:
            found = self._path.stat()
            seen = (found.st_ino, found.st_mtime_ns)
            if seen == self._looked_at:
                return None
            self._looked_at = seen
            file = map_column_file(self._path, self._stamp)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            self._give_up("the shared columns cannot be read; this process keeps its own", error)
            return None
        if file is None:
            _log.info("the shared columns are of another version or store", file=str(self._path))
        return file

    def due(self, memory: ColumnMemory, shards: list[ShardPosition], mapped: list[ShardPosition]) -> bool:
        """Whether a new file is worth writing: many blocks differ from the mapped one, or there is none."""
        if memory.used < self._sharing.least_blocks or time.monotonic() < self._not_before:
            return False
        if not mapped or memory.grown:
            return True
        changed = sum(
            old.blocks.get(block) != version
            for new, old in zip(shards, mapped, strict=True)
            for block, version in new.blocks.items()
        )
        return changed >= max(1.0, self._sharing.renew_share * memory.used)

    def write(self, memory: ColumnMemory, shards: list[ShardPosition]) -> None:
        """Write a new file, unless another process does so or has just done so.

        Never raises for the folder's sake: a table is as right without it.
        """
        self._not_before = time.monotonic() + self._sharing.pause_seconds
        try:
            self._sharing.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = LockFile(self._path.with_suffix(".lock"))
            try:
                if not lock.take_alone() or self._has_new():
                    return
                spare = max(8, memory.used // 16)
                write_column_file(self._path, self._stamp, memory, shards, spare)
            finally:
                lock.close()
        except OSError as error:
            self._give_up("the columns cannot be shared; this process keeps its own", error)

    def _has_new(self) -> bool:
        """Whether somebody has put another file there since this process last looked."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return False
        return (found.st_ino, found.st_mtime_ns) != self._looked_at

    def _give_up(self, what: str, error: Exception) -> None:
        self._not_before = time.monotonic() + _RETRY_SECONDS
        _log.warning(what, file=str(self._path), error=str(error))
