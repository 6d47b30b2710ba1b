"""Reads external values of evaluations (surveys, spot checks) from a CSV table: one value a line."""

import csv
import re
from pathlib import Path

from data_access.domain.evaluation.scheme import ObjectKind

COLUMNS = ("month", "kind", "code", "indicator", "numerator", "denominator")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
Values = dict[ObjectKind, dict[tuple[str, str, str], tuple[int, int]]]


class BadValues(ValueError):
    """A table that cannot be used; the message names the line."""


def read_external(path: Path) -> Values:
    """Values by kind and by (month, code, indicator), each as numerator and denominator. Raises BadValues."""
    values: Values = {kind: {} for kind in ObjectKind}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise BadValues(f"{path.name}, line 1: the columns must be {','.join(COLUMNS)}")
            for row in reader:
                kind, key, value = _line(path.name, reader.line_num, row)
                if key in values[kind]:
                    raise BadValues(f"{path.name}, line {reader.line_num}: is there twice")
                values[kind][key] = value
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadValues(f"{path.name}: is not a CSV table in UTF-8: {error}") from None
    return values


def _line(
    name: str, number: int, row: dict[str, str | None]
) -> tuple[ObjectKind, tuple[str, str, str], tuple[int, int]]:
    month, kind, code, indicator = (row.get(column) or "" for column in COLUMNS[:4])
    if kind not in tuple(ObjectKind):
        raise BadValues(f"{name}, line {number}: kind must be one of {', '.join(ObjectKind)}, not {kind!r}")
    if not _MONTH.fullmatch(month):
        raise BadValues(f"{name}, line {number}: month must look like 2019-02, not {month!r}")
    counts = [row.get(column) or "" for column in COLUMNS[4:]]
    if not all(count.isascii() and count.isdigit() and len(count) < 10 for count in counts):
        raise BadValues(f"{name}, line {number}: numerator and denominator must be whole numbers")
    numerator, denominator = map(int, counts)
    if numerator > denominator:
        raise BadValues(f"{name}, line {number}: the numerator is above the denominator")
    return ObjectKind(kind), (month, code, indicator), (numerator, denominator)
