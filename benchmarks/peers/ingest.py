"""Ingest into a store that holds many cases, beside batch upserts of PostgreSQL and raw pipelined Redis."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import psycopg
import redis

from benchmarks.ingest import ingest_rate, make_lines, raw_rate
from benchmarks.peers.filling import fill_store
from benchmarks.peers.measured import Figure, in_turns
from benchmarks.peers.postgres_ingest import Way, bare_rows, create_table, relation_bytes, upsert_rate
from benchmarks.peers.wall import FiguresDiffer
from data_access.domain.city import City
from data_access.domain.rows import ROW_BYTES
from data_access.store.keys import Keys

INCOMING_CASES = 20_000
ROUNDS = 3
RATE, TIMES_PEER, SHARE_OF_RAW, BYTES_A_CASE, COLUMN_BYTES = 60_000, 1.6, 0.2, 400, 150


def measure_memory(
    client: redis.Redis, city: City, keys: Keys, cases: int, connection: psycopg.Connection | None
) -> list[Figure]:
    """Fill the stores with `cases` cases; bytes a case of each, and of a process that holds all rows."""
    before = int(client.info("memory")["used_memory"])
    fill_store(client, city, keys, cases)
    # The buffers of this connection belong to no case.
    client.connection_pool.disconnect()
    own = (int(client.info("memory")["used_memory"]) - before) / cases
    peer = None
    if connection is not None:
        create_table(connection, cases)
        peer = relation_bytes(connection) / cases
    return [
        Figure(
            "memory", "Redis, records, rows and all else", cases, "bytes", own,
            "PostgreSQL, bare rows and their key", peer, f"≤ {BYTES_A_CASE} bytes", own <= BYTES_A_CASE,
        ),
        Figure(
            "memory", "columns of a web process", cases, "bytes", ROW_BYTES,
            bar=f"≤ {COLUMN_BYTES} bytes", reached=ROW_BYTES <= COLUMN_BYTES,
        ),
    ]  # fmt: skip


def measure_ingest(
    client: redis.Redis, city: City, keys: Keys, cases: int, connection: psycopg.Connection | None
) -> list[Figure]:
    """Actions a second of whole lives, shuffled and a tenth repeated, into the stores filled before."""
    lines = make_lines(city, INCOMING_CASES)
    turn = count()

    def own() -> float:
        # Other case ids each time: a case that is there already would only be found to be known.
        fresh = _renamed(lines, next(turn))
        return ingest_rate(client, city, fresh, keys)

    works: list[Callable[[], float]] = [own, lambda: raw_rate(client)]
    peer_turn = count()
    if connection is not None:
        works += [partial(_peer_rate, connection, lines, peer_turn, way) for way in Way]
    rate, raw, *peers = in_turns(works, ROUNDS)
    stored = int(client.hget(keys.state(0), "rows") or 0)
    if stored != cases + ROUNDS * INCOMING_CASES:
        raise FiguresDiffer(f"{stored} cases are in Zhiwang, not {ROUNDS * INCOMING_CASES} more than {cases}")
    if connection is not None:
        _compare(connection, cases)
    name = "actions validated, folded, durable"
    figures = [
        Figure("ingest", name, cases, "/s", rate, bar=f"≥ {RATE:,}/s", reached=rate >= RATE),
        Figure(
            "ingest", name, cases, "/s", rate, "raw Redis, pipelined HINCRBY", raw,
            f"≥ {SHARE_OF_RAW} × raw", rate >= SHARE_OF_RAW * raw,
        ),
    ]  # fmt: skip
    for way, peer_rate in zip(Way, peers, strict=False):
        barred = way == Way.EACH
        figures.append(
            Figure(
                "ingest", name, cases, "/s", rate, f"PostgreSQL, {way.value}", peer_rate,
                f"≥ {TIMES_PEER} × PostgreSQL" if barred else "",
                rate >= TIMES_PEER * peer_rate if barred else None,
            )
        )  # fmt: skip
    return figures


def _peer_rate(connection: psycopg.Connection, lines: list[bytes], turn: Iterator[int], way: Way) -> float:
    return upsert_rate(connection, bare_rows(_renamed(lines, next(turn))), way)


def _compare(connection: psycopg.Connection, cases: int) -> None:
    """Raises FiguresDiffer unless every case that came in has its end in the peer too."""
    row = connection.execute("SELECT count(*), count(close_at) FROM bare").fetchone()
    expected = cases + ROUNDS * len(Way) * INCOMING_CASES
    if row != (expected, expected):
        raise FiguresDiffer(f"{expected} cases with their end are due, PostgreSQL has {row}")


def _renamed(lines: list[bytes], turn: int) -> list[bytes]:
    """The same lives under other case ids of the same length."""
    mark = b'"case_id":"' + bytes([ord("a") + turn])
    return [line.replace(b'"case_id":"', mark, 1) for line in lines]
