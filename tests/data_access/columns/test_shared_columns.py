"""One copy of the columns for all processes of a machine: right whatever happens to it, or not used."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import redis

from data_access.domain.city import City
from data_access.domain.rows import Columns
from data_access.ingest.ingest import Ingest
from data_access.store import table as table_module
from data_access.store.keys import Keys
from data_access.store.sharing import Sharing
from data_access.store.table import Table, TableBehind
from tests.data_access.columns.column_keeper import CITY, batch, check, eager
from tests.data_access.store.test_writer import fill, lines_of, read, rows_by_case

KEEPER = "tests.data_access.columns.column_keeper"


def shared(client: redis.Redis, folder: Path, city: City = CITY) -> Table:
    """A reader that has caught up and shares."""
    table = Table(client, city, None, eager(folder))
    table.refresh()
    return table


def file_of(folder: Path) -> Path:
    """The one file of columns."""
    return next(iter(folder.glob("*.columns")))


def blocks_read(client: redis.Redis) -> int:
    """Whole blocks read from the store since `config resetstat`."""
    return int(client.info("commandstats").get("cmdstat_get", {}).get("calls", 0))


def test_a_fresh_reader_maps_the_file_and_reads_only_what_changed(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    fill(store_redis, lines_of(300))
    shared(store_redis, tmp_path)
    fill(store_redis, batch(1, "report"))
    store_redis.config_resetstat()
    fresh = Table(store_redis, CITY, None, Sharing(tmp_path))
    assert fresh.refresh()
    assert fresh.changed is None
    assert blocks_read(store_redis) == 0
    assert rows_by_case(fresh) == rows_by_case(read(store_redis))
    assert fresh.size == read(store_redis).size


def test_a_file_older_than_the_feed_is_caught_up_by_block_versions(
    store_redis: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store_redis, lines_of(200))
    shared(store_redis, tmp_path)
    fill(store_redis, batch(1, "report"))
    keys = Keys(CITY.id)
    for shard in range(3):
        store_redis.xtrim(keys.row_feed(shard), maxlen=1, approximate=False)
    monkeypatch.setattr("data_access.store.columns.DOUBTFUL", 1)
    store_redis.config_resetstat()
    fresh = Table(store_redis, CITY, None, Sharing(tmp_path))
    fresh.refresh()
    assert 0 < blocks_read(store_redis) <= 3
    assert rows_by_case(fresh) == rows_by_case(read(store_redis))


def test_readers_that_follow_and_renew_in_turn_hold_what_a_fresh_one_loads(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    ingest = Ingest(store_redis, CITY, shards=3)
    readers = [shared(store_redis, tmp_path), shared(store_redis, tmp_path)]
    held: list[Columns] = [{} for _ in readers]
    lines = lines_of(200)
    for start in range(0, len(lines), 250):
        ingest.ingest(lines[start : start + 250], feed="test")
        expected = rows_by_case(read(store_redis))
        for number in (start // 250 % 2, 1 - start // 250 % 2):
            reader = readers[number]
            reader.refresh()
            assert rows_by_case(reader) == expected
            # What it says of changes is enough to follow it.
            if reader.changed is None or not held[number]:
                held[number] = {name: column.copy() for name, column in reader.columns.items()}
            for name, column in reader.columns.items():
                grown = np.resize(held[number][name], len(column))
                grown[reader.changed] = column[reader.changed]
                held[number][name] = grown
                assert grown.tobytes() == column.tobytes()
    assert len(list(tmp_path.glob("*.columns"))) == 1


def test_a_table_that_outgrows_its_file_moves_to_a_larger_one(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    Ingest(store_redis, CITY).ingest(batch(0, "report"), feed="test")
    reader = shared(store_redis, tmp_path)
    before = file_of(tmp_path).stat().st_size
    keys = Keys(CITY.id)
    # As if 20 blocks had been handed out meanwhile, all but the first blank.
    store_redis.hset(keys.state(0), "rows", 20 * 4096)
    for block in range(1, 20):
        store_redis.set(keys.block(0, block), bytes(4096 * 100))
        store_redis.hset(keys.block_versions(0), str(block), 2)
    store_redis.hset(keys.state(0), "version", 2)
    store_redis.xadd(keys.row_feed(0), {"version": 2, "rows": np.arange(0, 81920, 64, dtype="<u4").tobytes()})
    reader.refresh()
    assert len(reader.columns["flags"]) == 20 * 4096
    assert file_of(tmp_path).stat().st_size > 2 * before
    assert rows_by_case(reader) == rows_by_case(read(store_redis))


def test_keepers_killed_at_any_line_leave_nothing_torn(store_redis: redis.Redis, tmp_path: Path) -> None:
    kills = 60
    socket = store_redis.connection_pool.connection_kwargs["path"]
    run = subprocess.run(
        [sys.executable, "-m", KEEPER, "killed", socket, str(tmp_path), "11", str(kills)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > kills // 4
    # The next one takes over at once, whatever the last one held.
    before = file_of(tmp_path).stat().st_mtime_ns if list(tmp_path.glob("*.columns")) else 0
    fill(store_redis, batch(kills, "report"))
    check(shared(store_redis, tmp_path))
    assert file_of(tmp_path).stat().st_mtime_ns > before


def test_no_reader_sees_half_a_batch_while_batches_stream_in(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    socket = store_redis.connection_pool.connection_kwargs["path"]
    command = [sys.executable, "-m", KEEPER, "reads", socket, str(tmp_path), "1.5"]
    ingest = Ingest(store_redis, CITY)
    ingest.ingest(batch(0, "report"), feed="test")
    readers = [
        subprocess.Popen(
            command,
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    number = 1
    while number <= 100 or any(reader.poll() is None for reader in readers):
        ingest.ingest(batch(number // 2, "accept" if number % 2 else "report"), feed="test")
        number += 1
    for reader in readers:
        out, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        assert int(out) > 2


def test_a_store_that_lost_its_last_second_is_read_again(store_redis: redis.Redis, tmp_path: Path) -> None:
    ingest = Ingest(store_redis, CITY)
    ingest.ingest(batch(0, "report"), feed="test")
    kept = {key: store_redis.dump(key) or b"" for key in store_redis.scan_iter()}
    ingest.ingest(batch(1, "report"), feed="test")
    ingest.ingest(batch(2, "report"), feed="test")
    follower = shared(store_redis, tmp_path)
    store_redis.flushdb()
    for key, value in kept.items():
        store_redis.restore(key, 0, value)
    time.sleep(0.002)  # Ids of the feed are milliseconds.
    for number in (3, 4):
        # The same versions and rows as those lost, with other cases.
        ingest.ingest(batch(number, "report")[: BATCH_PART[number]], feed="test")
    for reader in (follower, shared(store_redis, tmp_path)):
        reader.refresh()
        assert rows_by_case(reader) == rows_by_case(read(store_redis))
        assert reader.size == 10 + sum(BATCH_PART.values())


BATCH_PART = {3: 10, 4: 4}


def test_a_reader_that_cannot_keep_up_says_so_and_forgets_no_change(
    store_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store_redis, batch(0, "report"))
    reader = read(store_redis)
    assert reader.lag_seconds < 60
    fill(store_redis, batch(1, "report"))
    read_entries = Table._read_entries

    def outrun(table: Table, *position: Any) -> bool:
        # Somebody writes between the look at the feed and the reading of the rows.
        fill(store_redis, batch(2, "report"))
        return read_entries(table, *position)

    monkeypatch.setattr(Table, "_read_entries", outrun)
    monkeypatch.setattr(table_module, "_LONGEST_CHASE", -1.0)
    with pytest.raises(TableBehind):
        reader.refresh()
    assert [reader.is_whole] == [False]
    monkeypatch.undo()
    assert reader.refresh()
    assert [reader.is_whole] == [True]
    assert reader.changed is not None
    assert len(reader.changed) == 20
    check(reader)
