"""Ingest, snapshot, review and memory beside PostgreSQL and raw Redis; writes docs/performance.md.

    .venv/bin/python -m benchmarks.peers [--cases 10000,1000000] [--only ingest,snapshot] [--no-files]

Both have a server of their own in a temporary folder. Without PostgreSQL its place stays empty.
"""

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psycopg

from benchmarks.peers.ingest import measure_ingest, measure_memory
from benchmarks.peers.measured import Figure, progress
from benchmarks.peers.postgres import NoPostgres, cluster, version
from benchmarks.peers.postgres_rows import load_rows
from benchmarks.peers.postgres_wall import WallStatements
from benchmarks.peers.report import HEADINGS, machine, print_figures, write_files
from benchmarks.peers.review import measure_review
from benchmarks.peers.together import measure_together
from benchmarks.peers.wall import measure_wall
from benchmarks.synthetic import synthetic_city, synthetic_columns
from data_access.cities.pack import load_city
from data_access.domain.period import to_row_time
from data_access.domain.rows import Columns
from data_access.ingest.garbage import relax_garbage_collection
from data_access.queries.wall_clock import wall_clock
from data_access.store.connection import open_connection
from data_access.store.keys import Keys

NOW = 1_795_500_000
SIZES = "10000,100000,1000000"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description="Zhiwang beside PostgreSQL and raw Redis")
    parser.add_argument("--cases", default=SIZES)
    parser.add_argument("--only", default=",".join(HEADINGS))
    parser.add_argument("--no-files", action="store_true", help="print only, leave docs/ as it is")
    options = parser.parse_args()
    parts = options.only.split(",")
    if not set(parts) <= set(HEADINGS):
        parser.error(f"--only takes {', '.join(HEADINGS)}")
    relax_garbage_collection()
    facts = machine()
    try:
        facts["PostgreSQL"] = version()
    except NoPostgres as reason:
        print(f"PostgreSQL is left out: {reason}")
    figures: list[Figure] = []
    for cases in map(int, options.cases.split(",")):
        with _peer("PostgreSQL" in facts) as address:
            found = _of_size(cases, parts, address, facts)
        print_figures(found)
        figures += found
    if not options.no_files:
        command = ".venv/bin/python -m benchmarks.peers"
        command += f" --cases {options.cases}" if options.cases != SIZES else ""
        command += f" --only {options.only}" if len(parts) < len(HEADINGS) else ""
        write_files(figures, facts, command)


@contextlib.contextmanager
def _peer(installed: bool) -> Iterator[str | None]:
    """Address of a fresh peer, None without one."""
    if not installed:
        yield None
        return
    with cluster() as address:
        yield address


def _of_size(cases: int, parts: list[str], address: str | None, facts: dict[str, str]) -> list[Figure]:
    figures: list[Figure] = []
    city = synthetic_city()
    with contextlib.ExitStack() as stack, progress() as told:
        connection = None
        if address is not None:
            connection = stack.enter_context(psycopg.connect(address))
        task = told.add_task(f"{cases:,} cases: rows")
        if {"snapshot", "review", "together"} & set(parts):
            columns = _rows(cases)
            if connection is not None:
                load_rows(connection, columns)
            if "snapshot" in parts:
                told.update(task, description=f"{cases:,} cases: snapshot")
                figures += measure_wall(columns, city, NOW, connection)
            if "review" in parts:
                told.update(task, description=f"{cases:,} cases: review")
                figures += measure_review(columns, city, NOW, connection)
        if connection is not None:
            connection.commit()
            connection.autocommit = True
        if {"ingest", "memory", "together"} & set(parts):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            store = stack.enter_context(open_connection(None, Path(folder))).redis
            facts["Redis"] = str(store.info("server")["redis_version"])
            real = load_city("dongguan")
            keys = Keys(real.id)
            told.update(task, description=f"{cases:,} cases: memory")
            memory = measure_memory(store, real, keys, cases, connection)
            figures += memory if "memory" in parts else []
            if "ingest" in parts:
                told.update(task, description=f"{cases:,} cases: ingest")
                figures += measure_ingest(store, real, keys, cases, connection)
            if "together" in parts:
                told.update(task, description=f"{cases:,} cases: together")
                statements = WallStatements(wall_clock(NOW, city.zone), city)
                peer = None if address is None else (address, statements)
                figures += measure_together(store, real, keys, cases, peer)
    return figures


def _rows(cases: int) -> Columns:
    """Rows in the order of their reports, as they come in."""
    columns = synthetic_columns(synthetic_city(), cases, to_row_time(NOW))
    order = np.argsort(columns["reported"], kind="stable")
    return {name: column.take(order) for name, column in columns.items()}


if __name__ == "__main__":
    main()
