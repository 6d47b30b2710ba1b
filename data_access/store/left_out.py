"""From decided appeals to the rows that do not count, in one state of a table."""

from collections.abc import Iterable

import numpy as np
import redis

from data_access.domain.evaluation.appeals import appeals
from data_access.domain.evaluation.entered import Entered, External, Rows
from data_access.domain.evaluation.entries import standing
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.store.cases import rows_of
from data_access.store.evaluation_log import EvaluationLog
from data_access.store.keys import Keys
from data_access.store.stored_rows import StoredRows


def read_entered(
    log: EvaluationLog, client: redis.Redis, keys: Keys, shards: int, rows: StoredRows, size: int
) -> Entered:
    """Everything that people have added to evaluations; `rows` is the state of the table that is counted, of
    `size` rows.

    Raises redis.RedisError.
    """
    external = values_entered(log)
    cases = left_out_cases(log)
    if not any(cases.values()):
        return Entered(external)
    found = rows_of(client, keys, shards, {one for ids in cases.values() for one in ids})

    def positions(ids: Iterable[str]) -> Rows:
        places = [rows.place(found[one][0], row) for one in ids if one in found for row in found[one][1]]
        # A row that this table does not have yet is not counted by it either.
        held = sorted(place for place in places if place is not None and place < size)
        return np.array(held, dtype=np.int64)

    return Entered(external, {month: positions(ids) for month, ids in cases.items()})


def values_entered(log: EvaluationLog) -> dict[ObjectKind, External]:
    """The external values that hold, by kind."""
    return dict(standing(log.external.all()))


def left_out_cases(log: EvaluationLog) -> dict[str, list[str]]:
    """Ids of the cases left out, by month."""
    found: dict[str, list[str]] = {}
    for (month, case_id), appeal in appeals(log.appeals.all()).items():
        if appeal.left_out:
            found.setdefault(month, []).append(case_id)
    return found
