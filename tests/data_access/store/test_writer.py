"""Cases in a real Redis: batches, competing writers, readers that follow, and a store that proves itself."""

import random
import threading

import numpy as np
import orjson
import pytest
import redis

from data_access.domain.rows import ROW, ROW_BYTES, ROWS_PER_BLOCK, RowFlag
from data_access.ingest.ingest import Ingest
from data_access.store import writer
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.reference.little_city import little_city

CITY = little_city()
STEPS = ("report", "accept", "file", "dispatch", "return", "dispatch", "dispose", "verify", "close", "rate")


def lines_of(cases: int, seed: int = 1) -> list[bytes]:
    """Whole lives of some cases, shuffled, a tenth twice."""
    chance = random.Random(seed)
    town = CITY.tree.towns[0].code
    lines = []
    for case in range(cases):
        minute = chance.randrange(30_000)
        for step, action in enumerate(STEPS[: chance.randrange(1, len(STEPS) + 1)]):
            minute += chance.randrange(90)
            at = f"2026-03-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:{step:02}"
            line: dict[str, object] = {"case_id": f"C{seed}-{case}", "action": action, "at": at}
            if action == "report":
                line |= {
                    "kind": "event",
                    "class": CITY.taxonomy.classes[0].code,
                    "source": "app",
                    "town": town,
                }
            if action == "dispatch":
                line["department"] = chance.choice("abc")
            if action == "rate":
                line["score"] = 4
            lines.append(orjson.dumps(line))
    lines += chance.sample(lines, len(lines) // 10)
    chance.shuffle(lines)
    return lines


def fill(client: redis.Redis, lines: list[bytes], keys: Keys | None = None, batch: int = 700) -> None:
    """Ingest lines in batches."""
    ingest = Ingest(client, CITY, keys, shards=3)
    for start in range(0, len(lines), batch):
        ingest.ingest(lines[start : start + batch], feed="test")


def rows_by_case(table: Table) -> list[bytes]:
    """Every stored row as bytes, in no order that matters."""
    flags = table.columns["flags"].astype(np.uint32)
    used = np.flatnonzero(flags & (int(RowFlag.COMPLETE) | int(RowFlag.CONTINUATION)))
    rows = np.zeros(len(used), dtype=ROW)
    for name, column in table.columns.items():
        rows[name] = column[used]
    return sorted(row.tobytes() for row in rows)


def changed_rows(table: Table) -> int | None:
    """How many rows the last refresh changed, None after a full load."""
    return None if table.changed is None else len(table.changed)


def read(client: redis.Redis, keys: Keys | None = None) -> Table:
    """A fresh reader that has caught up."""
    table = Table(client, CITY, keys)
    table.refresh()
    return table


def test_any_split_and_order_of_a_stream_gives_the_same_rows(store_redis: redis.Redis) -> None:
    lines = lines_of(400)
    results = []
    for number, batch in enumerate((len(lines), 97, 13)):
        keys = Keys(CITY.id, f"split{number}")
        # The same names in the same numbers, so that rows can be compared as bytes.
        fill(store_redis, sorted(lines), keys, batch=len(lines))
        random.Random(number).shuffle(lines)
        fill(store_redis, lines, keys, batch)
        results.append(rows_by_case(read(store_redis, keys)))
    assert results[0] == results[1] == results[2]
    assert len(results[0]) > 400


def test_applying_a_batch_again_counts_duplicates_and_changes_nothing(store_redis: redis.Redis) -> None:
    ingest = Ingest(store_redis, CITY)
    lines = sorted(set(lines_of(50)))
    first = ingest.ingest(lines, feed="test")
    version = read(store_redis).version
    again = ingest.ingest(lines, feed="test")
    assert (first.applied, first.duplicate) == (len(lines), 0)
    assert (again.applied, again.duplicate) == (0, len(lines))
    assert read(store_redis).version == version


@pytest.mark.parametrize(("batch", "cases_per_call"), [(50, 1000), (400, 7)])
def test_writers_that_compete_for_the_same_cases_lose_nothing(
    store_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch, batch: int, cases_per_call: int
) -> None:
    # Few cases a call: a batch goes in many parts, of which one is folded while another is written.
    monkeypatch.setattr(writer, "CASES_PER_CALL", cases_per_call)
    lines = lines_of(300)
    parts = [lines[start::4] for start in range(4)]
    threads = [threading.Thread(target=fill, args=(store_redis, part, None, batch)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = Verifier(store_redis, CITY).run()
    assert (result.cases, result.differences) == (300, [])
    alone = Keys(CITY.id, "alone")
    fill(store_redis, lines, alone)
    counted = [
        int(np.count_nonzero(read(store_redis, keys).columns["ended"].astype(np.int32) > -(2**31)))
        for keys in (None, alone)
    ]
    assert counted[0] == counted[1]


def test_a_reader_that_follows_holds_what_a_fresh_reader_loads(store_redis: redis.Redis) -> None:
    ingest = Ingest(store_redis, CITY, shards=2)
    follower = Table(store_redis, CITY)
    assert follower.refresh()
    assert changed_rows(follower) is None
    lines = lines_of(900)
    for start in range(0, len(lines), 500):
        ingest.ingest(lines[start : start + 500], feed="test")
        assert follower.refresh()
        assert changed_rows(follower)
        assert rows_by_case(follower) == rows_by_case(read(store_redis))
    assert not follower.refresh()
    assert follower.size == read(store_redis).size


def test_a_reader_that_fell_behind_the_feed_reloads_by_block_versions(store_redis: redis.Redis) -> None:
    fill(store_redis, lines_of(100))
    follower = read(store_redis)
    fill(store_redis, lines_of(ROWS_PER_BLOCK, seed=2), batch=5000)
    keys = Keys(CITY.id)
    for shard in range(3):
        store_redis.xtrim(keys.row_feed(shard), maxlen=0)
    assert follower.refresh()
    assert rows_by_case(follower) == rows_by_case(read(store_redis))


def test_verify_names_the_case_whose_row_was_tampered_with(store_redis: redis.Redis) -> None:
    ingest = Ingest(store_redis, CITY)
    ingest.ingest(sorted(lines_of(20)), feed="test")
    assert Verifier(store_redis, CITY).run().differences == []
    block = Keys(CITY.id).block(0, 0)
    store_redis.setrange(block, 3 * ROW_BYTES + 20, b"\x07")
    differences = Verifier(store_redis, CITY).run().differences
    assert [one.case_id.startswith("C1-") for one in differences] == [True]


def test_verify_finds_rows_that_no_case_owns(store_redis: redis.Redis) -> None:
    ingest = Ingest(store_redis, CITY)
    ingest.ingest(sorted(lines_of(20)), feed="test")
    store_redis.hdel(Keys(CITY.id).records(0), "C1-7")
    assert "belong to no case" in Verifier(store_redis, CITY).run().differences[0].text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", None),
        (b"   ", None),
        (b"{", "not_json"),
        (b"[1,2]", "wrong_type"),
        (b"\xff\xfe{}", "not_json"),
        (b'{"case_id":"a"}', "wrong_type"),
        (b'{"case_id":7,"action":"accept","at":"2026-01-01"}', "wrong_type"),
        (b'{"case_id":"","action":"accept","at":"2026-01-01"}', "bad_case_id"),
        (b'{"case_id":"a\\u0007","action":"accept","at":"2026-01-01"}', "bad_case_id"),
        (b'{"case_id":"' + b"x" * 65 + b'","action":"accept","at":"2026-01-01"}', "bad_case_id"),
        (b'{"case_id":"a","action":"approve","at":"2026-01-01"}', "unknown_action"),
        (b'{"case_id":"a","action":"accept","at":"yesterday"}', "bad_time"),
        (b'{"case_id":"a","action":"accept","at":"1989-12-31T23:00:00Z"}', "bad_time"),
        (b'{"case_id":"a","action":"accept","at":"2999-01-01"}', "bad_time"),
        (b'{"case_id":"a","action":"file","at":"2026-01-01","due_at":"soon"}', "bad_time"),
        (b'{"case_id":"a","action":"rate","at":"2026-01-01"}', "bad_score"),
        (b'{"case_id":"a","action":"rate","at":"2026-01-01","score":6}', "bad_score"),
        (b'{"case_id":"a","action":"rate","at":"2026-01-01","score":4.5}', "wrong_type"),
        (b'{"case_id":"a","action":"escalate","at":"2026-01-01","level":0}', "bad_level"),
        (b'{"case_id":"a","action":"accept","at":"2026-01-01","by":5}', "wrong_type"),
        (b'{"case_id":"a","action":"report","at":"2026-01-01"}', "bad_kind"),
        (b'{"a":"' + b"x" * 70_000 + b'"}', "too_long"),
    ],
)
def test_a_bad_line_is_kept_aside_with_its_reason_and_the_good_ones_are_applied(
    store_redis: redis.Redis, line: bytes, code: str | None
) -> None:
    good = (
        b'{"case_id":"good","action":"accept","at":"2026-01-01T08:00:00","colour":"unknown fields stay out"}'
    )
    report = Ingest(store_redis, CITY).ingest([line, good], feed="test")
    assert report.applied == 1
    assert [(problem.line, problem.code) for problem in report.problems] == ([(1, code)] if code else [])
    assert store_redis.xlen(Keys(CITY.id).quarantine()) == (1 if code else 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"class": "E77"}, "unknown_class"),
        ({"class": None}, "unknown_class"),
        ({"source": "gossip"}, "unknown_source"),
        ({"town": "0"}, "unknown_area"),
        ({"town": None}, "no_place"),
        ({"town": None, "lon": 0.0, "lat": 0.0}, "out_of_bounds"),
        ({"town": None, "lon": 1e300, "lat": -1e300}, "out_of_bounds"),
        ({"lon": 1e300, "lat": -1e300}, None),
        ({"lon": True, "lat": 1.0}, "wrong_type"),
        ({"subclass": "E9999"}, None),
        ({"urgent": "yes"}, "wrong_type"),
    ],
)
def test_what_a_report_must_carry(
    store_redis: redis.Redis, change: dict[str, object], code: str | None
) -> None:
    line: dict[str, object] = {
        "case_id": "a",
        "action": "report",
        "at": "2026-01-01T08:00:00",
        "kind": "event",
        "class": CITY.taxonomy.classes[0].code,
        "source": "app",
        "town": CITY.tree.towns[0].code,
    }
    report = Ingest(store_redis, CITY).ingest([orjson.dumps(line | change)], feed="test")
    assert [problem.code for problem in report.problems] == ([code] if code else [])
