"""Open data tables as files: CSV, JSON, GeoJSON, Parquet. The same table always gives the same bytes."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.public.opendata.columns import Column, Json, Type
from dashboard.spreadsheets import UTF8_MARK, safe_cell

MIMETYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
_ARROW = {
    Type.TEXT: pa.string(),
    Type.COUNT: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.TIME: pa.timestamp("ms", tz="UTC"),
}


def prepare() -> None:
    """Load what the first Parquet file of a process needs, most of a second: nobody should wait for that."""
    to_parquet((), (), {})


def to_csv(columns: Sequence[Column], rows: Sequence[Json]) -> bytes:
    """Comma-separated values in UTF-8 with its mark, lines ending as RFC 4180 says; null is empty."""
    text = io.StringIO(newline="")
    text.write(UTF8_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow(["" if value is None else safe_cell(value) for value in row.values()])
    return text.getvalue().encode()


def to_json_file(about: Mapping[str, Any], rows: Sequence[Json]) -> bytes:
    """An object with what the table is about and its `rows`."""
    return orjson.dumps({**about, "rows": rows}) + b"\n"


def to_geojson(
    about: Mapping[str, Any], rows: Sequence[Json], geometry: Callable[[Json], Json | None]
) -> bytes:
    """A FeatureCollection (RFC 7946) of the rows; what the table is about are its further members."""
    features = [{"type": "Feature", "geometry": geometry(row), "properties": row} for row in rows]
    return orjson.dumps({"type": "FeatureCollection", **about, "features": features}) + b"\n"


def to_parquet(columns: Sequence[Column], rows: Sequence[Json], facts: Mapping[str, str]) -> bytes:
    """Parquet with typed columns; times are moments, `facts` stand in the file's own metadata."""
    arrays = [
        pa.array([_value(column, row[column.name]) for row in rows], _ARROW[column.type])
        for column in columns
    ]
    schema = pa.schema(
        [pa.field(column.name, _ARROW[column.type], metadata={"unit": column.unit}) for column in columns],
        metadata=dict(facts),
    )
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _value(column: Column, value: Any) -> Any:
    return datetime.fromisoformat(value) if column.type is Type.TIME and value is not None else value
