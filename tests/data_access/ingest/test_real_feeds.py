"""The real feeds of the examples, row by row: every one comes in, and what the city itself says holds."""

import csv
import gzip
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import orjson
import pytest
import redis

from data_access.domain.city import NO_CELL, City
from data_access.domain.rows import NEVER, RowFlag, Stage
from data_access.ingest.csv_source import CsvSource
from data_access.ingest.feed_taxonomy import feed_taxonomy
from data_access.ingest.importer import ImportReport, import_file
from data_access.ingest.ingest import Ingest
from data_access.ingest.mapping_binder import bind
from data_access.ingest.mapping_file import read_mapping
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.data_access.ingest.real_packs import EXAMPLES, boston_pack, box_pack
from tests.property.figures import ANSWERS, Product, Question, assert_overview
from tests.reference.answers import Wanted, World
from tests.reference.wire import Wire

BOSTON = EXAMPLES / "boston" / "mapping.toml"


@pytest.fixture(scope="module")
def boston_feed(shared_data: Path) -> Path:
    return shared_data / "boston" / "boston_2011h2.csv.gz"


@pytest.fixture(scope="module")
def boston(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    return boston_pack(
        tmp_path_factory.mktemp("packs"), shared_data / "boston" / "boston_neighborhoods_city.geojson.gz"
    )


def imported(client: redis.Redis, city: City, feed: Path, mapping: Path) -> tuple[ImportReport, Table]:
    """The report of an import, and the table after it, found to be clean."""
    keys = Keys(city.id)
    report = import_file(feed, read_mapping(mapping), Ingest(client, city, keys), zone=city.zone)
    assert Verifier(client, city, keys).run().differences == []
    table = Table(client, city, keys)
    table.refresh()
    return report, table


def cases(table: Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A column of the complete cases."""
    complete = (table.columns["flags"].astype(np.int64) & int(RowFlag.COMPLETE)) != 0
    column: np.ndarray[tuple[int], np.dtype[np.int64]] = table.columns[name][complete].astype(np.int64)
    return column


@pytest.mark.slow
def test_all_of_boston_comes_in_and_agrees_with_the_citys_own_labels(
    store_redis: redis.Redis, boston: City, boston_feed: Path
) -> None:
    report, table = imported(store_redis, boston, boston_feed, BOSTON)
    assert (report.rows, report.skipped, report.quarantined) == (58_251, 0, 0)
    # Report, file and dispatch of every row, and a close of each closed one.
    assert (report.applied, report.duplicate) == (3 * 58_251 + 54_570, 0)
    stages = Counter(cases(table, "stage").tolist())
    assert stages == {Stage.CLOSED: 54_570, Stage.DISPATCHED: 3_681}
    assert int((cases(table, "cell") == NO_CELL).sum()) == 4_775
    flags = cases(table, "flags")
    on_time = (flags & int(RowFlag.ON_TIME_DISPOSAL)) != 0
    disposed, due = cases(table, "disposed") != NEVER, cases(table, "due") != NEVER
    with gzip.open(boston_feed, "rt", encoding="utf-8-sig", newline="") as file:
        labels = Counter(
            row["ontime"] for row in csv.DictReader(file) if row["target_dt"] and row["closed_dt"]
        )
    # 157 late cases carry no label in the feed.
    assert int(on_time.sum()) == labels["ONTIME"] == 35_591
    assert int((due & disposed & ~on_time).sum()) == labels["OVERDUE"] + labels[""] == 8_230
    assert not (flags & int(RowFlag.UNKNOWN_SUBCLASS)).any()


def sample(feed: Path, mapping: Path, city: City, every: int) -> Iterator[Wire]:
    """The actions of some rows of a feed."""
    read = read_mapping(mapping)
    with CsvSource(feed, read.file) as table:
        mapper = bind(read, table.header, city.zone)
        for number, row in table.rows():
            if number % every == 0 and isinstance(row, list):
                for line in mapper.lines(row):
                    yield orjson.loads(line)


def test_figures_of_a_sample_of_boston_equal_the_reference(
    store_redis: redis.Redis, boston: City, boston_feed: Path
) -> None:
    wires = list(sample(boston_feed, BOSTON, boston, 150))
    lines = [orjson.dumps(wire) for wire in wires]
    random.Random(3).shuffle(lines)
    assert Ingest(store_redis, boston).ingest(lines, feed="sample").quarantined == 0
    table = Table(store_redis, boston)
    table.refresh()
    product, world = Product(table.columns, boston, table.names), World(wires, boston)
    start, end = datetime(2011, 10, 10, 4, tzinfo=UTC), datetime(2011, 10, 13, 4, tzinfo=UTC)
    as_of = datetime(2012, 1, 1, 5, tzinfo=UTC)
    asked: Question = (Wanted(), start, end, as_of)
    for check in ANSWERS:
        check(product, world, asked)
    for wanted in (
        Wanted(areas=("6",)),
        Wanted(sources=("hotline_12345",), classes=("SANITATION",)),
        Wanted(departments=("Inspectional Services",)),
    ):
        assert_overview(product, world, (wanted, datetime(2011, 7, 1, 4, tzinfo=UTC), as_of, as_of))


def test_the_taxonomy_of_the_example_is_the_one_of_the_feed(boston: City, boston_feed: Path) -> None:
    lines = feed_taxonomy(boston_feed, read_mapping(BOSTON), boston.zone)
    with (EXAMPLES / "boston" / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == lines
    assert len(boston.taxonomy.subclasses) == 141
    assert len(boston.tree.towns) == 26


NYC = ("nyc", "America/New_York", 32118, (-74.3, 40.45, -73.65, 40.95))
PINGSHAN = ("pingshan", "Asia/Shanghai", 4547, (114.2, 22.6, 114.45, 22.82))
CHICAGO = ("chicago", "America/Chicago", 26971, (-87.95, 41.63, -87.5, 42.03))


def test_new_york_comes_in_whole(store_redis: redis.Redis, shared_data: Path, tmp_path: Path) -> None:
    feed = shared_data / "nyc" / "nyc_animals_2025q1.csv.gz"
    city = box_pack(tmp_path, *NYC, feed)
    report, table = imported(store_redis, city, feed, EXAMPLES / "nyc" / "mapping.toml")
    assert (report.rows, report.applied, report.quarantined) == (4_969, 14_630, 0)
    assert Counter(cases(table, "stage").tolist()) == {Stage.CLOSED: 4_692, Stage.DISPATCHED: 277}
    assert int((cases(table, "cell") == NO_CELL).sum()) == 62


def test_pingshan_comes_in_whole(store_redis: redis.Redis, shared_data: Path, tmp_path: Path) -> None:
    feed = shared_data / "pingshan" / "pingshan_10k.csv.gz"
    city = box_pack(tmp_path, *PINGSHAN, feed)
    report, table = imported(store_redis, city, feed, EXAMPLES / "pingshan" / "mapping.toml")
    assert (report.rows, report.applied, report.quarantined) == (10_000, 20_000, 0)
    assert int((cases(table, "cell") == NO_CELL).sum()) == 8_485 + 392
    assert table.names.departments


def test_chicago_can_be_read_whole(store_redis: redis.Redis, shared_data: Path, tmp_path: Path) -> None:
    feed = shared_data / "chicago" / "chicago_sanitation.csv.gz"
    city = box_pack(tmp_path, *CHICAGO, feed)
    mapping = read_mapping(EXAMPLES / "chicago" / "mapping.toml")
    report = import_file(feed, mapping, Ingest(store_redis, city), zone=city.zone, dry_run=True)
    # One report a row, repeated numbers included, and a close for each completion date.
    assert (report.rows, report.applied, report.quarantined) == (74_401, 148_477, 0)
