"""Counts from wire-format lines the plain way, case by case: a second opinion for the demo's figures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from data_access.domain.city import City


@dataclass
class PlainCase:
    """The times of a case's actions by name, repeated deliveries once."""

    report: dict[str, Any] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    department: str | None = None

    def last(self, action: str) -> float | None:
        """Time of the last action of a kind."""
        return max(self.times[action]) if self.times.get(action) else None

    def first(self, action: str) -> float | None:
        """Time of the first action of a kind."""
        return min(self.times[action]) if self.times.get(action) else None


def read(lines: Iterable[bytes]) -> dict[str, PlainCase]:
    """Cases by id."""
    cases: dict[str, PlainCase] = defaultdict(PlainCase)
    for line in dict.fromkeys(lines):
        action = orjson.loads(line)
        case = cases[action["case_id"]]
        case.times[action["action"]].append(dt.datetime.fromisoformat(action["at"]).timestamp())
        if action["action"] == "report":
            case.report = action
        if action["action"] == "dispatch":
            case.department = action["department"]
    return cases


@dataclass
class Settled:
    """Of the cases that fall due in a period: the disposed, those in time, the closed and all."""

    disposed: int = 0
    on_time: int = 0
    closed: int = 0
    all: int = 0


def settled(
    cases: Iterable[PlainCase], city: City, start: float, end: float, as_of: float | None = None
) -> Settled:
    """Cases whose settling falls into [start, end), by what had become of them at `as_of` (or `end`)."""
    result = Settled()
    now = as_of or end
    limits = {one.code: one for one in city.taxonomy.subclasses}
    for case in cases:
        filed = case.first("file")
        if filed is None or filed >= end or (case.first("void") or now) < now:
            continue
        subclass = limits[case.report["subclass"]]
        assert subclass.limit is not None
        assert subclass.clock is not None
        due = city.deadlines.due(int(filed * 1e6), subclass.limit, subclass.clock) / 1e6
        if case.times.get("extend"):
            due += due - filed
        if case.times.get("suspend"):
            due += (case.first("resume") or 0) - (case.first("suspend") or 0)
        disposed = case.last("dispose")
        if disposed is not None and disposed >= now:
            disposed = None
        if start <= min(due, disposed or due) < end:
            result.all += 1
            result.disposed += disposed is not None
            result.on_time += disposed is not None and disposed <= due
            result.closed += (case.first("close") or now) < now
    return result
