"""Keeps what people can see of their own reports up to date, some cases at a time."""

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.actions import Field
from data_access.domain.city import City
from data_access.domain.lifecycle import first_report
from data_access.queries.public.track import track_entry, trackable
from data_access.store.archive import Archive
from data_access.store.cases import CaseReader
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from data_access.store.public_shelf import PublicShelf
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table

CASES_AT_ONCE = 200
"""Cases that are read and written in one step."""

Rows = npt.NDArray[np.int64]


class Tracks:
    """The tracking entries of one city; for the worker that publishes."""

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys, table: Table, shelf: PublicShelf, archive: Archive
    ) -> None:
        self._client, self._city, self._keys = client, city, keys
        self._table, self._shelf = table, shelf
        self._reader = CaseReader(client, keys, archive)
        meta = open_meta(client, keys)
        self._shards, self._salt = meta.shards, meta.check_key
        self._salted = False
        self._waiting: Rows = np.empty(0, dtype=np.int64)

    def note(self, changed: Rows | None, now: float) -> None:
        """Take notice of rows that changed; None means that any may have."""
        rows = np.arange(len(self._table.columns["flags"])) if changed is None else changed
        found = trackable(self._table.columns, rows, now, self._city.rules.public.track_days)
        # The newest first: people look after what they have just reported.
        self._waiting = found[::-1] if changed is None else np.concatenate([found, self._waiting])

    @property
    def waiting(self) -> int:
        """Cases that wait to be written."""
        return len(self._waiting)

    def step(self, token: int, now: float) -> bool:
        """Write some of the cases that wait; False when the lease is lost. Raises redis.RedisError."""
        if not self._salted:
            if not self._shelf.put_salt(token, self._salt):
                return False
            self._salted = True
        rows, left = self._waiting[:CASES_AT_ONCE], self._waiting[CASES_AT_ONCE:]
        if not len(rows):
            return True
        rows = np.unique(rows)
        stored = StoredRows(self._client, self._keys, self._shards, self._table.block_numbers)
        cases = self._reader.read_cases(ids := stored.case_ids(rows))
        tracks = {}
        for row, case_id in zip(rows.tolist(), ids, strict=True):
            case = cases.get(case_id)
            report = None if case is None or case.actions is None else first_report(
                case.actions, sorted(case.actions)
            )  # fmt: skip
            check = None if report is None else report[1].get(Field.CHECK)
            if check:
                days = self._city.rules.public.track_days
                tracks[str(check)] = track_entry(self._table.columns, row, self._city, now, days)
        if not self._shelf.put_tracks(token, tracks):
            return False
        self._waiting = left
        return True
