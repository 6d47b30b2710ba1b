"""The rows that cases should have: folded from their actions, wherever those lie."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.city import City
from data_access.domain.lifecycle import fold
from data_access.domain.record import decode_record, decode_stub, is_stub
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import ROW, blank_row
from data_access.store.archive import Archive
from data_access.store.keys import Keys
from data_access.store.names import DEPARTMENT, SUBCLASS, TEAM, Names


@dataclass(frozen=True, slots=True)
class ExpectedRows:
    """Rows of some cases, in the order of `numbers`; all arrays of shape (rows,)."""

    ids: list[str]
    cases: npt.NDArray[np.int64]
    """Index in `ids` of the case that each row belongs to; ascending."""
    numbers: npt.NDArray[np.int64]
    rows: npt.NDArray[np.void]
    archived: int
    too_few: npt.NDArray[np.int64]
    """Indexes in `ids` of cases that own fewer rows than they need."""
    unreadable: dict[str, str]
    """Archived cases that cannot be read, and why; they are not among `ids`."""
    unread: npt.NDArray[np.int64]
    """Numbers of the rows that those own."""


class Expected:
    """Makes the rows of one city's cases as a writer with the same pack would."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys, archive: Archive, pack: int) -> None:
        self._archive = archive
        self._names = Names(client, keys)
        self._names.refresh()
        names = [self._names.numbers(kind) for kind in (DEPARTMENT, TEAM, SUBCLASS)]
        self._builder = RowBuilder(city, *names, pack=pack)
        self._blank = np.frombuffer(blank_row(pack), dtype=ROW)

    def of(self, records: dict[str, bytes]) -> ExpectedRows:
        """Rows of cases by their records. Raises redis.RedisError."""
        # Names given since: the records may know them.
        self._names.refresh()
        stubs = {case_id: decode_stub(one) for case_id, one in records.items() if is_stub(one)}
        archived, failed = self._archive.read({case_id: place for case_id, (_, place) in stubs.items()})
        ids: list[str] = []
        owned: list[list[int]] = []
        states = []
        for case_id, record in records.items():
            if case_id in failed:
                continue
            numbers, actions = (
                (stubs[case_id][0], archived[case_id]) if case_id in archived else decode_record(record)
            )
            ids.append(case_id)
            owned.append(numbers)
            states.append(fold(actions, self._builder.due_of))
        rows, counts = self._builder.build(states)
        sizes = np.array([len(numbers) for numbers in owned], dtype=np.int64)
        needed = np.array(counts, dtype=np.int64)
        if (sizes != needed).any():
            rows = self._with_blanks(rows, needed, sizes)
        return ExpectedRows(
            ids,
            np.repeat(np.arange(len(ids)), sizes),
            np.array([number for numbers in owned for number in numbers], dtype=np.int64),
            rows,
            len(archived),
            np.flatnonzero(needed > sizes),
            {case_id: str(error) for case_id, error in failed.items()},
            np.array([number for case_id in failed for number in stubs[case_id][0]], dtype=np.int64),
        )

    def _with_blanks(
        self, rows: npt.NDArray[np.void], counts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.void]:
        """As many rows as each case owns: a blank one for each continuation that it needs no longer."""
        spread = np.repeat(self._blank, int(sizes.sum()))
        starts, targets = np.cumsum(counts) - counts, np.cumsum(sizes) - sizes
        kept = np.minimum(counts, sizes)
        inside = np.arange(int(kept.sum())) - np.repeat(np.cumsum(kept) - kept, kept)
        spread[np.repeat(targets, kept) + inside] = rows[np.repeat(starts, kept) + inside]
        return spread
