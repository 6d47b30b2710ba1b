"""Folds every case again from its actions; compares its rows and the ids beside them with those stored."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.city import City
from data_access.domain.record import is_stub
from data_access.store.archive import Archive
from data_access.store.case_ids import IdsHeld, read_ids
from data_access.store.expected import Expected
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.packs import UNKNOWN_NUMBER, Packs
from data_access.store.rows_held import RowsAsTheyAre, RowsHeld
from data_access.store.sample import sample_cases
from data_access.store.scan import STUBS_HELD, count_cases, in_file_order, read_rows, scan_records

_LOOKS = 20
"""Times that a case which keeps changing is looked at."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose stored row is not the one its actions make, or rows that no case owns."""

    case_id: str
    text: str


@dataclass(slots=True)
class Verified:
    """How much was compared so far, and every difference found."""

    cases: int
    total: int
    differences: list[Difference]
    archived: int = 0
    """Of the cases, those whose actions were read from the archive."""
    other_packs: Counter[str] = field(default_factory=Counter)
    """Cases by the other version of the city pack that they still follow: not compared, not a difference."""


class Verifier:
    """Compares the store of one city with itself, while it is in use."""

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys | None = None, archive: Archive | None = None
    ) -> None:
        self._client = client
        self._keys = keys or Keys(city.id)
        self._shards = open_meta(client, self._keys).shards
        self._packs = Packs(client, self._keys)
        found = self._packs.number(city.version)
        self._pack = UNKNOWN_NUMBER if found is None else found
        self._expected = Expected(client, city, self._keys, archive or Archive(None, city.id), self._pack)

    def run(self, progress: Progress | None = None, *, sample: int | None = None, seed: int = 0) -> Verified:
        """Compare every case, or `sample` cases drawn by `seed`.

        `progress` is called with cases done and cases in all. Only a complete run can tell rows that
        nobody owns or two own. Raises redis.RedisError.
        """
        total = count_cases(self._client, self._keys, self._shards)
        if sample is not None:
            done = Verified(0, min(sample, total), [])
            chosen = sample_cases(self._client, self._keys, self._shards, sample, seed)
            for shard, records in chosen.items():
                rows = RowsAsTheyAre(self._client, self._keys, shard)
                self._portions(shard, [records], rows, None, done, progress)
            return done
        done = Verified(0, total, [])
        for shard in range(self._shards):
            self._whole(shard, done, progress)
        return done

    def _whole(self, shard: int, done: Verified, progress: Progress | None) -> None:
        before = self._count(shard)
        stored = read_rows(self._client, self._keys, shard)
        if len(stored) < before:
            text = f"shard {shard} counts {before} rows and holds {len(stored)}"
            done.differences.append(Difference("", text))
        rows, ids = RowsHeld(stored), IdsHeld(self._client, self._keys, shard, before)
        scan = (records for _, records in scan_records(self._client, self._keys, shard))
        self._portions(shard, scan, rows, ids, done, progress)
        unowned = before - rows.owned(before)
        if unowned > 0:
            text = f"{unowned} of {before} rows of shard {shard} belong to no case"
            done.differences.append(Difference("", text))

    def _portions(
        self,
        shard: int,
        portions: Any,
        rows: RowsHeld | RowsAsTheyAre,
        ids: IdsHeld | None,
        done: Verified,
        progress: Progress | None,
    ) -> None:
        seen: set[str] = set()
        stubs: dict[str, bytes] = {}

        def compare(records: dict[str, bytes]) -> None:
            self._compare(shard, records, rows, ids, done)
            done.cases += len(records)
            if progress:
                progress(done.cases, max(done.total, done.cases))

        for portion in portions:
            # A scan may name a case twice while the hash grows.
            fresh = {case_id: record for case_id, record in portion.items() if case_id not in seen}
            seen.update(fresh)
            # Archived cases are put off, so that each group of a file is read once.
            stubs |= {case_id: record for case_id, record in fresh.items() if is_stub(record)}
            compare({case_id: record for case_id, record in fresh.items() if not is_stub(record)})
            if len(stubs) >= STUBS_HELD:
                for part in in_file_order(stubs):
                    compare(part)
                stubs = {}
        for part in in_file_order(stubs):
            compare(part)

    def _compare(
        self,
        shard: int,
        records: dict[str, bytes],
        rows: RowsHeld | RowsAsTheyAre,
        ids: IdsHeld | None,
        done: Verified,
    ) -> None:
        if not records:
            return
        found = self._expected.of(records)
        rows.taken_twice(found.unread)
        done.archived += found.archived
        done.differences += [Difference(case_id, text) for case_id, text in found.unreadable.items()]
        stored, there = rows.take(found.numbers)
        done.differences += [
            Difference(
                found.ids[found.cases[index]], f"row {found.numbers[index]} belongs to another case, too"
            )
            for index in rows.taken_twice(found.numbers)
        ]
        firsts = np.flatnonzero(np.diff(found.cases, prepend=-1))
        packs = stored["flags"][firsts] >> 24
        other = there[firsts] & (packs != self._pack)
        for number, count in zip(*np.unique(packs[other], return_counts=True), strict=True):
            done.other_packs[self._packs.version(int(number))] += int(count)
        differs = ~there | (_bytes(stored) != _bytes(found.rows)).any(axis=1)
        suspects = np.union1d(found.cases[differs], found.too_few)
        suspects = np.setdiff1d(suspects, found.cases[firsts[other]])
        owners = [found.ids[index] for index in found.cases.tolist()]
        if ids is not None:
            misnamed = ids.differ(found.numbers, owners)
        else:
            kept = self._ids(shard, found.numbers)
            misnamed = np.array(
                [one != other for one, other in zip(kept, owners, strict=True)], dtype=np.bool_
            )
        suspects = np.union1d(suspects, found.cases[misnamed])
        for index in suspects.tolist():
            # Cases change while we read: only a difference that is still there in one atomic look counts.
            text = self._look_again(shard, found.ids[index])
            if text:
                done.differences.append(Difference(found.ids[index], text))

    def _ids(self, shard: int, numbers: npt.NDArray[np.int64]) -> list[str]:
        return read_ids(self._client, self._keys, np.full(len(numbers), shard), numbers)

    def _count(self, shard: int) -> int:
        stored: Any = self._client.hget(self._keys.state(shard), "rows")
        return int(stored or 0)

    def _look_again(self, shard: int, case_id: str) -> str | None:
        for _ in range(_LOOKS):
            record: Any = self._client.hget(self._keys.records(shard), case_id)
            if record is None:
                return None
            found = self._expected.of({case_id: record})
            if found.unreadable:
                return found.unreadable[case_id]
            with self._client.pipeline(transaction=True) as pipe:
                pipe.hget(self._keys.records(shard), case_id)
                pipe.hget(self._keys.state(shard), "rows")
                rows = RowsAsTheyAre(self._client, self._keys, shard)
                rows.ask(pipe, found.numbers)
                now, count, *contents = pipe.execute()
            if now != record:
                continue
            beyond = [number for number in found.numbers.tolist() if number >= int(count or 0)]
            if beyond:
                return f"row {beyond[0]} was never handed out"
            # An id is written with the record that first owns its row, and never again.
            if self._ids(shard, found.numbers) != [case_id] * len(found.numbers):
                return f"row {found.numbers[0]} is listed under the id of another case, or of none"
            stored, _ = rows.answer(contents)
            if int(stored["flags"][0] >> 24) != self._pack:
                return None
            if len(found.too_few) or (_bytes(stored) != _bytes(found.rows)).any():
                return f"row {found.numbers[0]} differs from the fold of its actions"
            return None
        return "changed too often to be compared"


def _bytes(rows: np.ndarray[Any, np.dtype[np.void]]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Rows as bytes; shape (rows, bytes of a row)."""
    return np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), rows.itemsize)
