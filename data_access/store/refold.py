"""Folds every case again after the city pack has changed, while the store is in use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.city import City
from data_access.domain.record import is_stub
from data_access.store.archive import Archive
from data_access.store.keys import Keys
from data_access.store.packs import Packs
from data_access.store.scan import (
    STUBS_HELD,
    count_cases,
    in_file_order,
    read_rows,
    row_numbers,
    scan_records,
)
from data_access.store.translate import pack_numbers
from data_access.store.writer import CaseStore

CASES_AT_ONCE = 1000
"""Cases folded between two writes."""
_PASSES = 3
"""Looks at what is left; more would only race with a writer that still has the other pack."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Refolded:
    """What a refold has done."""

    version: str
    cases: int = 0
    """Cases folded again by this run."""
    total: int = 0
    resumed: bool = False
    """Whether an earlier run was continued."""
    rows_left: int = 0
    """Rows of other pack versions that are still there: a process that has another pack writes them."""
    unreadable: list[str] = field(default_factory=list)
    """What is wrong with archived cases that could not be read."""

    @property
    def complete(self) -> bool:
        """Whether every case now follows the pack."""
        return not self.rows_left and not self.unreadable


class Refolder:
    """Brings the store of one city to the city pack that it is given.

    Rows tell by which version they were made, so nothing is folded twice and a run that was killed goes
    on; the place it had reached is kept as well, to save reading.
    """

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys | None = None,
        archive: Archive | None = None,
        *,
        again: bool = False,
    ) -> None:
        """With `again`, cases that follow this pack already are folded, too. Raises TooManyVersions."""
        self._client = client
        self._keys = keys or Keys(city.id)
        self._packs = Packs(client, self._keys)
        if again:
            self._packs.register(city, anew=True)
        self._store = CaseStore(client, city, self._keys, archive=archive)
        self._version = city.version

    def run(self, progress: Progress | None = None) -> Refolded:
        """Fold what does not follow the pack yet; `progress` is called with cases done and cases in all.

        Raises redis.RedisError; running again then goes on.
        """
        shards = self._store.meta.shards
        done = Refolded(self._version, total=count_cases(self._client, self._keys, shards))
        first, cursor, before = self._resume(done)
        for shard in range(first, shards):
            self._shard(shard, cursor if shard == first else 0, done, before, progress)
        for _ in range(_PASSES):
            left = self._rows_left()
            if not any(left) or done.unreadable:
                break
            for shard in np.flatnonzero(left).tolist():
                self._shard(shard, 0, done, before, progress)
        done.rows_left = sum(self._rows_left())
        if not done.unreadable:
            self._packs.put_in_force(self._version, alone=not done.rows_left)
        self._client.delete(self._keys.refold())
        return done

    def _resume(self, done: Refolded) -> tuple[int, int, int]:
        """Shard and cursor to begin with, and the cases that earlier runs have done."""
        state = cast(dict[bytes, bytes], self._client.hgetall(self._keys.refold()))
        if state.get(b"version") == self._version.encode() and int(state[b"number"]) == self._store.pack:
            done.resumed = True
            return int(state[b"shard"]), int(state[b"cursor"]), int(state[b"cases"])
        self._note(0, 0, 0)
        return 0, 0, 0

    def _note(self, shard: int, cursor: int, cases: int) -> None:
        place: dict[Any, Any] = {"version": self._version, "number": self._store.pack}
        place |= {"shard": shard, "cursor": cursor, "cases": cases}
        self._client.hset(self._keys.refold(), mapping=place)

    def _rows_left(self) -> list[int]:
        return [int(self._stale(shard).sum()) for shard in range(self._store.meta.shards)]

    def _stale(self, shard: int) -> npt.NDArray[np.bool_]:
        """Which rows were made by another version."""
        stale: npt.NDArray[np.bool_] = (
            pack_numbers(read_rows(self._client, self._keys, shard)) != self._store.pack
        )
        return stale

    def _shard(self, shard: int, cursor: int, done: Refolded, before: int, progress: Progress | None) -> None:
        stale = self._stale(shard)
        if not stale.any():
            return
        stubs: dict[str, bytes] = {}
        for following, records in scan_records(self._client, self._keys, shard, cursor):
            wanted = {case_id: one for case_id, one in records.items() if _any(stale, row_numbers(one))}
            stubs |= {case_id: one for case_id, one in wanted.items() if is_stub(one)}
            self._fold(shard, {case_id: one for case_id, one in wanted.items() if not is_stub(one)}, done)
            if len(stubs) >= STUBS_HELD or not following:
                for part in in_file_order(stubs):
                    self._fold(shard, part, done)
                    _report(done, before, progress)
                stubs = {}
            self._note(shard, following, before + done.cases)
            _report(done, before, progress)
        self._note(shard + 1, 0, before + done.cases)

    def _fold(self, shard: int, records: dict[str, bytes], done: Refolded) -> None:
        ids = list(records)
        for start in range(0, len(ids), CASES_AT_ONCE):
            part = {case_id: records[case_id] for case_id in ids[start : start + CASES_AT_ONCE]}
            failed = self._store.fold_again(shard, part)
            done.cases += len(part) - len(failed)
            done.unreadable += map(str, failed)


def _any(stale: npt.NDArray[np.bool_], numbers: list[int]) -> bool:
    # A row handed out since is written by somebody who knows his pack: the next look at the rows tells.
    return any(number < len(stale) and stale[number] for number in numbers)


def _report(done: Refolded, before: int, progress: Progress | None) -> None:
    if progress:
        progress(min(before + done.cases, done.total), done.total)
