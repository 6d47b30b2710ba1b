"""Applies actions to cases: read the records touched, add, fold, write record and row in one step.

Large batches go in parts, and overlap: while Redis reads and writes one part, the next one is folded.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import redis

from data_access.domain.actions import RANK_BITS, Action, ActionSet, Field, add_actions
from data_access.domain.city import City
from data_access.domain.lifecycle import fold
from data_access.domain.record import Place, decode_record, decode_stub, is_stub
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import blank_row
from data_access.store.archive import Archive, ArchiveUnreadable
from data_access.store.batch import Call, Change, Prepared, script_call
from data_access.store.durability import ask_replicas, check_replicas, durability_of, outlast
from data_access.store.keys import Keys, shard_of
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, SUBCLASS, TEAM, Names
from data_access.store.packs import Packs

_SCRIPT = (Path(__file__).parent / "apply.lua").read_text()
CASES_PER_CALL = 1000
"""Cases written by one script call: about 5 ms of Redis' time, so that readers never wait long."""
_BY = int(Field.BY)

_Cases = dict[str, list[Action]]
"""Cases of one part with the actions that came in for them."""


@dataclass(slots=True)
class Applied:
    """What became of a batch: actions that changed a case, and those already known."""

    applied: int = 0
    duplicate: int = 0


class CaseStore:
    """Writer of one city's cases; any number of them may work at once, in any process."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys | None = None,
        shards: int = 1,
        archive: Archive | None = None,
    ) -> None:
        self._client = client
        self._wait_replicas = durability_of(client).wait_replicas
        self._keys = keys or Keys(city.id)
        self.meta = open_meta(client, self._keys, shards)
        self._archive = archive or Archive(None, city.id)
        self.pack = Packs(client, self._keys).register(city)
        """Number of the pack's version in the rows that this store writes."""
        self._names = Names(client, self._keys)
        self._names.refresh()
        self._builder = RowBuilder(
            city,
            self._names.numbers(DEPARTMENT),
            self._names.numbers(TEAM),
            self._names.numbers(SUBCLASS),
            pack=self.pack,
        )
        self._script = client.register_script(_SCRIPT)
        self._blank = blank_row(self.pack)

    def apply(self, actions: Iterable[Action]) -> Applied:
        """Add actions to their cases; when it returns, every one of them is in the store.

        Applying an action again changes nothing. While another server takes over from one that failed it
        tries again. Raises redis.RedisError when the store cannot be reached, or too few replicas have the
        batch; it may then be applied in part, and applying it again completes it. Raises ArchiveUnreadable,
        after all others are applied, when a case has gone to the archive and cannot be read from it: that
        case is as it was.
        """
        shards: list[_Cases] = [{} for _ in range(self.meta.shards)]
        for case_id, incoming in _by_case(actions).items():
            shards[shard_of(case_id, self.meta.shards)][case_id] = incoming
        done = Applied()
        unreadable: list[ArchiveUnreadable] = []
        for number, cases in enumerate(shards):
            ids = list(cases)
            parts = [
                {case_id: cases[case_id] for case_id in ids[start : start + CASES_PER_CALL]}
                for start in range(0, len(ids), CASES_PER_CALL)
            ]
            # Whoever asks for replicas waits for them part by part.
            if len(parts) > 1 and not self._wait_replicas:
                parts = self._apply_overlapping(number, parts, done, unreadable)
            for part in parts:
                applied, duplicate = outlast(
                    self._client, partial(self._apply_cases, number, part, unreadable)
                )
                done.applied += applied
                done.duplicate += duplicate
        if unreadable:
            raise unreadable[0]
        return done

    def _apply_overlapping(
        self, shard: int, parts: list[_Cases], done: Applied, unreadable: list[ArchiveUnreadable]
    ) -> list[_Cases]:
        """Apply parts of one shard: while Redis reads and writes, the next part is folded here.

        Row numbers are handed out as if the write before had succeeded; when another writer was faster, the
        script refuses. The answer are the parts to be done again by themselves: those refused, and all for
        which the store did not answer.
        """
        again: list[_Cases] = []
        writes: list[tuple[_Cases, Prepared, Future[bool]]] = []
        with ThreadPoolExecutor(1) as redis_thread:
            # Two reads ahead: the next part is here before the write of this one begins.
            reads = [redis_thread.submit(self._read, shard, list(part)) for part in parts[:2]]
            next_row = -1
            for number, part in enumerate(parts):
                try:
                    known_rows, records = reads[number].result()
                    prepared = self._prepare(shard, max(next_row, known_rows), part, records)
                except redis.RedisError:
                    again += parts[number:]
                    break
                if prepared.call is None:
                    unreadable += prepared.failed.values()
                    done.duplicate += prepared.total
                else:
                    writes.append((part, prepared, redis_thread.submit(self._send, prepared.call)))
                    next_row = prepared.call.next_row
                if number + 2 < len(parts):
                    reads.append(redis_thread.submit(self._read, shard, list(parts[number + 2])))
        for part, prepared, write in writes:
            if write.exception() is not None or not write.result():
                again.append(part)
                continue
            unreadable += prepared.failed.values()
            done.applied += prepared.new
            done.duplicate += prepared.total - prepared.new
        return again

    def _apply_cases(self, shard: int, cases: _Cases, unreadable: list[ArchiveUnreadable]) -> tuple[int, int]:
        """Apply one part of a shard, again and again until nobody else was faster; counts as in Applied."""
        applied = 0
        while True:
            known_rows, records = self._read(shard, list(cases))
            prepared = self._prepare(shard, known_rows, cases, records)
            written = prepared.call is not None and self._send(prepared.call)
            if written:
                applied = max(applied, prepared.new)
            # When replicas are asked for, what was written is read once more together with their answer: then
            # they have it from the very server that has it, whatever failed over in between.
            if prepared.call is None or (written and not self._wait_replicas):
                unreadable += prepared.failed.values()
                return applied, prepared.total - applied

    def _prepare(
        self, shard: int, known_rows: int, cases: _Cases, records: Sequence[bytes | None]
    ) -> Prepared:
        """Fold the cases with their new actions."""
        opened, failed = self._open(dict(zip(cases, records, strict=True)))
        new_actions = total = newest = 0
        changes: list[Change] = []
        for (case_id, incoming), before in zip(cases.items(), records, strict=True):
            if case_id in failed:
                continue
            rows, actions = opened[case_id]
            total += len(incoming)
            new, last = add_actions(actions, incoming)
            if new:
                newest = max(newest, last)
                new_actions += new
                state = fold(actions, self._builder.due_of)
                changes.append(Change(case_id, before or b"", rows, actions, state))
        call = self._call(shard, known_rows, changes, newest >> RANK_BITS) if changes else None
        return Prepared(call, new_actions, total, failed)

    def fold_again(self, shard: int, records: Mapping[str, bytes]) -> list[ArchiveUnreadable]:
        """Fold cases again, with this store's pack, and write their rows; archived ones stay archived.

        `records` are those just read; a case that changes meanwhile is read again. The answer is what went
        wrong with archived cases that cannot be read: they are as they were. Raises redis.RedisError.
        """
        current: dict[str, bytes | None] = dict(records)
        while True:
            stored: Any = self._client.hget(self._keys.state(shard), "rows")
            opened, failed = self._open(current)
            changes = []
            for case_id, (rows, actions) in opened.items():
                before = current[case_id]
                if before:
                    place = decode_stub(before)[1] if is_stub(before) else None
                    state = fold(actions, self._builder.due_of)
                    changes.append(Change(case_id, before, rows, actions, state, place))
            if not changes or self._send(self._call(shard, int(stored or 0), changes, 0)):
                return list(failed.values())
            ids = list(records)
            current = dict(zip(ids, self._read(shard, ids)[1], strict=True))

    def _open(
        self, records: Mapping[str, bytes | None]
    ) -> tuple[dict[str, tuple[list[int], ActionSet]], dict[str, ArchiveUnreadable]]:
        """Row numbers and actions of cases, from the archive where they lie there, and those unreadable."""
        opened: dict[str, tuple[list[int], ActionSet]] = {}
        stubs: dict[str, tuple[list[int], Place]] = {}
        for case_id, record in records.items():
            if not record:
                opened[case_id] = [], {}
            elif is_stub(record):
                stubs[case_id] = decode_stub(record)
            else:
                opened[case_id] = decode_record(record)
        if not stubs:
            return opened, {}
        archived, failed = self._archive.read({case_id: place for case_id, (_, place) in stubs.items()})
        opened |= {case_id: (stubs[case_id][0], actions) for case_id, actions in archived.items()}
        return opened, failed

    def _read(self, shard: int, ids: Sequence[str]) -> tuple[int, list[bytes | None]]:
        with self._client.pipeline(transaction=False) as pipe:
            # The count first: rows handed out after it make the compare-and-set fail, never overlap.
            pipe.hget(self._keys.state(shard), "rows")
            pipe.hmget(self._keys.records(shard), ids)
            if self._wait_replicas:
                ask_replicas(pipe, self._keys.state(shard), self._wait_replicas)
            known, records, *waited = pipe.execute()
        if self._wait_replicas:
            check_replicas(waited[-1], self._wait_replicas)
        return int(known or 0), records

    def _call(self, shard: int, known_rows: int, changes: Sequence[Change], newest_us: int) -> Call:
        self._name(changes)
        return script_call(self._keys, shard, known_rows, changes, newest_us, self._builder, self._blank)

    def _send(self, call: Call) -> bool:
        """Write a part; False when another writer was faster."""
        return int(self._script(keys=call.keys, args=call.args)[0]) == 0

    def _name(self, changes: Sequence[Change]) -> None:
        """Give every name that the batch brings a number before rows are built from it."""
        reports = [change.state.report for change in changes if change.state.report is not None]
        self._ensure(DEPARTMENT, {change.state.department for change in changes})
        self._ensure(TEAM, {report.get(_BY) for report in reports})
        self._ensure(SUBCLASS, {self._builder.unknown_subclass(report) for report in reports})

    def _ensure(self, kind: str, names: set[str | None]) -> None:
        self._names.ensure(kind, {name for name in names if name is not None})


def _by_case(actions: Iterable[Action]) -> _Cases:
    cases: _Cases = {}
    for action in actions:
        case_id = action.case_id
        if case_id in cases:
            cases[case_id].append(action)
        else:
            cases[case_id] = [action]
    return cases
