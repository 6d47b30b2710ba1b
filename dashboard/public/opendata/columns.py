"""Columns of the open data tables, with the words of the data dictionary."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data_access.domain.indicator_types import Kind, Unit
from data_access.domain.indicators import INDICATORS

Json = dict[str, Any]


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    """A whole number."""
    NUMBER = "number"
    TIME = "time"
    """ISO 8601 with the offset of the city."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, what it holds, how it is taken from a row of a document."""

    name: str
    type: Type
    zh: str
    en: str
    take: Callable[[Json], Any]
    unit: str = ""


def text(name: str, zh: str, en: str, take: Callable[[Json], Any] | None = None) -> Column:
    """A column of text; without `take` the field of its name."""
    return Column(name, Type.TEXT, zh, en, take or (lambda row: row.get(name)))


def number(name: str, zh: str, en: str, take: Callable[[Json], Any] | None = None, unit: str = "") -> Column:
    """A column of numbers."""
    return Column(name, Type.NUMBER, zh, en, take or (lambda row: row.get(name)), unit)


def count(
    name: str, zh: str, en: str, take: Callable[[Json], Any] | None = None, unit: str = "cases"
) -> Column:
    """A column of whole numbers."""
    return Column(name, Type.COUNT, zh, en, take or (lambda row: row.get(name)), unit)


def names(zh: str, en: str) -> tuple[Column, Column]:
    """The name of a row in both languages."""
    return (
        text("name_zh", f"{zh}（中文）", f"{en} in Chinese", lambda row: row["name"].get("zh")),
        text("name_en", f"{zh}（英文）", f"{en} in English", lambda row: row["name"].get("en")),
    )


def figure_columns(figures: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of published indicators: a ratio takes five, its value, both counts and both kinds of band."""
    found: list[Column] = []
    for name in figures:
        indicator = INDICATORS[name]
        if indicator.kind is not Kind.RATIO:
            make = count if indicator.kind is Kind.COUNT else number
            found.append(make(name, indicator.zh, indicator.en, unit=indicator.unit.value))
            continue
        for part, zh, en in _PARTS:
            found.append(_part(name, part, f"{indicator.zh}{zh}", f"{indicator.en}{en}"))
    return (
        *found,
        _listed("withheld", "未公布的指标", "Indicators withheld for privacy, with blanks between"),
        _listed(
            "held",
            "沿用首次公布值的指标",
            "Indicators that keep the value first published, with blanks between",
        ),
    )


def _listed(name: str, zh: str, en: str) -> Column:
    return text(name, zh, en, lambda row: " ".join(row.get(name) or ()))


_PARTS = (
    ("value", "", ""),
    ("numerator", "（分子）", ": numerator"),
    ("denominator", "（分母）", ": denominator"),
    ("at_least", "（不低于）", ": published as this much or more"),
    ("at_most", "（不高于）", ": published as this much or less"),
)


def _part(name: str, part: str, zh: str, en: str) -> Column:
    def take(row: Json) -> Any:
        return (row.get(name) or {}).get(part)

    column = name if part == "value" else f"{name}_{part}"
    if part in ("numerator", "denominator"):
        return count(column, zh, en, take, Unit.CASES.value)
    return number(column, zh, en, take, Unit.SHARE.value)
