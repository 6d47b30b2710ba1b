"""`taxonomy.csv` of a pack: one line a subclass, with its class, names, limit, clock and department."""

import csv
from collections.abc import Iterator
from pathlib import Path

from data_access.cities.findings import Findings
from data_access.cities.settings import TAXONOMY_FILE as FILE
from data_access.domain.deadlines import LONGEST_LIMIT
from data_access.domain.taxonomy import CaseClass, CaseKind, Clock, Subclass, Taxonomy

COLUMNS = (
    "kind", "class", "class_zh", "class_en", "by_collectors",
    "subclass", "subclass_zh", "subclass_en", "limit", "clock", "department", "sensitive",
)  # fmt: skip
YES, NO = ("yes", "true", "1"), ("", "no", "false", "0")


def read_taxonomy(folder: Path, findings: Findings) -> Taxonomy:
    """The taxonomy of a pack; faults are added to `findings`. A line without subclass makes a class only."""
    classes: dict[str, CaseClass] = {}
    subclasses: dict[str, tuple[str, Subclass]] = {}
    for place, row in _rows(folder / FILE, findings):
        found = _class(row, place, findings)
        if found is None:
            continue
        kept = classes.setdefault(found.code, found)
        if kept != found:
            findings.error(FILE, place, f"describes class {found.code} differently from an earlier line")
        code = row["subclass"]
        if not code:
            continue
        if code in subclasses:
            findings.error(FILE, place, f"the subclass {code} occurs twice")
        subclasses[code] = (found.code, _subclass(row, place, findings))
    if not classes:
        findings.error(FILE, "", "has no classes")
    order = sorted(classes)
    return Taxonomy(
        classes=tuple(classes[code] for code in order),
        subclasses=tuple(
            Subclass(
                s.code, s.name_zh, s.name_en, order.index(of), s.limit, s.clock, s.department, s.sensitive
            )
            for of, s in (subclasses[code] for code in sorted(subclasses))
        ),
    )


def _rows(path: Path, findings: Findings) -> Iterator[tuple[str, dict[str, str]]]:
    """Lines with their place, every known column present and stripped."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"kind", "class"} - set(reader.fieldnames or ())
            if missing:
                findings.error(FILE, "line 1", f"lacks the columns {', '.join(sorted(missing))}")
                return
            for unknown in set(reader.fieldnames or ()) - set(COLUMNS):
                findings.warning(FILE, "line 1", f"the column {unknown!r} is not used")
            for row in reader:
                yield f"line {reader.line_num}", {name: (row.get(name) or "").strip() for name in COLUMNS}
    except OSError as error:
        findings.error(FILE, "", f"cannot be read: {error.strerror}")
    except (UnicodeDecodeError, csv.Error) as error:
        findings.error(FILE, "", f"is not UTF-8 CSV: {error}")


def _class(row: dict[str, str], place: str, findings: Findings) -> CaseClass | None:
    code, kind = row["class"], row["kind"]
    if not code:
        findings.error(FILE, place, "has no class")
        return None
    if kind not in tuple(CaseKind):
        findings.error(FILE, place, f"the kind must be component or event, not {kind!r}")
        return None
    name_en = row["class_en"] or row["class_zh"] or code
    return CaseClass(
        code=code,
        name_zh=row["class_zh"] or name_en,
        name_en=name_en,
        kind=CaseKind(kind),
        by_collectors=_flag(row, "by_collectors", place, findings, default=True),
    )


def _subclass(row: dict[str, str], place: str, findings: Findings) -> Subclass:
    limit: float | None = None
    clock: Clock | None = None
    if row["limit"]:
        try:
            limit = float(row["limit"])
        except ValueError:
            findings.error(FILE, place, f"the limit {row['limit']!r} is not a number")
        if limit is not None and not 0 < limit <= LONGEST_LIMIT:
            findings.error(
                FILE, place, f"the limit {row['limit']} is not above 0 and up to {LONGEST_LIMIT:.0f}"
            )
        if row["clock"] not in tuple(Clock):
            findings.error(FILE, place, f"unknown clock {row['clock']!r}: one of {', '.join(Clock)}")
        else:
            clock = Clock(row["clock"])
    elif row["clock"]:
        findings.error(FILE, place, "has a clock without a limit")
    name_en = row["subclass_en"] or row["subclass_zh"] or row["subclass"]
    return Subclass(
        code=row["subclass"],
        name_zh=row["subclass_zh"] or name_en,
        name_en=name_en,
        class_index=0,
        limit=limit if clock is not None else None,
        clock=clock if limit is not None else None,
        department=row["department"],
        sensitive=_flag(row, "sensitive", place, findings, default=False),
    )


def _flag(row: dict[str, str], column: str, place: str, findings: Findings, *, default: bool) -> bool:
    value = row[column].lower()
    if not value:
        return default
    if value not in YES + NO:
        findings.error(FILE, place, f"{column} must be yes or no, not {row[column]!r}")
    return value in YES
