"""Makes a taxonomy for a new city pack out of the categories that occur in a real feed."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from data_access.ingest.cells import code_of
from data_access.ingest.csv_source import CsvSource
from data_access.ingest.mapping import BadRow, RowMapper
from data_access.ingest.mapping_binder import bind
from data_access.ingest.mapping_file import BadMapping, Mapping
from data_access.ingest.xlsx_source import XlsxSource

COLUMNS = ("kind", "class", "class_en", "subclass", "subclass_en", "department")
"""Columns of `taxonomy.csv` that a feed can fill; limits, clocks and Chinese names are the city's to add."""

Category = tuple[str, str]
"""Names of a class and a subclass; the subclass may be empty."""


def feed_taxonomy(path: Path, mapping: Mapping, zone: ZoneInfo) -> list[dict[str, str]]:
    """Lines of a `taxonomy.csv`: every class and subclass of the file, by code.

    Kind and department of a subclass are those of most of its cases. Raises BadMapping when two names
    would share a code, and whatever reading the file raises.
    """
    workbook = path.suffix.lower() in (".xlsx", ".xlsm") or mapping.file.format == "xlsx"
    with XlsxSource(path, mapping.file) if workbook else CsvSource(path, mapping.file) as table:
        mapper, coded = _named(bind(mapping, table.header, zone))
        kinds: dict[str, Counter[str]] = {}
        departments: dict[Category, Counter[str]] = {}
        for _, row in table.rows():
            if isinstance(row, BadRow):
                continue
            try:
                wires = [orjson.loads(line) for line in mapper.lines(row)]
            except BadRow:
                continue
            report: dict[str, str] = next((wire for wire in wires if wire["action"] == "report"), {})
            if "class" not in report:
                continue
            category = (report["class"], report.get("subclass", ""))
            kinds.setdefault(category[0], Counter())[report.get("kind", "event")] += 1
            counted = departments.setdefault(category, Counter())
            counted.update(wire["department"] for wire in wires if "department" in wire)
    codes = {name: code_of(name) if "class" in coded else name for name in kinds}
    subcodes = {name: code_of(name) if "subclass" in coded else name for _, name in departments}
    _refuse_shared(codes)
    _refuse_shared(subcodes)
    lines = [
        {
            "kind": kinds[class_].most_common(1)[0][0],
            "class": codes[class_],
            "class_en": class_,
            "subclass": subcodes[subclass],
            "subclass_en": subclass,
            "department": counted.most_common(1)[0][0] if counted else "",
        }
        for (class_, subclass), counted in departments.items()
    ]
    return sorted(lines, key=lambda line: (line["class"], line["subclass"]))


def write_taxonomy(lines: Iterable[dict[str, str]], target: Path) -> None:
    """Write the lines as `taxonomy.csv`."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _named(mapper: RowMapper) -> tuple[RowMapper, set[str]]:
    """The mapper with names in place of codes, and the fields that had codes."""
    coded: set[str] = set()
    actions = []
    for action in mapper.actions:
        fields = dict(action.fields)
        for name in ("class", "subclass"):
            if action.action == "report" and name in fields and fields[name].as_code:
                coded.add(name)
                fields[name] = replace(fields[name], as_code=False)
        actions.append(replace(action, fields=fields))
    return replace(mapper, actions=tuple(actions)), coded


def _refuse_shared(codes: dict[str, str]) -> None:
    names: dict[str, str] = {}
    for name, code in codes.items():
        if code and names.setdefault(code, name) != name:
            raise BadMapping([f"the categories {names[code]!r} and {name!r} would share the code {code}"])
