"""Moves the actions of cases that ended long ago out of Redis into files; their rows, and all figures, stay.

A file gets its name only when it is complete and on the disk, and has been read back and compared; only then
do its cases' records become stubs, each if it is still what was read. A crash leaves a file too many, never
too few.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import redis

from data_access.domain.city import City
from data_access.domain.lifecycle import fold
from data_access.domain.period import to_row_time
from data_access.domain.record import Place, decode_record, encode_stub, is_stub
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import NEVER
from data_access.store.archive import Archive
from data_access.store.archive_file import CASES_PER_GROUP, ArchiveReader, ArchiveWriter, Case, to_table
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.scan import count_cases, read_rows, scan_records

_SCRIPT = (Path(__file__).parent / "swap.lua").read_text()
CASES_PER_FILE = 100_000
_OLD_PART_SECONDS = 86_400


class ArchiveDamaged(RuntimeError):
    """A file that was just written does not hold what was written; its cases stay in Redis."""


@dataclass(slots=True)
class Archived:
    """What an archive run has done, or would do."""

    looked_at: int = 0
    total: int = 0
    cases: int = 0
    """Cases moved."""
    bytes_before: int = 0
    """Bytes of their records."""
    bytes_after: int = 0
    """Bytes of the stubs that are left of them."""
    bytes_in_files: int = 0
    changed: int = 0
    """Cases that changed while they were written to a file: they stay."""
    refused: int = 0
    """Cases whose text no file can hold (half of a character): they stay."""
    files: list[str] = field(default_factory=list)

    @property
    def saved_per_case(self) -> float:
        """Bytes of Redis that a moved case no longer takes."""
        return (self.bytes_before - self.bytes_after) / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class _Found:
    """A case to be moved."""

    ended_us: int
    case_id: str
    record: bytes


class Archiver:
    """Archives cases of one city that ended before a moment."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        archive: Archive,
        keys: Keys | None = None,
        *,
        cases_per_file: int = CASES_PER_FILE,
    ) -> None:
        if archive.folder is None:
            raise ValueError("an archiver needs a folder")
        self._client = client
        self._city = city
        self._archive = archive
        self._folder = archive.folder
        self._keys = keys or Keys(city.id)
        self._per_file = cases_per_file
        self._script = client.register_script(_SCRIPT)
        # Only for the fold: when a case ended does not depend on names.
        self._due_of = RowBuilder(city, {}, {}, {}).due_of

    def run(
        self,
        before: int,
        *,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Archived:
        """Move cases that ended before `before` (Unix seconds); a dry run only counts.

        `progress` is called with cases looked at and cases in all. Raises redis.RedisError, OSError when
        the folder cannot be written, ArchiveDamaged; running again then goes on.
        """
        shards = open_meta(self._client, self._keys).shards
        done = Archived(total=count_cases(self._client, self._keys, shards))
        if not dry_run:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
        for shard in range(shards):
            portion: list[_Found] = []
            for found in self._ended(shard, before, done, progress):
                portion += found
                while len(portion) >= self._per_file:
                    self._move(shard, portion[: self._per_file], done, dry_run=dry_run)
                    portion = portion[self._per_file :]
            if portion:
                self._move(shard, portion, done, dry_run=dry_run)
        return done

    def _sweep(self) -> None:
        """Remove what killed runs have left half written."""
        for part in self._folder.glob(".*.part"):
            if time.time() - part.stat().st_mtime > _OLD_PART_SECONDS:
                part.unlink(missing_ok=True)

    def _ended(
        self, shard: int, before: int, done: Archived, progress: Callable[[int, int], None] | None
    ) -> Iterator[list[_Found]]:
        """Cases of a shard that ended before a moment and are not archived yet, in portions."""
        ended = read_rows(self._client, self._keys, shard)["ended"]
        old = (ended != NEVER) & (ended < to_row_time(before))
        for _, records in scan_records(self._client, self._keys, shard):
            done.looked_at += len(records)
            found = [one for case in records.items() if (one := self._look(*case, old, before)) is not None]
            # A case may come twice while it changes; the second time counts.
            yield list({one.case_id: one for one in found}.values())
            if progress:
                progress(min(done.looked_at, done.total), done.total)

    def _look(
        self, case_id: str, record: bytes, old: np.ndarray[Any, np.dtype[np.bool_]], before: int
    ) -> _Found | None:
        if is_stub(record):
            return None
        numbers, actions = decode_record(record)
        if numbers[0] >= len(old) or not old[numbers[0]]:
            return None
        # The row may be of another moment than the record: the record decides.
        ended = fold(actions, self._due_of).ended_at
        if ended is None or ended >= before * 1_000_000:
            return None
        return _Found(ended, case_id, record)

    def _move(self, shard: int, found: list[_Found], done: Archived, *, dry_run: bool) -> None:
        # By the time of their end: late actions concern cases of one time, which then lie together.
        found = sorted(found, key=lambda one: one.ended_us)
        if dry_run:
            done.cases += len(found)
            done.bytes_before += sum(len(one.record) for one in found)
            done.bytes_after += sum(
                len(encode_stub(decode_record(one.record)[0], Place(1, 0))) for one in found
            )
            return
        part, found = self._write(shard, found, done)
        if not found:
            part.unlink()
            return
        try:
            self._compare(part, found)
        except BaseException:
            part.unlink()
            raise
        file = self._name(part)
        path = self._archive.path(file)
        done.files.append(str(path))
        done.bytes_in_files += path.stat().st_size
        for start in range(0, len(found), CASES_PER_GROUP):
            self._swap(shard, file, start, found[start : start + CASES_PER_GROUP], done)

    def _write(self, shard: int, found: list[_Found], done: Archived) -> tuple[Path, list[_Found]]:
        """Write a file without a name of the archive yet; it and the cases in it, in their order."""
        part = self._folder / f".{os.getpid()}-{time.time_ns()}.part"
        facts = {"city": self._city.id, "shard": str(shard), "pack": self._city.version, "format": "1"}
        written: list[_Found] = []
        with part.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
        try:
            writer = ArchiveWriter(part, facts)
            for start in range(0, len(found), CASES_PER_GROUP):
                group = found[start : start + CASES_PER_GROUP]
                try:
                    writer.write(list(map(_case, group)))
                except UnicodeError:
                    good = [one for one in group if _is_text(one)]
                    done.refused += len(group) - len(good)
                    group = good
                    writer.write(list(map(_case, group)))
                written += group
            writer.close()
            with part.open("rb") as file:
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part, written

    def _compare(self, part: Path, found: list[_Found]) -> None:
        """Read the file back: every case must be in its row, with exactly its actions."""
        reader = ArchiveReader(part)
        try:
            for start in range(0, len(found), CASES_PER_GROUP):
                group = found[start : start + CASES_PER_GROUP]
                rows = reader.rows(range(start, start + len(group)))
                if [rows.get(start + index) for index in range(len(group))] != list(map(_case, group)):
                    raise ArchiveDamaged(f"{part} does not hold what was written to it; no case was moved")
        finally:
            reader.close()

    def _name(self, part: Path) -> int:
        """Give a complete file the next free number, for good."""
        while True:
            file = int(self._client.incr(self._keys.archive_files()))
            try:
                # Not a rename: it would replace a file that a store since put back had numbered alike.
                os.link(part, self._archive.path(file))
            except FileExistsError:
                continue
            part.unlink()
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            return file

    def _swap(self, shard: int, file: int, start: int, group: list[_Found], done: Archived) -> None:
        args: list[str | bytes] = []
        for index, one in enumerate(group):
            stub = encode_stub(decode_record(one.record)[0], Place(file, start + index))
            args += (one.case_id, one.record, stub)
        replaced, before, after = map(int, self._script(keys=[self._keys.records(shard)], args=args))
        done.cases += replaced
        done.changed += len(group) - replaced
        done.bytes_before += before
        done.bytes_after += after


def _case(found: _Found) -> Case:
    return found.case_id, found.ended_us, decode_record(found.record)[1]


def _is_text(found: _Found) -> bool:
    try:
        to_table([_case(found)])
    except UnicodeError:
        return False
    return True
