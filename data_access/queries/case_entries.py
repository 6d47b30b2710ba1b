"""A case of a list as plain values: codes and names, stage, times in city time, how long overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.domain.areas import Area
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.measures import Fact
from data_access.domain.period import city_time, from_row_time
from data_access.domain.rows import NEVER, NO_POSITION, RowFlag, Stage
from data_access.domain.taxonomy import SOURCES, CaseKind
from data_access.queries.groups import Index, NameLists

TIMES = {
    "reported_at": "reported",
    "accepted_at": "accepted",
    "filed_at": "filed",
    "first_dispatched_at": "first_dispatched",
    "due_at": "due",
    "disposed_at": "disposed",
    "verified_at": "verified",
    "ended_at": "ended",
    "rated_at": "rated",
}
"""Times of an entry and the columns that they come from; `stage` tells what `ended_at` is."""
_COUNTS = ("return_count", "rework_count", "extension_count", "anomaly_count")
_FLAGS = {
    "urgent": RowFlag.URGENT,
    "confirmed": RowFlag.CONFIRMED,
    "self_handled": RowFlag.SELF_HANDLED,
    "suspended": RowFlag.SUSPENDED,
}
_LEVEL_SHIFT = int(RowFlag.ESCALATED_1).bit_length() - 1


def case_entries(
    facts: Facts, city: City, names: NameLists, rows: Index, case_ids: Sequence[str]
) -> list[dict[str, Any]]:
    """One entry for each of `rows`, which are cases' own rows, in their order."""
    narrow = facts.narrowed(rows)
    overdue = narrow.holds(Fact.OVERDUE).tolist()
    values = {name: column.take(rows).tolist() for name, column in facts.columns.items() if name in _NEEDED}
    clock = from_row_time(facts.as_of)
    # Each asked for once: the store sorts its names anew whenever it is asked.
    lists = _Lists(list(names.departments), list(names.teams), list(names.subclasses))
    lines = [dict(zip(values, line, strict=True)) for line in zip(*values.values(), strict=True)]
    return [
        _entry(line, case_id, city, lists) | _ages(line, late, clock)
        for line, case_id, late in zip(lines, case_ids, overdue, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Lists:
    """Names by number, as they are while a page is made."""

    departments: list[str]
    teams: list[str]
    subclasses: list[str]


_NEEDED = {
    *TIMES.values(),
    *_COUNTS,
    *"flags town village grid class subclass source department team stage score cell lon lat".split(),
}


def _entry(row: dict[str, Any], case_id: str, city: City, names: _Lists) -> dict[str, Any]:
    english = city.language == "en"
    tree, taxonomy, flags = city.tree, city.taxonomy, row["flags"]
    case_class = taxonomy.classes[row["class"]]
    code, name = _subclass(city, names, row["subclass"])
    placed = row["lon"] != NO_POSITION
    return {
        "case_id": case_id,
        "kind": (CaseKind.COMPONENT if flags & RowFlag.COMPONENT else CaseKind.EVENT).value,
        "class": case_class.code,
        "class_name": case_class.name_en if english else case_class.name_zh,
        "subclass": code,
        "subclass_name": name,
        "source": SOURCES[row["source"]].value,
        **_area("town", tree.towns, row["town"], city),
        **_area("village", tree.villages, row["village"], city),
        **_area("grid", tree.grids, row["grid"], city),
        "lon": row["lon"] / 1e7 if placed else None,
        "lat": row["lat"] / 1e7 if placed else None,
        "department": _named(names.departments, row["department"]),
        "team": _named(names.teams, row["team"]),
        "stage": Stage(row["stage"]).name.lower(),
        **{name: bool(flags & flag) for name, flag in _FLAGS.items()},
        "escalation_level": flags >> _LEVEL_SHIFT & 3,
        **{name: row[name] for name in _COUNTS},
        "score": row["score"] or None,
        **{name: _time(row[column], city) for name, column in TIMES.items()},
    }


def _ages(row: dict[str, Any], overdue: bool, clock: int) -> dict[str, Any]:
    """How old a case is (until it ended), and how long after its due time it was disposed, or is now."""
    due, disposed, ended = row["due"], row["disposed"], row["ended"]
    until = clock if ended == NEVER else from_row_time(ended)
    late: int | None = None
    if overdue:
        late = clock - from_row_time(due)
    elif disposed != NEVER and due != NEVER:
        late = max(0, disposed - due)
    return {
        "age_seconds": max(0, until - from_row_time(row["reported"])),
        "overdue": overdue,
        "overdue_seconds": late,
    }


def _area(level: str, areas: Sequence[Area], index: int, city: City) -> dict[str, str | None]:
    area = areas[index] if index < len(areas) else None
    name = None if area is None else area.name(city.language, short=False)
    return {level: None if area is None else area.code, f"{level}_name": name}


def _subclass(city: City, names: _Lists, index: int) -> tuple[str | None, str | None]:
    known = city.taxonomy.subclasses
    if index < len(known):
        subclass = known[index]
        return subclass.code, subclass.name_en if city.language == "en" else subclass.name_zh
    code = _named(names.subclasses, index - len(known))
    return code, code


def _named(names: Sequence[str], number: int) -> str | None:
    return names[number] if number < len(names) else None


def _time(row_time: int, city: City) -> str | None:
    return None if row_time == NEVER else city_time(from_row_time(row_time), city.zone)


def counted_at(times: np.ndarray[Any, np.dtype[np.int32]], city: City) -> list[str | None]:
    """Times by which rows are counted, in city time; None for live counts."""
    return [_time(time, city) for time in times.tolist()]
