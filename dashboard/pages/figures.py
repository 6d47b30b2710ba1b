"""Indicators as words: the value, and below it numerator and denominator."""

from dataclasses import dataclass
from typing import Any

from data_access.domain.indicator_types import Indicator, Kind, Unit
from data_access.domain.indicators import INDICATORS
from layouts import format as form
from layouts.text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is shown."""

    value: str
    parts: str = ""
    """Numerator and denominator, or the unit."""


def indicator_name(name: str, text: Text) -> str:
    """What an indicator is called."""
    indicator = INDICATORS[name]
    return indicator.en if text.language == "en" else indicator.zh


def cell(name: str, value: Any, text: Text) -> Cell:
    """An indicator's value of an answer in words of a language."""
    indicator = INDICATORS[name]
    if indicator.kind == Kind.RATIO:
        parts = f"{form.count(value['numerator'])} / {form.count(value['denominator'])}"
        return Cell(form.rate(text, value["value"]), parts)
    if indicator.kind == Kind.COUNT:
        return Cell(form.overdue_count(value) if name == "overdue_open_count" else form.count(value))
    return Cell(_number(indicator, value, text))


def _number(indicator: Indicator, value: float | None, text: Text) -> str:
    if value is None:
        return text("unit.no_data")
    if indicator.unit == Unit.SECONDS:
        return form.age(text, value)
    return f"{value:,.2f}"
