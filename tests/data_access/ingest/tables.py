"""Small helpers of the import tests: mappings from text, rows through a mapping."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from data_access.ingest.mapping import RowMapper
from data_access.ingest.mapping_binder import bind
from data_access.ingest.mapping_file import Mapping, read_mapping

BOSTON = ZoneInfo("America/New_York")
HEADER = ["id", "opened", "closed", "what", "source", "lon", "lat", "urgent", "staff"]
PLAIN = """
timezone = "America/New_York"
time_formats = ["%m/%d/%Y %H:%M"]
[case]
id = "id"
[position]
lon = "lon"
lat = "lat"
drop = [{ lon = -71.0587, lat = 42.3594 }]
[fields]
kind = { constant = "event" }
class = { column = "what", as_code = true }
source = { column = "source", values = { "Call" = "hotline_12345" }, otherwise = "other" }
urgent = "urgent"
[[actions]]
action = "report"
at = "opened"
[[actions]]
action = "close"
at = "closed"
"""


def mapping_of(folder: Path, text: str = PLAIN) -> Mapping:
    """A mapping read from a file with this text."""
    path = folder / "feed.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def mapper_of(folder: Path, text: str = PLAIN, header: Sequence[str] = HEADER) -> RowMapper:
    """A mapping bound to a header."""
    return bind(mapping_of(folder, text), header, ZoneInfo("Asia/Shanghai"))


def wires(mapper: RowMapper, row: Sequence[Any]) -> list[dict[str, Any]]:
    """The actions of a row."""
    return [orjson.loads(line) for line in mapper.lines(row)]
