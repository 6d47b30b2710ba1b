"""Figures of answers as the review surface shows them: value, unit, parts, and whether a change is good."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data_access.domain.indicator_types import Better, Indicator, Kind, Unit
from data_access.domain.indicators import INDICATORS
from layouts import format as fmt
from layouts.text import Text

Entry = Mapping[str, Any]
"""An answer, or an entry of one: indicators under their names."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change, and what it is: "good", "bad" or "" (neither, or none)."""

    text: str
    judged: str


def value_of(entry: Entry, name: str) -> float | None:
    """The number of an indicator; None when there is no denominator, or the entry has no such indicator."""
    value = entry.get(name)
    if isinstance(value, Mapping):
        value = value["value"]
    return None if value is None else float(value)


def parts_of(entry: Entry, name: str) -> tuple[int, int] | None:
    """Numerator and denominator of a ratio."""
    value = entry.get(name)
    return (value["numerator"], value["denominator"]) if isinstance(value, Mapping) else None


def figure(text: Text, name: str, value: float | None) -> str:
    """A value without its unit: 91.4, 1,486; no data where there is none."""
    indicator = INDICATORS[name]
    if value is None:
        return text("unit.no_data")
    if indicator.unit == Unit.SHARE:
        return fmt.points(value)
    if indicator.unit == Unit.SECONDS:
        return fmt.age(text, value)
    return fmt.count(value) if indicator.kind == Kind.COUNT else f"{value:,.2f}"


def unit(text: Text, name: str) -> str:
    """The unit that stands small behind a value."""
    indicator = INDICATORS[name]
    if indicator.unit == Unit.SHARE:
        return "%"
    if indicator.unit == Unit.CASES:
        return text("figures.cases")
    return text("figures.actions") if indicator.unit == Unit.ACTIONS else ""


def whole(text: Text, name: str, value: float | None) -> str:
    """A value with its unit, for tables: 91.4%, 1,486."""
    found = figure(text, name, value)
    return f"{found}%" if value is not None and INDICATORS[name].unit == Unit.SHARE else found


def changed(text: Text, name: str, now: float | None, before: float | None) -> Changed | None:
    """The change of an indicator; None when either side has no value."""
    if now is None or before is None:
        return None
    indicator = INDICATORS[name]
    if indicator.unit == Unit.SHARE:
        change = fmt.rate_change(text, now, before)
    elif indicator.kind == Kind.COUNT:
        change = fmt.relative_change(text, now, before)
    else:
        change = fmt.relative_change(text, now, before) if before else None
    if change is None:
        return None
    return Changed(change.text, judged(indicator, change.direction))


def judged(indicator: Indicator, direction: int) -> str:
    """Whether a direction is good or bad for an indicator."""
    if indicator.better == Better.NONE or direction == 0:
        return ""
    return "good" if (direction > 0) == (indicator.better == Better.UP) else "bad"
