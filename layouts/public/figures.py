"""Published figures as words: a value, a band, withheld, or no data; never a zero for what is not told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.public.view import Json
from layouts.text import Text

RATES = ("on_time_disposal_rate", "closing_rate", "response_24h_rate", "satisfied_rate")
MEDIAN = "disposal_seconds_median"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def is_withheld(row: Json, name: str) -> bool:
    """Whether a figure of a row is kept back; a band is a figure."""
    return name in row.get("withheld", ())


def value_of(row: Json, name: str) -> float | None:
    """A count, the value of a rate, or the end of a band; None where nothing is told."""
    figure = row.get(name)
    if not isinstance(figure, Mapping):
        return figure
    for key in ("value", "at_least", "at_most"):
        if figure.get(key) is not None:
            return float(figure[key])
    return None


def exact_of(row: Json, name: str) -> float | None:
    """A count or the value of a rate; None for a band too: an end of it is no value."""
    figure = row.get(name)
    return figure.get("value") if isinstance(figure, Mapping) else figure


def words(text: Text, row: Json, name: str) -> str:
    """A figure in words: 95.1%; ≥ 95%; 1,307; not published; no data."""
    if is_withheld(row, name):
        return text("public.figure.withheld")
    figure = row.get(name)
    if name == MEDIAN:
        return text("unit.no_data") if figure is None else duration(text, figure)
    if isinstance(figure, Mapping):
        return rate_words(text, figure)
    return text("unit.no_data") if figure is None else fmt.count(figure)


def rate_words(text: Text, figure: Json) -> str:
    """A rate or a band in words."""
    if figure.get("at_least") is not None:
        return text("public.figure.at_least", percent=f"{figure['at_least'] * 100:.0f}%")
    if figure.get("at_most") is not None:
        return text("public.figure.at_most", percent=f"{figure['at_most'] * 100:.0f}%")
    return fmt.rate(text, figure.get("value"))


def cell(text: Text, row: Json, name: str) -> Any:
    """A figure for a table: what is withheld is hatched, and has its word."""
    found = words(text, row, name)
    if is_withheld(row, name):
        return html.Span(found, className="withheld")
    return found if value_of(row, name) is not None else html.Span(found, className="none")


def parts(text: Text, row: Json, name: str) -> str:
    """The counts behind a rate, "" where they are not told: 1,243 / 1,307."""
    figure = row.get(name)
    if not isinstance(figure, Mapping) or figure.get("numerator") is None or not figure.get("denominator"):
        return ""
    return text("public.figure.parts", numerator=fmt.count(figure["numerator"]),
                denominator=fmt.count(figure["denominator"]))  # fmt: skip


def duration(text: Text, seconds: float) -> str:
    """A duration: 45 minutes; 5.5 hours; 1.8 days."""
    number, unit = duration_parts(text, seconds)
    return text("public.figure.with_unit", number=number, unit=unit)


def duration_parts(text: Text, seconds: float) -> tuple[str, str]:
    """Number and unit of a duration: minutes below two hours, hours below two days, else days."""
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f}", text("public.unit.minutes")
    size, unit = (_HOUR, "hours") if seconds < 2 * _DAY else (_DAY, "days")
    return f"{seconds / size:.1f}", text(f"public.unit.{unit}")


def big(number: Any, unit: str = "") -> Component:
    """A figure in large type with its unit."""
    return html.Span([html.B(number), html.Span(unit, className="unit") if unit else None], className="big")


def month_words(text: Text, month: str) -> str:
    """2026-10: 2026 年 10 月; October 2026."""
    year, number = month.split("-")
    return text("public.month", year=year, month=text(f"public.month_{int(number)}"))


def moment(text: Text, time: str, *, year: bool = True) -> str:
    """A city time of a document: 2026 年 11 月 22 日 14:32; 22 Nov 2026, 14:32."""
    at = datetime.fromisoformat(time)
    key = "public.moment" if year else "public.moment_short"
    return text(key, year=at.year, month=text(f"date.month_{at.month}"), day=at.day, time=f"{at:%H:%M}")


def day_words(text: Text, time: str) -> str:
    """A day of a document: 2026 年 11 月 22 日; 22 Nov 2026."""
    at = datetime.fromisoformat(time)
    return text("public.day", year=at.year, month=text(f"date.month_{at.month}"), day=at.day)


def title_of(text: Text, name: str) -> str:
    """Plain name of a figure."""
    return text(f"public.name.{name}")
