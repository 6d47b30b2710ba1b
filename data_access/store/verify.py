"""Folds every case again from its actions and compares the row that it should have with the one stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import redis

from data_access.domain.city import City
from data_access.domain.lifecycle import fold
from data_access.domain.record import decode_record
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK, blank_row
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, SUBCLASS, TEAM, Names

_PER_SCAN = 2000


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


class Verifier:
    """Compares the store of one city with itself, while it is in use."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys | None = None) -> None:
        self._client = client
        self._keys = keys or Keys(city.id)
        self._shards = open_meta(client, self._keys).shards
        names = Names(client, self._keys)
        names.refresh()
        self._names = names
        self._builder = RowBuilder(
            city, names.numbers(DEPARTMENT), names.numbers(TEAM), names.numbers(SUBCLASS)
        )
        self._blank = blank_row()

    def run(self, progress: Callable[[int, int], None] | None = None) -> Verified:
        """Compare every case; `progress` is called with cases done and cases in all."""
        total = sum(self._client.hlen(self._keys.records(shard)) for shard in range(self._shards))
        done = Verified(0, total, [])
        for shard in range(self._shards):
            owned = 0
            before = self._rows_stored(shard)
            seen: set[str] = set()
            for batch in self._scan(shard):
                # A scan may name a case twice while the hash grows.
                fresh = {case_id: record for case_id, record in batch.items() if case_id not in seen}
                seen.update(fresh)
                owned += sum(len(decode_record(record)[0]) for record in fresh.values())
                for case_id in self._suspects(shard, fresh):
                    # Cases change while we read: only a difference that is still there in one
                    # atomic look counts.
                    text = self._look_again(shard, case_id)
                    if text:
                        done.differences.append(Difference(case_id, text))
                done.cases += len(fresh)
                if progress:
                    progress(done.cases, max(total, done.cases))
            if owned < before:
                text = f"{before - owned} of {before} rows of shard {shard} belong to no case"
                done.differences.append(Difference("", text))
        return done

    def _rows_stored(self, shard: int) -> int:
        return int(self._client.hget(self._keys.state(shard), "rows") or 0)

    def _scan(self, shard: int) -> Iterator[dict[str, bytes]]:
        cursor = 0
        while True:
            answer: Any = self._client.hscan(self._keys.records(shard), cursor, count=_PER_SCAN)
            cursor, found = answer
            if found:
                yield {case_id.decode("utf-8", "surrogatepass"): record for case_id, record in found.items()}
            if not cursor:
                return

    def _expected(self, record: bytes) -> tuple[list[int], list[bytes]]:
        numbers, actions = decode_record(record)
        rows, _ = self._builder.build([fold(actions, self._builder.due_of)])
        lines = [rows[i : i + 1].tobytes() for i in range(len(rows))]
        lines += [self._blank] * (len(numbers) - len(lines))
        return numbers, lines

    def _suspects(self, shard: int, records: dict[str, bytes]) -> list[str]:
        self._names.refresh()
        decoded = {case_id: decode_record(record) for case_id, record in records.items()}
        states = [fold(actions, self._builder.due_of) for _, actions in decoded.values()]
        rows, counts = self._builder.build(states)
        lines, suspects, start = rows.tobytes(), [], 0
        with self._client.pipeline(transaction=False) as pipe:
            for numbers, _ in decoded.values():
                for number in numbers:
                    self._get_row(pipe, shard, number)
            stored = iter(pipe.execute())
        for (case_id, (numbers, _)), count in zip(decoded.items(), counts, strict=True):
            expected = [lines[(start + i) * ROW_BYTES : (start + i + 1) * ROW_BYTES] for i in range(count)]
            expected += [self._blank] * (len(numbers) - count)
            start += count
            if [next(stored) for _ in numbers] != expected:
                suspects.append(case_id)
        return suspects

    def _get_row(self, pipe: redis.client.Pipeline, shard: int, number: int) -> None:
        block, offset = divmod(number, ROWS_PER_BLOCK)
        pipe.getrange(self._keys.block(shard, block), offset * ROW_BYTES, (offset + 1) * ROW_BYTES - 1)

    def _look_again(self, shard: int, case_id: str) -> str | None:
        for _ in range(20):
            record: Any = self._client.hget(self._keys.records(shard), case_id)
            if record is None:
                return None
            numbers, expected = self._expected(record)
            with self._client.pipeline(transaction=True) as pipe:
                pipe.hget(self._keys.records(shard), case_id)
                for number in numbers:
                    self._get_row(pipe, shard, number)
                now, *stored = pipe.execute()
            if now == record:
                return (
                    None if stored == expected else f"row {numbers[0]} differs from the fold of its actions"
                )
        return "changed too often to be compared"
