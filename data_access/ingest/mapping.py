"""Turns rows of a table (CSV, XLSX) into wire-format lines, as a mapping says; `mapping_file` reads it.

A mapping never decides whether an action is valid: what it cannot translate goes on as it stands, and the
parser, the one door, says what is wrong with it.
"""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from data_access.ingest.cells import Cell, code_of, flag_of, number_of, text_of, time_text
from data_access.ingest.coordinates import TO_WGS84

Row = Sequence[Cell]

TIMES = frozenset({"due_at"})
NUMBERS = frozenset({"lon", "lat"})
INTEGERS = frozenset({"level", "score"})
FLAGS = frozenset({"urgent", "self_handled"})


class BadRow(ValueError):
    """A row that no line can be made of: `code` groups reasons, the text says what is wrong."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one value of an action comes from."""

    columns: tuple[int, ...] = ()
    """Positions of the columns; the first that is not empty counts."""
    join: bool = False
    """Whether all columns that are not empty count, joined by " / "."""
    constant: str | int | float | bool | None = None
    values: Map[str, Any] = field(default_factory=dict)
    """Translations; a value that is not among them takes `otherwise`, or stays as it is."""
    otherwise: str | int | float | bool | None = None
    default: str | int | float | bool | None = None
    """Taken when every column is empty."""
    as_code: bool = False
    """Whether the value becomes a code: letters and digits in capitals, hyphens between the words."""
    only_without_position: bool = False
    """Whether the value is left out when the row has a position of its own."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A row fulfils it when a column holds, or does not hold, one of the values."""

    column: int
    values: frozenset[str]
    among: bool = True


@dataclass(frozen=True, slots=True)
class ActionRule:
    """One action made of a row: when it is made, at what time, with which fields."""

    action: str
    at: FieldRule
    fields: Map[str, FieldRule] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class PositionRule:
    """Columns of a position, its coordinate system, and points that stand for "not known"."""

    lon: FieldRule
    lat: FieldRule
    system: str = "wgs84"
    drop: frozenset[tuple[float, float]] = frozenset()
    """Longitude and latitude as the file has them."""


@dataclass(frozen=True)
class RowMapper:
    """A mapping bound to the columns of one table; made by `mapping_file.Mapping.bind`."""

    case_id: tuple[str | int, ...]
    """Literal texts and column positions, joined."""
    actions: tuple[ActionRule, ...]
    position: PositionRule | None
    skip: tuple[Condition, ...]
    empty: frozenset[str]
    time_formats: tuple[str, ...]
    zone: ZoneInfo
    width: int
    """Columns of the table."""

    def lines(self, row: Row) -> list[bytes]:
        """The wire-format lines of a row, none for a row that is to be skipped.

        Raises BadRow when the row has another number of cells than the header, no id or no report time.
        """
        if len(row) != self.width:
            raise BadRow("wrong_columns", f"{len(row)} cells, but the header has {self.width}")
        if any(self._fulfils(row, condition) for condition in self.skip):
            return []
        case_id = "".join(
            part if isinstance(part, str) else text_of(self._cell(row, part)) for part in self.case_id
        )
        if not case_id:
            raise BadRow("bad_case_id", "the row has no case id")
        position = self._position(row)
        lines = []
        for rule in self.actions:
            if not all(self._fulfils(row, condition) for condition in rule.when):
                continue
            at = self._value(row, rule.at)
            if at is None:
                if rule.action == "report":
                    raise BadRow("bad_time", "the row has no time of the report")
                continue
            wire: dict[str, Any] = {"case_id": case_id, "action": rule.action, "at": self._time(at)}
            if rule.action == "report":
                wire |= position
            for name, field_rule in rule.fields.items():
                if field_rule.only_without_position and position:
                    continue
                value = self._value(row, field_rule)
                if value is not None:
                    wire[name] = self._typed(name, value)
            lines.append(_dump(wire))
        return lines

    def _cell(self, row: Row, column: int) -> Cell:
        cell = row[column]
        if isinstance(cell, str):
            cell = cell.strip()
            return None if cell in self.empty else cell
        return cell

    def _fulfils(self, row: Row, condition: Condition) -> bool:
        return (text_of(self._cell(row, condition.column)) in condition.values) == condition.among

    def _value(self, row: Row, rule: FieldRule) -> Cell:
        if rule.constant is not None:
            return rule.constant
        cells = [cell for column in rule.columns if (cell := self._cell(row, column)) is not None]
        if not cells:
            return rule.default
        cell = " / ".join(map(text_of, cells)) if rule.join else cells[0]
        if rule.values or rule.otherwise is not None:
            text = text_of(cell)
            unknown = cell if rule.otherwise is None else rule.otherwise
            cell = rule.values.get(text, unknown)
        return code_of(text_of(cell)) if rule.as_code else cell

    def _time(self, cell: Cell) -> str:
        if isinstance(cell, datetime):
            time = cell if cell.tzinfo is not None else cell.replace(tzinfo=self.zone)
            return time.isoformat()
        return time_text(text_of(cell), self.time_formats, self.zone)

    def _typed(self, name: str, cell: Cell) -> Any:
        if name in TIMES:
            return self._time(cell)
        if name in FLAGS:
            return flag_of(cell)
        if name in INTEGERS or name in NUMBERS:
            number = number_of(cell)
            if name in INTEGERS and isinstance(number, float) and number.is_integer():
                return int(number)
            return number
        return text_of(cell)

    def _position(self, row: Row) -> dict[str, Any]:
        rule = self.position
        if rule is None:
            return {}
        lon, lat = number_of(self._value(row, rule.lon)), number_of(self._value(row, rule.lat))
        if lon is None or lat is None or (lon, lat) in rule.drop:
            return {}
        if isinstance(lon, float) and isinstance(lat, float) and abs(lon) <= 180 and abs(lat) <= 90:
            lon, lat = TO_WGS84[rule.system](lon, lat)
        return {"lon": lon, "lat": lat}


def _dump(wire: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(wire)
    except orjson.JSONEncodeError as error:
        raise BadRow("not_text", f"the row is not in the file's encoding: {error}") from None
