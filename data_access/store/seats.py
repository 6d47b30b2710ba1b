"""Reads the records of a time and makes rows of what every seat did: for evaluations, not for screens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.actions import MICROSECONDS, RANK_BITS
from data_access.domain.city import City
from data_access.domain.evaluation.seats import SeatWork, seat_rows, seat_work
from data_access.domain.lifecycle import CaseState, fold
from data_access.domain.record import decode_record
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW, Columns, to_columns
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.names import DEPARTMENT, SUBCLASS, Names

_PER_SCAN = 2000


@dataclass
class SeatTable:
    """Rows by seat, and the names that their numbers stand for."""

    columns: Columns
    departments: Sequence[str]
    subclasses: Sequence[str]
    teams: list[str] = field(default_factory=list)
    """Codes of the seats by number."""
    places: dict[str, range] = field(default_factory=dict)
    """Positions of the rows of the cases that were asked for."""

    def rows(self, case_ids: Iterable[str]) -> npt.NDArray[np.int64]:
        """Positions of all rows of some of these cases."""
        return np.array([row for case_id in case_ids for row in self.places.get(case_id, ())], dtype=np.int64)


def read_seats(
    client: redis.Redis, city: City, keys: Keys, start: int, end: int,
    progress: Callable[[int], None] | None = None, apart: Iterable[str] = (),
) -> SeatTable:  # fmt: skip
    """The rows of all cases with an action from `start` to `end` (Unix seconds); `progress` counts cases.

    Of the cases `apart` the table tells where their rows are.
    """
    known = {case_id.encode("utf-8", "surrogatepass") for case_id in apart}
    beside: dict[str, list[tuple[CaseState, str, SeatWork]]] = {}
    names = Names(client, keys)
    names.refresh()
    seats: dict[str, int] = {}
    builder = RowBuilder(city, names.numbers(DEPARTMENT), seats, names.numbers(SUBCLASS))
    first, last = (at * MICROSECONDS << RANK_BITS for at in (start, end))
    parts = [np.empty(0, dtype=ROW)]
    for shard in range(open_meta(client, keys).shards):
        cursor = 0
        # A scan may name a case twice while the hash grows.
        seen: set[bytes] = set()
        while True:
            answer: Any = client.hscan(keys.records(shard), cursor, count=_PER_SCAN)
            cursor, found = answer
            items: list[tuple[CaseState, str, SeatWork]] = []
            for case_id, record in found.items():
                if case_id in seen:
                    continue
                seen.add(case_id)
                _, actions = decode_record(record)
                if not any(first <= order < last for order in actions):
                    continue
                state = fold(actions, builder.due_of)
                if state.report is not None:
                    into = items
                    if case_id in known:
                        into = beside.setdefault(case_id.decode("utf-8", "surrogatepass"), [])
                    for seat, work in seat_work(actions, state).items():
                        seats.setdefault(seat, len(seats))
                        into.append((state, seat, work))
            if items:
                parts.append(seat_rows(items, builder))
            if progress:
                progress(len(found))
            if not cursor:
                break
    places: dict[str, range] = {}
    size = sum(map(len, parts))
    for name, work_of_case in beside.items():
        if work_of_case:
            parts.append(seat_rows(work_of_case, builder))
            places[name] = range(size, size + len(parts[-1]))
            size += len(parts[-1])
    return SeatTable(
        to_columns(np.concatenate(parts)), names.departments, names.subclasses, list(seats), places
    )
