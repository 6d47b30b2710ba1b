"""The file of shared columns: not believed when damaged or another's, done without when it cannot be."""

import dataclasses
import os
import resource
from pathlib import Path

import pytest
import redis
from structlog.testing import capture_logs

from data_access.store.filelock import LockFile
from data_access.store.keys import Keys
from data_access.store.table import Table
from tests.data_access.columns.column_keeper import CITY, batch, eager
from tests.data_access.columns.test_shared_columns import blocks_read, file_of, shared
from tests.data_access.store.test_writer import fill, lines_of, read, rows_by_case

KEEPER = "tests.data_access.columns.column_keeper"


@pytest.mark.parametrize("place", ["magic", "head", "cut", "empty", "garbage"])
def test_a_damaged_file_is_not_believed_and_is_replaced(
    store_redis: redis.Redis, tmp_path: Path, place: str
) -> None:
    fill(store_redis, lines_of(100))
    shared(store_redis, tmp_path)
    path = file_of(tmp_path)
    content = bytearray(path.read_bytes())
    if place == "cut":
        content = content[: len(content) // 2]
    elif place in ("empty", "garbage"):
        content = bytearray(b"" if place == "empty" else b"no columns" * 1000)
    else:
        content[3 if place == "magic" else 40] ^= 1
    path.unlink()
    path.write_bytes(content)
    after = shared(store_redis, tmp_path)
    assert rows_by_case(after) == rows_by_case(read(store_redis))
    assert path.stat().st_size > 1000 * 100
    store_redis.config_resetstat()
    shared(store_redis, tmp_path)
    assert blocks_read(store_redis) == 0


@pytest.mark.parametrize("other", ["pack", "store", "boot", "city"])
def test_a_file_of_something_else_is_ignored(
    store_redis: redis.Redis, tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store_redis, lines_of(100))
    shared(store_redis, tmp_path)
    path = file_of(tmp_path)
    city, keys = CITY, Keys(CITY.id)
    if other == "pack":
        city = dataclasses.replace(CITY, version="another")
    elif other == "boot":
        monkeypatch.setattr("data_access.store.shared_columns.this_boot", lambda: "another")
    else:
        fill(store_redis, lines_of(30, seed=5), Keys(CITY.id, prefix="another"))
        keys = Keys(CITY.id, prefix="another")
    if other == "city":
        # Under the very name that the other store's file would have.
        reader = Table(store_redis, city, keys, eager(tmp_path / "own"))
        reader.refresh()
        own = file_of(tmp_path / "own")
        own.write_bytes(path.read_bytes())
        reader = Table(store_redis, city, keys, eager(tmp_path / "own"))
    else:
        reader = Table(store_redis, city, keys, eager(tmp_path))
    reader.refresh()
    alone = Table(store_redis, city, keys)
    alone.refresh()
    assert rows_by_case(reader) == rows_by_case(alone)


def test_a_folder_that_cannot_be_written_leaves_a_table_of_its_own(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    fill(store_redis, lines_of(100))
    (tmp_path / "file").write_text("no folder")
    with capture_logs() as logs:
        reader = shared(store_redis, tmp_path / "file" / "columns")
        fill(store_redis, batch(1, "report"))
        reader.refresh()
    assert rows_by_case(reader) == rows_by_case(read(store_redis))
    assert {line["log_level"] for line in logs} == {"warning"}
    assert len(logs) <= 3


def test_a_full_disk_leaves_a_table_of_its_own_and_no_part_of_a_file(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    fill(store_redis, lines_of(100))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with capture_logs() as logs:
            reader = shared(store_redis, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [line["event"] for line in logs] == ["the columns cannot be shared; this process keeps its own"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]
    assert rows_by_case(reader) == rows_by_case(read(store_redis))


def test_one_keeper_at_a_time(store_redis: redis.Redis, tmp_path: Path) -> None:
    fill(store_redis, batch(0, "report"))
    first = shared(store_redis, tmp_path)
    before = file_of(tmp_path).stat().st_ino
    other = LockFile(file_of(tmp_path).with_suffix(".lock"))
    assert other.take_alone()
    fill(store_redis, batch(1, "report"))
    first.refresh()
    assert file_of(tmp_path).stat().st_ino == before
    other.close()
    fill(store_redis, batch(2, "report"))
    first.refresh()
    assert file_of(tmp_path).stat().st_ino != before
    assert os.stat(file_of(tmp_path)).st_mode & 0o077 == 0
