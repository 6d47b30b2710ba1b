"""Case actions as batch upserts of bare rows: the least that a table of PostgreSQL has to do for them."""

import time
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
import psycopg

from data_access.ingest.ingest import BATCH_LINES

Rows = list[tuple[Any, ...]]

_ATTRIBUTES = ("kind", "class", "subclass", "source", "town", "village", "grid", "lon", "lat")
_STEPS = ("accept", "file", "dispatch", "dispose", "verify", "close")
_TABLE = """
CREATE TABLE bare (
  case_id text PRIMARY KEY, kind text, class text, subclass text, source text, town text, village text,
  "grid" text, lon float8, lat float8, department text, report_at timestamptz, accept_at timestamptz,
  file_at timestamptz, dispatch_at timestamptz, dispose_at timestamptz, verify_at timestamptz,
  close_at timestamptz)
"""
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
  case_id text, action text, at timestamptz, kind text, class text, subclass text, source text, town text,
  village text, "grid" text, lon float8, lat float8, department text)
"""
_ACTIONS = "CREATE TABLE actions (LIKE incoming, PRIMARY KEY (case_id, action, at))"
_EACH = (*_ATTRIBUTES, "department")
_MERGED = ", ".join(
    [f'"{name}" = coalesce(bare."{name}", excluded."{name}")' for name in _EACH]
    + [f"{step}_at = least(bare.{step}_at, excluded.{step}_at)" for step in ("report", *_STEPS)]
)
_UPSERT = f"""
INSERT INTO bare
SELECT case_id, {", ".join(f'max("{name}")' for name in _EACH)},
  {", ".join(f"min(at) FILTER (WHERE action = '{step}')" for step in ("report", *_STEPS))}
FROM incoming GROUP BY case_id
ON CONFLICT (case_id) DO UPDATE SET
  {_MERGED}
"""

_ONE = f"""
INSERT INTO bare VALUES (%s, {", ".join("%s" for _ in (*_EACH, "report", *_STEPS))})
ON CONFLICT (case_id) DO UPDATE SET
  {_MERGED}
"""


def bare_rows(lines: Sequence[bytes]) -> Rows:
    """What is upserted, read and converted beforehand: the peer is not asked to parse or to validate."""
    rows = []
    for line in lines:
        wire = orjson.loads(line)
        values = (wire.get(name) for name in (*_ATTRIBUTES, "department"))
        rows.append((wire["case_id"], wire["action"], datetime.fromisoformat(wire["at"]), *values))
    return rows


def create_table(connection: psycopg.Connection, cases: int) -> None:
    """A table that holds `cases` closed cases already."""
    connection.execute("DROP TABLE IF EXISTS bare")
    connection.execute(_TABLE)
    connection.execute(
        """INSERT INTO bare SELECT 'X' || lpad(n::text, 18, '0'), 'event', 'E01', 'E0110', 'collector',
             '441900003', '441900003005', '441900003005004', 113.7, 23.0, 'D0', now(), now(), now(), now(),
             now(), now(), now() FROM generate_series(0, %s - 1) AS n""",
        (cases,),
    )
    connection.execute(_STAGE)
    connection.execute("DROP TABLE IF EXISTS actions")
    connection.execute(_ACTIONS)
    connection.execute("VACUUM ANALYZE bare")


class Way(StrEnum):
    """How actions come in."""

    EACH = "an upsert an action, in batches"
    GROUPED = "COPY and one grouped upsert a batch"
    KEPT = "COPY, every action kept, one grouped upsert a batch"


def upsert_rate(connection: psycopg.Connection, rows: Rows, way: Way) -> float:
    """Actions a second; counts are checked by the caller."""
    connection.execute(_STAGE)
    started = time.perf_counter()
    for first in range(0, len(rows), BATCH_LINES):
        _upsert(connection, rows[first : first + BATCH_LINES], way)
    return len(rows) / (time.perf_counter() - started)


def _upsert(connection: psycopg.Connection, rows: Rows, way: Way) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        if way == Way.EACH:
            cursor.executemany(_ONE, [_spread(row) for row in rows])
            return
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if way == Way.KEPT:
            cursor.execute("INSERT INTO actions SELECT * FROM incoming ON CONFLICT DO NOTHING")
        cursor.execute(_UPSERT)
        cursor.execute("TRUNCATE incoming")


def _spread(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row with its time in the column of its action."""
    case_id, action, at, *attributes = row
    return case_id, *attributes, *(at if action == step else None for step in ("report", *_STEPS))


def relation_bytes(connection: psycopg.Connection) -> int:
    """Bytes of the table with its index."""
    row = connection.execute("SELECT pg_total_relation_size('bare')").fetchone()
    assert row is not None
    return int(row[0])
