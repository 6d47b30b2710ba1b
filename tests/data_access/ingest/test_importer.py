"""Whole files go into the store; what is wrong with them is told with its line, and the rest counts."""

import gzip
import random
from pathlib import Path

import openpyxl
import orjson
import pytest
import redis

from data_access.ingest.importer import ImportReport, import_file
from data_access.ingest.ingest import Ingest
from data_access.ingest.mapping_file import BadMapping, Mapping
from data_access.ingest.tables import UnreadableFile
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.data_access.ingest.tables import mapping_of
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import stream

CITY = little_city()
KEYS = Keys(CITY.id, prefix="importer")
TABLE = """
time_formats = ["%Y-%m-%d %H:%M"]
private = ["note"]
[case]
id = "id"
skip = { column = "what", values = ["what"] }
[position]
lon = "x"
lat = "y"
[fields]
kind = { constant = "event" }
class = { column = "what", values = { "rubbish" = "E01", "noise" = "E02" } }
source = { constant = "collector" }
[[actions]]
action = "report"
at = "opened"
[[actions]]
action = "file"
at = "opened"
due_at = "target"
[[actions]]
action = "close"
at = "closed"
"""
ROWS = [
    ["id", "what", "opened", "target", "closed", "x", "y", "note"],
    ["1", "rubbish", "2025-03-14 08:00", "2025-03-14 12:00", "2025-03-14 11:00", "113.711", "23.011", "Jane"],
    ["2", "noise", "2025-03-14 08:00", "", "", "113.711", "23.011", "Jane"],
    ["what", "what", "opened", "", "", "", "", ""],
    ["3", "weather", "2025-03-14 08:00", "", "", "113.711", "23.011", "Jane"],
    ["4", "noise", "14 March", "", "", "113.711", "23.011", "Jane"],
    ["5", "noise", "2025-03-14 08:00", "", "", "0", "0", "Jane"],
    ["6", "noise", "", "", "", "113.711", "23.011", "Jane"],
    ["7", "noise", "2025-03-14 08:00"],
]


def imported(
    client: redis.Redis, path: Path, mapping: Mapping | None = None, *, dry_run: bool = False, batch: int = 3
) -> ImportReport:
    ingest = Ingest(client, CITY, KEYS)
    return import_file(path, mapping, ingest, zone=CITY.zone, dry_run=dry_run, batch_lines=batch)


def csv_of(folder: Path) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    return path


def test_a_table_is_imported_and_its_bad_rows_are_told(store_redis: redis.Redis, tmp_path: Path) -> None:
    report = imported(store_redis, csv_of(tmp_path), mapping_of(tmp_path, TABLE))
    assert (report.rows, report.skipped) == (8, 1)
    # Cases 1 and 2 whole, of 3 and 5 the filing only.
    assert (report.applied, report.duplicate) == (3 + 2 + 1 + 1, 0)
    assert sorted((problem.line, problem.code) for problem in report.problems) == [
        (5, "unknown_class"),
        (6, "bad_time"),
        (6, "bad_time"),
        (7, "out_of_bounds"),
        (8, "bad_time"),
        (9, "wrong_columns"),
    ]
    assert report.quarantined == sum(report.reasons.values()) == 6
    again = imported(store_redis, csv_of(tmp_path), mapping_of(tmp_path, TABLE))
    assert (again.applied, again.duplicate, again.quarantined) == (0, report.applied, report.quarantined)
    assert Verifier(store_redis, CITY, KEYS).run().differences == []


def test_private_columns_reach_no_key_of_the_store(store_redis: redis.Redis, tmp_path: Path) -> None:
    imported(store_redis, csv_of(tmp_path), mapping_of(tmp_path, TABLE))
    for key in store_redis.keys("*"):
        dumped = store_redis.dump(key)
        assert b"Jane" not in (dumped or b"")


def test_a_dry_run_counts_and_writes_nothing(store_redis: redis.Redis, tmp_path: Path) -> None:
    ingest = Ingest(store_redis, CITY, KEYS)
    before = sorted(store_redis.keys("*"))
    mapping = mapping_of(tmp_path, TABLE)
    report = import_file(csv_of(tmp_path), mapping, ingest, zone=CITY.zone, dry_run=True)
    assert (report.applied, report.quarantined) == (7, 6)
    assert sorted(store_redis.keys("*")) == before


def test_a_workbook_says_the_same_as_the_table(store_redis: redis.Redis, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS[:3]:
        book.worksheets[0].append([cell or None for cell in row])
    book.save(tmp_path / "cases.xlsx")
    report = imported(store_redis, tmp_path / "cases.xlsx", mapping_of(tmp_path, TABLE))
    assert (report.rows, report.applied, report.quarantined) == (2, 5, 0)
    assert imported(store_redis, csv_of(tmp_path), mapping_of(tmp_path, TABLE)).duplicate == 5


@pytest.mark.parametrize("packed", [False, True])
def test_ndjson_needs_no_mapping(store_redis: redis.Redis, tmp_path: Path, packed: bool) -> None:
    wires = stream(random.Random(5), cases=30)
    good = [orjson.dumps(wire) for wire in wires]
    lines = [
        b"\xef\xbb\xbf" + good[0],
        b"",
        b"{",
        *good[1:],
        b'{"case_id":"' + b"x" * 300_000 + b'"}',
        b"\x00",
    ]
    content = b"\r\n".join(lines)
    path = tmp_path / ("actions.ndjson.gz" if packed else "actions.ndjson")
    path.write_bytes(gzip.compress(content) if packed else content)
    seen: list[tuple[int, int]] = []
    ingest = Ingest(store_redis, CITY, KEYS)
    report = import_file(
        path, None, ingest, zone=CITY.zone, progress=lambda at, of: seen.append((at, of)), batch_lines=7
    )
    assert report.rows == len(good) + 3
    assert report.applied + report.duplicate == len(good)
    assert [(problem.line, problem.code) for problem in report.problems] == [
        (3, "not_json"),
        (len(lines) - 1, "too_long"),
        (len(lines), "not_json"),
    ]
    assert seen == sorted(seen)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    table = Table(store_redis, CITY, KEYS)
    table.refresh()
    world = World(wires, CITY)
    for check in ANSWERS:
        check(Product(table.columns, CITY, table.names), world, question(random.Random(6), world))


def test_what_cannot_be_imported_is_told(store_redis: redis.Redis, tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="needs a mapping"):
        imported(store_redis, csv_of(tmp_path))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "cut.ndjson.gz").write_bytes(gzip.compress(b"{}\n" * 10_000)[:-20])
    with pytest.raises(BadMapping, match="no column 'what'"):
        imported(store_redis, tmp_path / "other.csv", mapping_of(tmp_path, TABLE))
    with pytest.raises(UnreadableFile, match="beyond line"):
        imported(store_redis, tmp_path / "cut.ndjson.gz", batch=100_000)


def test_any_bytes_are_survived(store_redis: redis.Redis, tmp_path: Path) -> None:
    rng = random.Random(11)
    path = tmp_path / "noise.ndjson"
    path.write_bytes(rng.randbytes(300_000))
    report = imported(store_redis, path, batch=1000)
    assert report.applied == 0
    assert report.quarantined == report.rows > 0
    table = tmp_path / "noise.csv"
    table.write_bytes(",".join(ROWS[0]).encode() + b"\n" + rng.randbytes(300_000))
    report = imported(store_redis, table, mapping_of(tmp_path, TABLE), batch=1000)
    assert report.applied == 0
    assert report.quarantined > 0


def test_naughty_strings_are_kept_as_text(
    store_redis: redis.Redis, shared_data: Path, tmp_path: Path
) -> None:
    strings: list[str] = orjson.loads((shared_data / "torture" / "blns" / "blns.json").read_bytes())
    base = {
        "action": "report",
        "at": "2025-03-14T08:00:00Z",
        "kind": "event",
        "class": "E01",
        "source": "app",
        "town": "441",
    }
    lines = []
    for number, text in enumerate(strings):
        lines.append(orjson.dumps({**base, "case_id": f"N{number}", "subclass": text, "description": text}))
        lines.append(orjson.dumps({**base, "case_id": text or "-", "by": text}))
    path = tmp_path / "naughty.ndjson"
    path.write_bytes(b"\n".join(lines))
    report = imported(store_redis, path, batch=50)
    assert report.rows == len(lines)
    assert set(report.reasons) <= {"bad_case_id"}
    assert report.applied + report.duplicate + report.quarantined == len(lines)
    assert report.applied >= len(strings)
    assert Verifier(store_redis, CITY, KEYS).run().differences == []
