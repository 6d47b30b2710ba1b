"""Blocks of rows and ids grow by steps and lose nothing by it; readers follow however busy writers are."""

from itertools import count
from typing import Any

import numpy as np
import pytest
import redis

from data_access.domain.actions import RANK_BITS, RANKS, Action, order_of
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK
from data_access.store.batch import ROOM_STEP
from data_access.store.case_ids import ID_BYTES, read_ids
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from data_access.store.writer import CaseStore
from tests.reference.little_city import little_city

CITY = little_city()
ACCEPT = order_of(10**15, RANKS["accept"])
LAST = ROWS_PER_BLOCK + 104


def test_blocks_grow_by_steps_and_keep_what_they_hold(store_redis: redis.Redis) -> None:
    keys = Keys("little", "steps")
    store = CaseStore(store_redis, CITY, keys)
    ids: list[str] = []
    for stop in (3, ROOM_STEP, 2 * ROOM_STEP + 1, LAST):
        # Some ids are too long for a block.
        new = [f"{'' if row % 50 else 'long' * 6}{row}" for row in range(len(ids), stop)]
        store.apply(Action(case_id, ACCEPT) for case_id in new)
        ids += new
        for block in range(-(-stop // ROWS_PER_BLOCK)):
            rows = min(stop - block * ROWS_PER_BLOCK, ROWS_PER_BLOCK)
            room = -(-rows // ROOM_STEP) * ROOM_STEP
            assert store_redis.strlen(keys.block(0, block)) == room * ROW_BYTES
            assert store_redis.strlen(keys.block_ids(0, block)) == room * ID_BYTES
    assert read_ids(store_redis, keys, np.zeros(LAST, dtype=np.int64), np.arange(LAST)) == ids
    verified = Verifier(store_redis, CITY, keys).run()
    assert (verified.cases, verified.differences) == (LAST, [])


def test_a_reader_reaches_a_moment_while_somebody_writes_before_its_every_look(
    store_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys("little", "busy")
    store = CaseStore(store_redis, CITY, keys)
    store.apply([Action("first", ACCEPT)])
    table = Table(store_redis, CITY, keys)
    table.refresh()
    look, looks = store_redis.xrange, count()

    def busy(*args: Any, **options: Any) -> Any:
        # One more action for a case that is there, and a new case: rows of one batch, read together.
        turn = next(looks)
        store.apply([Action("first", ACCEPT + (turn + 1 << RANK_BITS)), Action(f"new {turn}", ACCEPT)])
        return look(*args, **options)

    monkeypatch.setattr(store_redis, "xrange", busy)
    for written in (1, 2, 3):
        assert table.refresh()
        assert (table.is_whole, table.size) == (True, 1 + written)
        # All but the first acceptance of the case make no sense.
        assert table.columns["anomaly_count"][0] == written
