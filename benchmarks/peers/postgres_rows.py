"""The rows of cases as a table of PostgreSQL, with the indexes that the questions need."""

import numpy as np
import numpy.typing as npt
import psycopg

from data_access.domain.rows import NEVER, ROW, Columns, RowFlag

LATER = 2**31 - 1
SETTLE, LEFT = "settle", "left_at"
_TYPES = {"u1": "int2", "u2": "int4", "u4": "int8", "i4": "int4", "f8": "float8"}
_WIDE = {"int2": ">i2", "int4": ">i4", "int8": ">i8", "float8": ">f8"}
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_INDEXED = (
    "reported", "filed", "first_dispatched", "disposed", "verified", "ended", "rated", SETTLE, LEFT,
)  # fmt: skip


def column_types() -> dict[str, str]:
    """Name and type of every column: those of a row, and what statements would derive again and again."""
    own = {name: _TYPES[str(ROW[name].str[1:])] for name in ROW.names or ()}
    return {"id": "int4", **own, SETTLE: "int4", LEFT: "int4"}


def load_rows(connection: psycopg.Connection, columns: Columns) -> None:
    """Create the table, fill it by binary COPY, index it and gather statistics."""
    types = column_types()
    listed = ", ".join(f'"{name}" {kind} NOT NULL' for name, kind in types.items())
    connection.execute(f"CREATE TABLE cases ({listed})")
    with connection.cursor() as cursor, cursor.copy("COPY cases FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_HEADER)
        table = _with_derived(columns)
        size = len(columns["flags"])
        for start in range(0, size, 100_000):
            copy.write(_packed({name: table[name][start : start + 100_000] for name in types}, types))
        copy.write(b"\xff\xff")
    connection.execute("ALTER TABLE cases ADD PRIMARY KEY (id)")
    for name in _INDEXED:
        connection.execute(f"CREATE INDEX ON cases ({name})")
    connection.execute("CREATE INDEX ON cases (town, village) WHERE stage < 6")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE cases")


def _with_derived(columns: Columns) -> Columns:
    """The columns with position, settle time, and when each case left disposal."""

    def earlier(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
        first, second = (np.where(time == NEVER, LATER, time.astype(np.int64)) for time in (one, other))
        return np.minimum(first, second)

    settle = earlier(columns["due"], columns["disposed"])
    falls_due = (columns["flags"].astype(np.uint32) & RowFlag.FALLS_DUE) != 0
    settle = np.where(falls_due & (settle != LATER), settle, NEVER)
    left = earlier(columns["disposed"], columns["ended"])
    return {**columns, "id": np.arange(len(columns["flags"])), SETTLE: settle, LEFT: left}


def _packed(part: Columns, types: dict[str, str]) -> bytes:
    """Rows in the binary format of COPY: number of fields, then length and value of each."""
    layout = [("fields", ">i2")]
    for name, kind in types.items():
        layout += [(f"{name} length", ">i4"), (name, _WIDE[kind])]
    rows = np.empty(len(part["id"]), dtype=layout)
    rows["fields"] = len(types)
    for name in types:
        rows[f"{name} length"] = rows.dtype[name].itemsize
        rows[name] = part[name]
    return rows.tobytes()
