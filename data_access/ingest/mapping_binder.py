"""Binds a mapping to the columns of a table; every fault is named with its line in the mapping file."""

import difflib
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from data_access.domain.actions import RANKS, Field
from data_access.ingest.coordinates import TO_WGS84
from data_access.ingest.mapping import ActionRule, Condition, FieldRule, PositionRule, RowMapper
from data_access.ingest.mapping_file import BadMapping, Mapping

REPORT_FIELDS = frozenset(field.name.lower() for field in Field) - {
    "department", "due_at", "level", "score", "lon", "lat",
}  # fmt: skip
ACTION_FIELDS = frozenset({"event_id", "by", "department", "due_at", "level", "score"})
_TOP_KEYS = {"timezone", "time_formats", "empty", "private", "file", "case", "position", "fields", "actions"}
_RULE_KEYS = {
    "column", "columns", "join", "constant", "values", "otherwise", "default", "as_code",
    "only_without_position",
}  # fmt: skip

_CONDITION = '{ column = "…", values = […] } or { column = "…", not = […] }'


def bind(mapping: Mapping, header: Sequence[str], zone: ZoneInfo) -> RowMapper:
    """The mapper for a table with these column names; `zone` holds where the mapping names none.

    Raises BadMapping with every fault.
    """
    return _Binder(mapping, [name.strip() for name in header], zone).mapper()


class _Binder:
    """One binding: collects faults instead of stopping at the first."""

    def __init__(self, mapping: Mapping, header: list[str], zone: ZoneInfo) -> None:
        self._data = mapping.data
        self._lines = mapping.lines
        self._header = header
        self._private = mapping.private
        self._zone = zone
        self._problems: list[str] = []

    def mapper(self) -> RowMapper:
        for key in self._data.keys() - _TOP_KEYS:
            self._wrong((key,), "is not part of a mapping")
        for name in sorted(self._private - set(self._header)):
            self._wrong(("private",), self._no_column(name))
        actions = self._actions()
        mapper = RowMapper(
            case_id=self._case_id(),
            actions=actions,
            position=self._position(),
            skip=self._conditions(("case",), self._table("case").get("skip", []), "skip"),
            empty=frozenset({"", *self._texts("empty")}),
            time_formats=tuple(self._texts("time_formats")),
            zone=self._time_zone(),
            width=len(self._header),
        )
        if self._problems:
            raise BadMapping(self._problems)
        return mapper

    # --- parts

    def _case_id(self) -> tuple[str | int, ...]:
        case = self._table("case")
        for key in case.keys() - {"id", "prefix", "skip"}:
            self._wrong(("case", key), "is not a setting of [case]")
        names = case.get("id")
        if isinstance(names, str):
            names = [names]
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            self._wrong(("case", "id"), "must name the column of the case id, or a list of columns")
            return ()
        parts: list[str | int] = [str(case.get("prefix", ""))]
        for name in names:
            parts += ([] if len(parts) == 1 else ["-"]) + [self._column(("case", "id"), name)]
        return tuple(part for part in parts if part != "")

    def _position(self) -> PositionRule | None:
        if "position" not in self._data:
            return None
        table = self._table("position")
        for key in table.keys() - {"lon", "lat", "system", "drop"}:
            self._wrong(("position", key), "is not a setting of [position]")
        system = table.get("system", "wgs84")
        if system not in TO_WGS84:
            self._wrong(("position", "system"), f"must be one of {', '.join(TO_WGS84)}")
        drop = set()
        for point in table.get("drop", []):
            if not isinstance(point, dict) or set(point) != {"lon", "lat"}:
                self._wrong(("position", "drop"), "must be a list of { lon = …, lat = … }")
                continue
            drop.add((float(point["lon"]), float(point["lat"])))
        lon, lat = (self._rule(("position", name), table.get(name)) for name in ("lon", "lat"))
        return PositionRule(lon, lat, system, frozenset(drop))

    def _actions(self) -> tuple[ActionRule, ...]:
        rules = self._data.get("actions")
        if not isinstance(rules, list) or not rules or not all(isinstance(rule, dict) for rule in rules):
            self._wrong(("actions",), "needs at least one [[actions]]")
            return ()
        if not any(rule.get("action") == "report" for rule in rules):
            self._wrong(("actions",), 'needs one with action = "report"')
        return tuple(self._action(("actions", str(number)), rule) for number, rule in enumerate(rules))

    def _action(self, path: tuple[str, ...], table: dict[str, Any]) -> ActionRule:
        name = table.get("action")
        if name not in RANKS:
            self._wrong((*path, "action"), f"must be one of {', '.join(RANKS)}")
        rules = {key: value for key, value in table.items() if key not in ("action", "at", "when")}
        allowed = ACTION_FIELDS
        paths = {key: (*path, key) for key in rules}
        if name == "report":
            common = self._table("fields")
            allowed = REPORT_FIELDS
            paths = {key: ("fields", key) for key in common} | paths
            rules = common | rules
        for key in rules.keys() - allowed:
            self._wrong(paths[key], f"is not a field of {name}; possible are {', '.join(sorted(allowed))}")
        return ActionRule(
            action=str(name),
            at=self._rule((*path, "at"), table.get("at")),
            fields={key: self._rule(paths[key], rule) for key, rule in rules.items() if key in allowed},
            when=self._conditions(path, table.get("when", []), "when"),
        )

    def _conditions(self, path: tuple[str, ...], tables: Any, key: str) -> tuple[Condition, ...]:
        conditions = []
        for table in tables if isinstance(tables, list) else [tables]:
            if not isinstance(table, dict) or set(table) not in ({"column", "values"}, {"column", "not"}):
                self._wrong((*path, key), f"must be {_CONDITION}")
                continue
            among = "values" in table
            values = frozenset(map(str, table["values" if among else "not"]))
            conditions.append(Condition(self._column((*path, key), table["column"]), values, among))
        return tuple(conditions)

    def _rule(self, path: tuple[str, ...], given: Any) -> FieldRule:
        if isinstance(given, str):
            given = {"column": given}
        if not isinstance(given, dict):
            self._wrong(path, 'must be a column name or a table like { column = "…", values = { … } }')
            return FieldRule()
        for key in given.keys() - _RULE_KEYS:
            self._wrong(path, f"{key!r} is unknown; possible are {', '.join(sorted(_RULE_KEYS))}")
        ways = [key for key in ("column", "columns", "join", "constant") if key in given]
        if len(ways) != 1:
            self._wrong(path, "must have one of column, columns, join and constant")
            return FieldRule()
        names = (
            given[ways[0]]
            if ways[0] in ("columns", "join")
            else [given["column"]]
            if ways == ["column"]
            else []
        )
        if not isinstance(names, list):
            self._wrong(path, f"{ways[0]} must be a list of columns")
            names = []
        values = given.get("values", {})
        if not isinstance(values, dict):
            self._wrong(path, "values must be a table: the file's value = the value of the action")
            values = {}
        return FieldRule(
            columns=tuple(self._column(path, name) for name in names),
            join="join" in given,
            constant=given.get("constant"),
            values=values,
            otherwise=given.get("otherwise"),
            default=given.get("default"),
            as_code=bool(given.get("as_code", False)),
            only_without_position=bool(given.get("only_without_position", False)),
        )

    # --- small pieces

    def _column(self, path: tuple[str, ...], name: Any) -> int:
        if name in self._private:
            self._wrong(path, f"the column {name!r} is private and never read")
        elif self._header.count(str(name)) > 1:
            self._wrong(path, f"the file has several columns {name!r}")
        elif name in self._header:
            return self._header.index(name)
        else:
            self._wrong(path, self._no_column(str(name)))
        return -1

    def _no_column(self, name: str) -> str:
        near = difflib.get_close_matches(name, self._header, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(map(repr, self._header))}"
        return f"the file has no column {name!r}{hint}"

    def _table(self, key: str) -> dict[str, Any]:
        value = self._data.get(key, {})
        if isinstance(value, dict):
            return value
        self._wrong((key,), "must be a table")
        return {}

    def _texts(self, key: str) -> list[str]:
        value = self._data.get(key, [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return value
        self._wrong((key,), "must be a list of texts")
        return []

    def _time_zone(self) -> ZoneInfo:
        name = self._data.get("timezone")
        if name is None:
            return self._zone
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError, TypeError):
            self._wrong(("timezone",), f"is not a time zone: {name!r}")
            return self._zone

    def _wrong(self, path: tuple[str, ...], message: str) -> None:
        self._problems.append(self._lines.say(path, message))
