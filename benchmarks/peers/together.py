"""Ingest while walls refresh each second: what each keeps of its figure alone, and PostgreSQL's the same."""

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.synchronize import Event as Signal
from typing import Any

import psycopg
import redis

from benchmarks.ingest import ingest_rate, make_lines
from benchmarks.peers.measured import Figure, in_turns
from benchmarks.peers.postgres_ingest import Rows, Way, bare_rows, upsert_rate
from benchmarks.peers.postgres_wall import WallStatements
from data_access.cities.pack import load_city
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Scene
from data_access.ingest.garbage import relax_garbage_collection
from data_access.queries.recent import RecentRows
from data_access.queries.scene_sources import SCENES, TickRows
from data_access.store.keys import Keys
from data_access.store.table import Table, TableBehind

KEEPS = 0.9
WALLS = 8
PEER_CLIENTS = (2, 8)
INCOMING_CASES = 20_000
REPEATS = 2
"""Streams in a row, so that several seconds go by."""
ROUNDS = 3
_SPAWN = multiprocessing.get_context("spawn")


def measure_together(
    client: redis.Redis, city: City, keys: Keys, cases: int, peer: tuple[str, WallStatements] | None
) -> list[Figure]:
    """Shares kept of ingest and of the snapshot, when both run. `peer` is its address and its statements."""
    lines = make_lines(city, INCOMING_CASES)
    socket: str = client.connection_pool.connection_kwargs["path"]
    turn = count()
    rates: list[float] = []
    spent: dict[str, list[float]] = {"alone": [], "both": []}
    """Processor time of 1,000 actions in this process, milliseconds."""
    taken: dict[str, list[float]] = {"alone": [], "both": []}
    """Processor time of a snapshot, milliseconds."""

    def ingest() -> float:
        mark = b'"case_id":"t%02d' % next(turn)
        # Of long ago: the walls have the same cases to count however many streams have come in.
        old = (line.replace(b'"at":"2026', b'"at":"2015') for line in lines)
        return ingest_rate(client, city, [line.replace(b'"case_id":"', mark, 1) for line in old], keys)

    def repeated(name: str) -> float:
        began = time.process_time()
        rate = statistics.mean(ingest() for _ in range(REPEATS))
        spent[name].append((time.process_time() - began) * 1e6 / (REPEATS * len(lines)))
        return rate

    def alone() -> float:
        return repeated("alone")

    def watched(name: str, work: Callable[[], object]) -> float:
        times = _watched(socket, keys.city, work)
        taken[name].append(statistics.median(processor for _, processor in times))
        return statistics.median(elapsed for elapsed, _ in times)

    def both() -> float:
        return watched("both", lambda: rates.append(repeated("both")))

    def walls_alone() -> float:
        return watched("alone", lambda: time.sleep(5))

    alone_rate, alone_ms, both_ms = in_turns([alone, walls_alone, both], ROUNDS)
    both_rate = statistics.median(rates)
    kept, kept_ms = both_rate / alone_rate, alone_ms / both_ms
    name = f"while {WALLS} walls refresh each second"
    bar = f"≥ {KEEPS:.0%} of it alone"
    figures = [
        Figure(
            "together", f"ingest {name}", cases, "/s", both_rate,
            "ingest alone", alone_rate, bar, kept >= KEEPS,
        ),
        Figure(
            "together", f"snapshot {name}, ingest at full speed", cases, "ms", both_ms,
            "snapshot alone", alone_ms, bar, kept_ms >= KEEPS,
        ),
        Figure(
            "together", "processor time of 1,000 actions of ingest", cases, "ms",
            statistics.median(spent["both"]), "ingest alone", statistics.median(spent["alone"]),
        ),
        Figure(
            "together", "processor time of a snapshot", cases, "ms",
            statistics.median(taken["both"]), "snapshot alone", statistics.median(taken["alone"]),
        ),
    ]  # fmt: skip
    if peer is not None:
        figures += _peer(peer[0], peer[1], bare_rows(lines), cases)
    return figures


def _watched(socket: str, city: str, work: Callable[[], object]) -> list[tuple[float, float]]:
    """Run the work while the walls' process computes a snapshot each second.

    The milliseconds that each took, and those that the processor worked for it.
    """
    stop, ready = _SPAWN.Event(), _SPAWN.Event()
    answers: Any = _SPAWN.Queue()
    process = _SPAWN.Process(target=_walls, args=(socket, city, ready, stop, answers))
    process.start()
    ready.wait()
    work()
    stop.set()
    times: list[tuple[float, float]] = answers.get()
    process.join()
    return times


def _walls(socket: str, city_id: str, ready: Signal, stop: Signal, answers: Any) -> None:
    """One computation a second serves any number of walls, as in the worker."""
    relax_garbage_collection()
    city = load_city(city_id)
    with redis.Redis(unix_socket_path=socket, protocol=2) as client:
        table = Table(client, city)
        table.refresh()
        recent, home = RecentRows(), home_of(city.tree)
        overview = SCENES[Scene.OVERVIEW].figures
        recent.update(table.columns, None, int(table.last_action_at or 0))
        times = []
        ready.set()
        while not stop.wait(1.0):
            try:
                table.refresh()
            except TableBehind:
                continue  # As in the worker: the picture stays, and the next attempt goes on from there.
            now = int(table.last_action_at or 0)
            recent.update(table.columns, table.changed, now)
            started, began = time.perf_counter(), time.process_time()
            overview(TickRows(recent, table.columns), city, table.names, None, now, home=home)
            ended, done = time.perf_counter(), time.process_time()
            times.append(((ended - started) * 1000, (done - began) * 1000))
    answers.put(times)


def _peer(address: str, statements: WallStatements, rows: Rows, cases: int) -> list[Figure]:
    """Upserts into one table while clients ask all panels of the other, each once a second."""
    figures = []
    with psycopg.connect(address, autocommit=True) as connection:
        alone = upsert_rate(connection, _marked(rows, "t"), Way.GROUPED)
        with psycopg.connect(address, autocommit=True) as one:
            alone_ms = statistics.median([_asked(statements, one) for _ in range(5)])
        for clients in PEER_CLIENTS:
            stop = threading.Event()
            times: list[float] = []
            threads = [
                threading.Thread(target=_ask_each_second, args=(address, statements, stop, times))
                for _ in range(clients)
            ]
            for thread in threads:
                thread.start()
            rate = upsert_rate(connection, _marked(rows, f"u{clients}"), Way.GROUPED)
            stop.set()
            for thread in threads:
                thread.join()
            name = f"PostgreSQL, {clients} clients refresh each second"
            figures += [
                Figure("together", f"{name}: upserts", cases, "/s", rate, "upserts alone", alone),
                Figure(
                    "together", f"{name}: refresh", cases, "ms", statistics.median(times),
                    "refresh alone", alone_ms,
                ),
            ]  # fmt: skip
    return figures


def _marked(rows: Rows, mark: str) -> Rows:
    return [(mark + row[0], *row[1:]) for row in rows]


def _asked(statements: WallStatements, connection: psycopg.Connection) -> float:
    started = time.perf_counter()
    statements.ask(connection)
    return (time.perf_counter() - started) * 1000


def _ask_each_second(
    address: str, statements: WallStatements, stop: threading.Event, times: list[float]
) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        due = time.monotonic()
        while True:
            times.append(_asked(statements, connection))
            due = max(due + 1.0, time.monotonic())
            if stop.wait(due - time.monotonic()):
                return
