"""Ingest: case actions a second, validated and durable, beside what pipelined Redis itself can take.

    .venv/bin/python -m benchmarks.ingest [--cases N]

Whole lives of N cases (seven actions each), shuffled over the whole stream, a tenth of them twice, go through
the one door: parsed, validated, folded, written by compare-and-set with append-only persistence each second.
The limit is a pipeline of HINCRBY from the same process to the same server. Both are measured in turn, three
times, because the speed of a shared machine drifts; the medians are compared.
"""

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from pathlib import Path

import orjson
import redis

from data_access.cities.pack import load_city
from data_access.domain.city import City
from data_access.ingest.garbage import relax_garbage_collection
from data_access.ingest.ingest import BATCH_LINES, Ingest
from data_access.store.connection import open_connection
from data_access.store.keys import Keys
from data_access.store.verify import Verifier

STEPS = ("report", "accept", "file", "dispatch", "dispose", "verify", "close")
RAW_COMMANDS = 100_000
ROUNDS = 3


def make_lines(city: City, cases: int) -> list[bytes]:
    """Shuffled wire-format lines of whole lives, a tenth repeated."""
    chance = random.Random(7)
    grids, villages, towns = city.tree.grids, city.tree.villages, city.tree.towns
    subclasses = city.taxonomy.subclasses
    start = dt.datetime(2026, 1, 1, tzinfo=city.zone)
    lines = []
    for case in range(cases):
        grid = chance.choice(grids)
        village = villages[grid.parent]
        subclass = chance.choice(subclasses)
        moment = start + dt.timedelta(seconds=case * 60)
        for step in STEPS:
            line: dict[str, object] = {
                "case_id": f"{subclass.code}{case:014d}",
                "action": step,
                "at": moment.isoformat(),
                "by": f"T{case % 200:03d}",
            }
            if step == "report":
                line |= {
                    "kind": "event" if subclass.code.startswith("E") else "component",
                    "class": city.taxonomy.classes[subclass.class_index].code,
                    "subclass": subclass.code,
                    "source": "collector",
                    "lon": round(grid.lon, 6),
                    "lat": round(grid.lat, 6),
                    "town": towns[village.parent].code,
                    "village": village.code,
                    "grid": grid.code,
                }
            if step == "dispatch":
                line["department"] = subclass.department
            lines.append(orjson.dumps(line))
            moment += dt.timedelta(seconds=chance.randrange(60, 9000))
    lines += chance.sample(lines, len(lines) // 10)
    chance.shuffle(lines)
    return lines


def ingest_rate(client: redis.Redis, city: City, lines: list[bytes], keys: Keys) -> float:
    """Actions a second through the door."""
    ingest = Ingest(client, city, keys)
    started = time.perf_counter()
    for first in range(0, len(lines), BATCH_LINES):
        report = ingest.ingest(lines[first : first + BATCH_LINES], feed="benchmark")
        assert not report.quarantined, report.problems[0]
    return len(lines) / (time.perf_counter() - started)


def raw_rate(client: redis.Redis) -> float:
    """Pipelined HINCRBY a second."""
    started = time.perf_counter()
    for _ in range(RAW_COMMANDS // 10_000):
        with client.pipeline(transaction=False) as pipe:
            for number in range(10_000):
                pipe.hincrby("benchmark:raw", str(number % 1000), 1)
            pipe.execute()
    return RAW_COMMANDS / (time.perf_counter() - started)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Ingest beside raw pipelined Redis")
    parser.add_argument("--cases", type=int, default=30_000)
    cases = parser.parse_args().cases
    city = load_city("dongguan")
    relax_garbage_collection()
    lines = make_lines(city, cases)
    rates, raws = [], []
    with tempfile.TemporaryDirectory() as folder, open_connection(None, Path(folder)) as connection:
        client = connection.redis
        for number in range(ROUNDS):
            keys = Keys(city.id, f"benchmark{number}")
            before = client.info("memory")["used_memory"]
            raws.append(raw_rate(client))
            rates.append(ingest_rate(client, city, lines, keys))
            used = (client.info("memory")["used_memory"] - before) / cases
            differences = len(Verifier(client, city, keys).run().differences)
            print(
                f"round {number + 1}: {rates[-1]:>9,.0f} actions/s   raw HINCRBY {raws[-1]:>9,.0f}/s   "
                f"ratio {rates[-1] / raws[-1]:.2f}   {used:.0f} bytes a case   differences {differences}",
                flush=True,
            )
    rate, raw = statistics.median(rates), statistics.median(raws)
    print(f"{len(lines):,} actions of {cases:,} cases: median {rate:,.0f}/s, ratio to raw {rate / raw:.2f}")
    print("bars: 60,000 actions/s; ratio to raw Redis at least 0.20; at most 400 bytes a case")


if __name__ == "__main__":
    main()
