"""Applies actions to cases: read the records touched, add, fold, write record and row in one step.

Large batches go in parts, and overlap: while Redis reads and writes one part, the next one is folded.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import redis

from data_access.domain.actions import RANK_BITS, Action, ActionSet, Field, add_action
from data_access.domain.city import City
from data_access.domain.lifecycle import CaseState, fold
from data_access.domain.record import decode_record, encode_record
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK, blank_row
from data_access.store.keys import Keys, shard_of
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, SUBCLASS, TEAM, Names

_SCRIPT = (Path(__file__).parent / "apply.lua").read_text()
CASES_PER_CALL = 1000
"""Cases written by one script call: about 5 ms of Redis' time, so that readers never wait long."""
FEED_LENGTH = 2000
_BY = int(Field.BY)


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


_Cases = dict[str, list[Action]]
"""Cases of one part with the actions that came in for them."""


@dataclass(slots=True)
class _Prepared:
    """A call of the script, the count of rows after it, and how many actions are new by it."""

    keys: list[str]
    args: list[bytes | str | int]
    next_row: int
    new: int


class CaseStore:
    """Writer of one city's cases; any number of them may work at once, in any process."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys | None = None, shards: int = 1) -> None:
        self._client = client
        self._city = city
        self._keys = keys or Keys(city.id)
        self.meta = open_meta(client, self._keys, shards)
        self._names = Names(client, self._keys)
        self._names.refresh()
        self._builder = RowBuilder(
            city, self._names.numbers(DEPARTMENT), self._names.numbers(TEAM), self._names.numbers(SUBCLASS)
        )
        self._script = client.register_script(_SCRIPT)
        self._blank = blank_row()

    def apply(self, actions: Iterable[Action]) -> Applied:
        """Add actions to their cases; when it returns, every one of them is in the store.

        Applying an action again changes nothing. Raises redis.RedisError when the store cannot be
        reached; the batch may then be applied in part, and applying it again completes it.
        """
        shards: list[dict[str, list[Action]]] = [{} for _ in range(self.meta.shards)]
        for action in actions:
            shard = shards[shard_of(action.case_id, self.meta.shards)]
            known = shard.get(action.case_id)
            if known is None:
                shard[action.case_id] = [action]
            else:
                known.append(action)
        applied = 0
        for number, cases in enumerate(shards):
            ids = list(cases)
            parts = [
                {case_id: cases[case_id] for case_id in ids[start : start + CASES_PER_CALL]}
                for start in range(0, len(ids), CASES_PER_CALL)
            ]
            if len(parts) > 1:
                applied += self._apply_parts(number, parts)
            elif parts:
                applied += self._apply_cases(number, parts[0])
        return Applied(applied, sum(len(known) for cases in shards for known in cases.values()) - applied)

    def _apply_parts(self, shard: int, parts: Sequence[_Cases]) -> int:
        """Apply several parts of one shard: while Redis reads and writes, the next part is folded here.

        Row numbers are handed out as if the write before had succeeded; when another writer was faster,
        the script refuses, and the part is done again by itself.
        """
        applied = 0
        again: list[_Cases] = []
        writes: list[tuple[_Cases, int, Future[bool]]] = []
        with ThreadPoolExecutor(1) as redis_thread:
            # Two reads ahead: the next part is here before the write of this one begins.
            reads = [redis_thread.submit(self._read, shard, list(part)) for part in parts[:2]]
            next_row = -1
            for number, part in enumerate(parts):
                known_rows, records = reads[number].result()
                if next_row < 0:
                    next_row = known_rows
                prepared = self._prepare(shard, next_row, part, records)
                if prepared is not None:
                    writes.append((part, prepared.new, redis_thread.submit(self._send, prepared)))
                    next_row = prepared.next_row
                if number + 2 < len(parts):
                    reads.append(redis_thread.submit(self._read, shard, list(parts[number + 2])))
        for part, new, write in writes:
            if write.result():
                applied += new
            else:
                again.append(part)
        return applied + sum(self._apply_cases(shard, part) for part in again)

    def _apply_cases(self, shard: int, cases: _Cases) -> int:
        """Apply one part of a shard, again and again until nobody else was faster; the new actions."""
        while True:
            known_rows, records = self._read(shard, list(cases))
            prepared = self._prepare(shard, known_rows, cases, records)
            if prepared is None:
                return 0
            if self._send(prepared):
                return prepared.new

    def _prepare(
        self, shard: int, known_rows: int, cases: _Cases, records: Sequence[bytes | None]
    ) -> _Prepared | None:
        """Fold the cases with their new actions; None when all of them are known."""
        applied, newest = 0, 0
        changes: list[_Change] = []
        for (case_id, incoming), before in zip(cases.items(), records, strict=True):
            rows, actions = decode_record(before) if before else ([], {})
            new = 0
            for action in incoming:
                if add_action(actions, action.order, action.fields):
                    new += 1
                    newest = max(newest, action.order)
            if new:
                applied += new
                state = fold(actions, self._builder.due_of)
                changes.append(_Change(case_id, before or b"", rows, actions, state))
        if not changes:
            return None
        return self._arguments(shard, known_rows, changes, newest >> RANK_BITS, applied)

    def _read(self, shard: int, ids: Sequence[str]) -> tuple[int, list[bytes | None]]:
        with self._client.pipeline(transaction=False) as pipe:
            # The count first: rows handed out after it make the compare-and-set fail, never overlap.
            pipe.hget(self._keys.state(shard), "rows")
            pipe.hmget(self._keys.records(shard), ids)
            known, records = pipe.execute()
        return int(known or 0), records

    def _arguments(
        self, shard: int, known_rows: int, changes: list[_Change], newest_us: int, new: int
    ) -> _Prepared:
        """The script call that writes the changes if nobody has changed the cases since."""
        self._name(changes)
        rows, counts = self._builder.build([change.state for change in changes])
        lines = rows.tobytes()
        next_row = known_rows
        numbers: list[int] = []
        pieces: list[bytes] = []
        offset = 0
        for change, count in zip(changes, counts, strict=True):
            while len(change.rows) < count:
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
        args: list[bytes | str | int] = [known_rows, next_row, newest_us, FEED_LENGTH]
        args += [np.array(numbers, dtype="<u4").tobytes(), len(changes), len(runs) // 3]
        args.append(ROWS_PER_BLOCK * ROW_BYTES)
        for change in changes:
            args += (change.case_id, change.before, encode_record(change.rows, change.actions))
        touched = [
            keys.records(shard), keys.state(shard), keys.block_versions(shard), keys.row_feed(shard),
            *(keys.block(shard, block) for block in blocks),
        ]  # fmt: skip
        return _Prepared(touched, [*args, *runs, *blocks], next_row, new)

    def _send(self, prepared: _Prepared) -> bool:
        """Write a part; False when another writer was faster."""
        return int(self._script(keys=prepared.keys, args=prepared.args)[0]) == 0

    def _name(self, changes: list[_Change]) -> None:
        """Give every name that the batch brings a number before rows are built from it."""
        reports = [change.state.report for change in changes if change.state.report is not None]
        self._ensure(DEPARTMENT, {change.state.department for change in changes})
        self._ensure(TEAM, {report.get(_BY) for report in reports})
        self._ensure(SUBCLASS, {self._builder.unknown_subclass(report) for report in reports})

    def _ensure(self, kind: str, names: set[str | None]) -> None:
        self._names.ensure(kind, {name for name in names if name is not None})


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
            runs += (5 + position, first % ROWS_PER_BLOCK * ROW_BYTES, b"".join(pieces[start:index]))
            start = index
    return list(blocks), runs
