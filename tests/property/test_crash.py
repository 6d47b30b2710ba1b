"""An importer that is killed at random points loses nothing and counts nothing twice."""

import random
import subprocess
import sys
from pathlib import Path

import orjson
import redis

from data_access.store.keys import Keys
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import case_actions

CITY = little_city()
CASES = 400
KILLS = 25


def test_killed_imports_leave_a_clean_store_and_exact_figures(
    store_redis: redis.Redis, tmp_path: Path
) -> None:
    rng = random.Random(2026)
    wires = [wire for number in range(CASES) for wire in case_actions(rng, f"K{number}")]
    rng.shuffle(wires)
    file = tmp_path / "actions.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, wires)))
    socket = store_redis.connection_pool.connection_kwargs["path"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.property.crash_importer", socket, "crash", str(file), str(KILLS), "7"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > KILLS // 2
    keys = Keys(CITY.id, prefix="crash")
    assert Verifier(store_redis, CITY, keys).run().differences == []
    table = Table(store_redis, CITY, keys)
    table.refresh()
    world = World(wires, CITY)
    for check in ANSWERS:
        check(Product(table.columns, CITY, table.names), world, question(rng, world))
