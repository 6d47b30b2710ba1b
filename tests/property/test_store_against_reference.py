"""The whole way through the real store, in any batches, against the brute-force recomputation."""

import random

import orjson
import pytest
import redis

from data_access.ingest.ingest import Ingest
from data_access.queries.repeats import RepeatedReports
from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import stream
from tests.reference.wire import Wire

CITY = little_city()


def batches(rng: random.Random, wires: list[Wire]) -> list[list[bytes]]:
    """The stream in an order of its own, some of it twice, cut at random places."""
    lines = [orjson.dumps(wire) for wire in [*wires, *rng.sample(wires, len(wires) // 4)]]
    rng.shuffle(lines)
    cuts = sorted(rng.sample(range(1, len(lines)), min(len(lines) - 1, rng.randint(0, 12))))
    return [lines[first:last] for first, last in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("seed", range(12))
def test_figures_of_a_reader_that_follows_equal_the_reference(
    store_redis: redis.Redis, seed: int, shards: int
) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=40)
    keys = Keys(CITY.id, prefix=f"judge{seed}.{shards}")
    ingest = Ingest(store_redis, CITY, keys, shards)
    follower, repeats = Table(store_redis, CITY, keys), RepeatedReports()
    done = 0
    for lines in batches(rng, wires):
        report = ingest.ingest(lines, feed="judge")
        assert report.quarantined == 0
        done += report.applied + report.duplicate
        if rng.random() < 0.5 and follower.refresh():
            repeats.note(follower.changed)
        if rng.random() < 0.5:
            repeats.found(follower.columns)
    assert done == len(wires) + len(wires) // 4
    if follower.refresh():
        repeats.note(follower.changed)
    fresh = Table(store_redis, CITY, keys)
    fresh.refresh()
    assert Verifier(store_redis, CITY, keys).run().differences == []
    world = World(wires, CITY)
    asked = question(rng, world)
    for product in (
        Product(repeats.attach(follower.columns), CITY, follower.names),
        Product(fresh.columns, CITY, fresh.names),
    ):
        for check in ANSWERS:
            check(product, world, asked)


def test_bad_lines_are_kept_aside_and_the_good_ones_count(store_redis: redis.Redis) -> None:
    wires = stream(random.Random(99), cases=20)
    good = [orjson.dumps(wire) for wire in wires]
    report_line = next(wire for wire in wires if wire["action"] == "report")
    bad = [
        b"{",
        b"[]",
        b"\xff\xfe",
        orjson.dumps({**report_line, "at": "yesterday"}),
        orjson.dumps({**report_line, "at": "1889-01-01T00:00:00Z"}),
        orjson.dumps({**report_line, "at": "2190-01-01T00:00:00Z"}),
        orjson.dumps({**report_line, "class": "X99"}),
        orjson.dumps({**report_line, "source": "pigeon"}),
        orjson.dumps({**report_line, "town": "999"}),
        orjson.dumps({**report_line, "urgent": "yes"}),
        orjson.dumps({**report_line, "case_id": "x" * 65}),
        orjson.dumps({**report_line, "case_id": ""}),
        orjson.dumps({**report_line, "action": "explode"}),
        orjson.dumps({**report_line, "town": None, "village": None, "grid": None, "lon": None}),
        orjson.dumps({**report_line, "town": None, "village": None, "grid": None, "lon": 23.0, "lat": 113.7}),
        orjson.dumps({"case_id": "K1", "action": "rate", "at": "2026-03-02T01:00:00Z"}),
        orjson.dumps({"case_id": "K1", "action": "rate", "at": "2026-03-02T01:00:00Z", "score": 4.5}),
        orjson.dumps({"case_id": "K1", "action": "rate", "at": "2026-03-02T01:00:00Z", "score": 0}),
        orjson.dumps({"case_id": "K1", "action": "file", "at": "2026-03-02T01:00:00Z", "due_at": "soon"}),
        orjson.dumps({"case_id": 7, "action": "file", "at": "2026-03-02T01:00:00Z"}),
        orjson.dumps({"action": "file", "at": "2026-03-02T01:00:00Z"}),
    ]
    lines = [*bad, *good]
    random.Random(1).shuffle(lines)
    ingest = Ingest(store_redis, CITY, Keys(CITY.id, prefix="judgebad"))
    report = ingest.ingest(lines, feed="judge")
    assert report.quarantined == len(bad)
    assert {lines[problem.line - 1] for problem in report.problems} == set(bad)
    table = Table(store_redis, CITY, Keys(CITY.id, prefix="judgebad"))
    table.refresh()
    world = World(wires, CITY)
    for check in ANSWERS:
        check(Product(table.columns, CITY, table.names), world, question(random.Random(5), world))
