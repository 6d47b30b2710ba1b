"""Long random streams through the real store, and every figure of random questions against the reference.

    .venv/bin/python -m tests.property.long_run [--actions 200000] [--questions 8] [--seeds 1,2,3]

Needs nothing but the embedded Redis. Three streams of 200,000 actions take about a quarter of an hour; the
suite runs small ones.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import redis

from data_access.domain.comparison import Comparison
from data_access.domain.measures import MEASURES
from data_access.ingest.ingest import BATCH_LINES, Ingest
from data_access.queries.cases import LONGEST_PAGE, CaseFilter, cases
from data_access.queries.cursor import Cursor
from data_access.queries.overview import overview
from data_access.queries.repeats import RepeatedReports
from data_access.store.connection import open_connection
from data_access.store.keys import Keys
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, Question, common, differences, random_filters
from tests.reference import answers
from tests.reference.answers import World
from tests.reference.indicators import PERIOD_INDICATORS
from tests.reference.little_city import little_city
from tests.reference.long_streams import LongStream, long_stream
from tests.reference.measured import measured
from tests.reference.wire import instant

CITY = little_city()
Say = Callable[[str], None]


def judge(client: redis.Redis, seed: int, *, actions: int, questions: int, say: Say) -> None:
    """Bring one stream into an empty store and compare; raises AssertionError at the first difference."""
    rng = random.Random(seed)
    stream = long_stream(rng, actions)
    shards, keys = rng.choice([1, 3]), Keys(CITY.id, prefix=f"long{seed}")
    say(f"seed {seed}: {len(stream.wires):,} actions, {stream.nonsense:,} lines of nonsense, {shards} shards")
    product, rows = _taken_in(client, rng, stream, shards, keys)
    world = World(stream.wires, CITY)
    assert len(Verifier(client, CITY, keys).run().differences) == 0
    say(f"seed {seed}: {len(world.all_cases):,} cases in the store, each as its actions make it")
    for number in range(questions):
        asked = random_filters(rng, world), *stream.moments(rng)
        for check in ANSWERS:
            check(product, world, asked)
        assert_comparisons(product, world, asked)
        assert_measures(product, rows, world, asked, listed=rng.choice(list(MEASURES)))
        say(f"seed {seed}: question {number + 1} of {questions} answered alike")


def _taken_in(
    client: redis.Redis, rng: random.Random, stream: LongStream, shards: int, keys: Keys
) -> tuple[Product, StoredRows]:
    """The table of a reader that follows while the lines come in."""
    ingest = Ingest(client, CITY, keys, shards)
    follower, repeats = Table(client, CITY, keys), RepeatedReports()
    good = bad = 0
    for lines in stream.batches(rng, min(BATCH_LINES, len(stream.lines) // 4)):
        report = ingest.ingest(lines, feed="judge")
        good, bad = good + report.applied + report.duplicate, bad + report.quarantined
        if follower.refresh():
            repeats.note(follower.changed)
        if rng.random() < 0.2:
            repeats.found(follower.columns)
    assert (good, bad) == (len(stream.wires), stream.nonsense)
    rows = StoredRows(client, keys, shards, follower.block_numbers)
    return Product(repeats.attach(follower.columns), CITY, follower.names), rows


def assert_comparisons(product: Product, world: World, asked: Question) -> None:
    """The figures beside those of a period are what that earlier period itself comes to."""
    for compare in Comparison:
        found = overview(
            product.columns, CITY, product.names, None, compare=compare, **common(product, asked)
        )["comparison"]
        start, end = (instant(found["period"][edge], CITY.zone) for edge in ("from", "to"))
        wanted = answers.overview(world, asked[0], start, end, asked[3])
        wanted = {function.__name__: wanted[function.__name__] for function in PERIOD_INDICATORS}
        assert differences(found, wanted) == {}, (compare, asked)


def assert_measures(
    product: Product, rows: StoredRows, world: World, asked: Question, *, listed: str
) -> None:
    """Every list behind a figure is as long as the figure; one of them is compared case by case."""
    meant = world.asked(world.chosen(asked[0]), *asked[1:], 0)
    for name in MEASURES:
        wanted = measured(name, meant)
        after, ids = None, []
        while True:
            answer = cases(
                product.columns, CITY, product.names, rows, wanted=CaseFilter(measure=name),
                limit=LONGEST_PAGE, after=after, **common(product, asked),
            )  # fmt: skip
            ids += [entry["case_id"] for entry in answer["cases"]]
            if name != listed or not answer["next"]:
                break
            after = Cursor.decode(answer["next"], "")
        assert answer["total"] == len(wanted), (name, asked)
        if name == listed:
            assert sorted(ids) == sorted(case_id for case_id, _ in wanted), (name, asked)


def main() -> None:
    """Judge the streams asked for."""
    parser = argparse.ArgumentParser(description="Long random streams against the reference")
    parser.add_argument("--actions", type=int, default=200_000)
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--seeds", default="1,2,3")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, open_connection(None, Path(folder)) as connection:
        for seed in map(int, options.seeds.split(",")):
            judge(
                connection.redis, seed, actions=options.actions, questions=options.questions,
                say=lambda text: print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True),
            )  # fmt: skip
            connection.redis.flushdb()
    print("every figure equal")


if __name__ == "__main__":
    main()
