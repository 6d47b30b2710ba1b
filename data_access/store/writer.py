"""Applies actions to cases: read the records touched, add, fold, write record and row in one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import redis

from data_access.domain.actions import RANK_BITS, Action, ActionSet, Field, add_action
from data_access.domain.city import City
from data_access.domain.lifecycle import CaseState, fold
from data_access.domain.record import (
    Place,
    decode_record,
    decode_stub,
    encode_record,
    encode_stub,
    is_stub,
)
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK, blank_row
from data_access.store.archive import Archive, ArchiveUnreadable
from data_access.store.case_ids import ID_BYTES, NewIds
from data_access.store.durability import ask_replicas, check_replicas, durability_of, outlast
from data_access.store.keys import Keys, shard_of
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, SUBCLASS, TEAM, Names
from data_access.store.packs import Packs

_SCRIPT = (Path(__file__).parent / "apply.lua").read_text()
CASES_PER_CALL = 1000
"""Cases written by one script call: about 5 ms of Redis' time, so that readers never wait long."""
FEED_LENGTH = 2000
_FIRST_BLOCK = 6
"""Place of the first row block among the keys of the script."""


@dataclass(slots=True)
class Applied:
    """What became of a batch: actions that changed a case, and those already known."""

    applied: int = 0
    duplicate: int = 0


@dataclass(slots=True)
class _Change:
    """A case on its way into the store."""

    case_id: str
    before: bytes
    rows: list[int]
    actions: ActionSet
    state: CaseState
    place: Place | None = None
    """Where its actions stay in the archive; None keeps them in the record."""

    def record(self) -> bytes:
        """The record to write."""
        return encode_stub(self.rows, self.place) if self.place else encode_record(self.rows, self.actions)


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
        shards: list[dict[str, list[Action]]] = [{} for _ in range(self.meta.shards)]
        for action in actions:
            shard = shards[shard_of(action.case_id, self.meta.shards)]
            known = shard.get(action.case_id)
            if known is None:
                shard[action.case_id] = [action]
            else:
                known.append(action)
        done = Applied()
        unreadable: list[ArchiveUnreadable] = []
        for number, cases in enumerate(shards):
            ids = list(cases)
            for start in range(0, len(ids), CASES_PER_CALL):
                part = {case_id: cases[case_id] for case_id in ids[start : start + CASES_PER_CALL]}
                work = partial(self._apply_cases, number, part, unreadable)
                applied, duplicate = outlast(self._client, work)
                done.applied += applied
                done.duplicate += duplicate
        if unreadable:
            raise unreadable[0]
        return done

    def _apply_cases(
        self, shard: int, cases: dict[str, list[Action]], unreadable: list[ArchiveUnreadable]
    ) -> tuple[int, int]:
        applied = 0
        while True:
            new_actions = total = newest = 0
            known_rows, records = self._read(shard, list(cases))
            opened, failed = self._open(dict(zip(cases, records, strict=True)))
            changes: list[_Change] = []
            for (case_id, incoming), before in zip(cases.items(), records, strict=True):
                if case_id in failed:
                    continue
                rows, actions = opened[case_id]
                total += len(incoming)
                new = 0
                for action in incoming:
                    if add_action(actions, action.order, action.fields):
                        new += 1
                        newest = max(newest, action.order)
                if new:
                    new_actions += new
                    state = fold(actions, self._builder.due_of)
                    changes.append(_Change(case_id, before or b"", rows, actions, state))
            written = bool(changes) and self._write(shard, known_rows, changes, newest >> RANK_BITS)
            if written:
                applied = max(applied, new_actions)
            # When replicas are asked for, what was written is read once more together with their answer: then
            # they have it from the very server that has it, whatever failed over in between.
            if not changes or (written and not self._wait_replicas):
                unreadable += failed.values()
                return applied, total - applied

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
                    changes.append(_Change(case_id, before, rows, actions, state, place))
            if not changes or self._write(shard, int(stored or 0), changes, 0):
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

    def _write(self, shard: int, known_rows: int, changes: list[_Change], newest_us: int) -> bool:
        self._name(changes)
        rows, counts = self._builder.build([change.state for change in changes])
        lines = rows.tobytes()
        next_row = known_rows
        numbers: list[int] = []
        pieces: list[bytes] = []
        new = NewIds()
        offset = 0
        for change, count in zip(changes, counts, strict=True):
            while len(change.rows) < count:
                new.add(next_row, change.case_id)
                change.rows.append(next_row)
                next_row += 1
            for index, number in enumerate(change.rows):
                numbers.append(number)
                # A continuation row no longer needed is blanked and stays the case's own.
                at = (offset + index) * ROW_BYTES
                pieces.append(lines[at : at + ROW_BYTES] if index < count else self._blank)
            offset += count
        keys = self._keys
        blocks, runs = _runs(numbers, pieces)
        runs += new.runs({block: _FIRST_BLOCK + len(blocks) + index for index, block in enumerate(blocks)})
        args: list[bytes | str | int] = [known_rows, next_row, newest_us, FEED_LENGTH]
        args += [np.array(numbers, dtype="<u4").tobytes(), len(changes), len(runs) // 3]
        args += [ROWS_PER_BLOCK * ROW_BYTES, ROWS_PER_BLOCK * ID_BYTES, len(new.long)]
        args.append(keys.row_channel(shard))
        for change in changes:
            args += (change.case_id, change.before, change.record())
        result = self._script(
            keys=[
                keys.records(shard), keys.state(shard), keys.block_versions(shard), keys.row_feed(shard),
                keys.long_ids(shard),
                *(keys.block(shard, block) for block in blocks),
                *(keys.block_ids(shard, block) for block in blocks),
            ],
            args=[*args, *runs, *(part for pair in new.long for part in pair), *blocks],
        )  # fmt: skip
        return int(result[0]) == 0

    def _name(self, changes: list[_Change]) -> None:
        """Give every name that the batch brings a number before rows are built from it."""
        self._names.ensure(
            DEPARTMENT, {c.state.department for c in changes if c.state.department is not None}
        )
        reports = [change.state.report for change in changes if change.state.report is not None]
        self._names.ensure(TEAM, {report[Field.BY] for report in reports if Field.BY in report})
        unknown = (self._builder.unknown_subclass(report) for report in reports)
        self._names.ensure(SUBCLASS, {code for code in unknown if code is not None})


def _runs(numbers: list[int], pieces: list[bytes]) -> tuple[list[int], list[bytes | int]]:
    """Blocks touched, and the arguments that write the rows: neighbours joined into one run each."""
    blocks: dict[int, int] = {}
    runs: list[bytes | int] = []
    start = 0
    for index in range(1, len(numbers) + 1):
        number = numbers[index - 1]
        joined = index < len(numbers) and numbers[index] == number + 1 and (number + 1) % ROWS_PER_BLOCK != 0
        if not joined:
            first = numbers[start]
            block = first // ROWS_PER_BLOCK
            position = blocks.setdefault(block, len(blocks))
            runs += (
                _FIRST_BLOCK + position,
                first % ROWS_PER_BLOCK * ROW_BYTES,
                b"".join(pieces[start:index]),
            )
            start = index
    return list(blocks), runs
