"""The choice in words: periods, comparisons, and names behind codes."""

from datetime import date

from data_access.domain.city import City
from data_access.domain.comparison import Comparison
from layouts import format as fmt
from layouts.names import Names
from layouts.review.filters.chosen import Filters
from layouts.review.filters.days import PRESETS, Days
from layouts.text import Text


def days_words(text: Text, days: Days) -> str:
    """What a period is called: a preset by its word and its dates, a month, or two days."""
    if days.name in PRESETS:
        return f"{text(f'filters.period.{days.name}')} {span(text, days.first, days.last)}"
    if days.whole_month:
        return month_words(text, days.whole_month)
    return span(text, days.first, days.last)


def month_words(text: Text, month: str) -> str:
    """A month with its year."""
    year, number = month.split("-")
    return text("filters.month", year=year, number=int(number), month=text(f"date.month_{int(number)}"))


def span(text: Text, first: date, last: date) -> str:
    """Two days, or one."""
    if first == last:
        return fmt.short_day(text, first)
    if first.year != last.year:
        return f"{first.isoformat()} – {last.isoformat()}"
    return f"{fmt.short_day(text, first)} – {fmt.short_day(text, last)}"


def basis_words(text: Text, filters: Filters) -> str:
    """What the figures are compared with, short: the month before, the same days last year."""
    basis = filters.days.basis(filters.compare)
    if basis is None:
        return ""
    if basis is Comparison.PREVIOUS:
        return text("filters.basis.day" if filters.days.count == 1 else "filters.basis.previous")
    return text(f"filters.basis.{basis.value}")


def name_of(city: City, text: Text, part: str, code: str) -> str:
    """What a code of a filter is called; the code itself when nobody knows it."""
    names = Names(text, city)
    if part == "area":
        area = city.tree.area(code)
        return code if area is None else area.name(text.language)
    if part == "class":
        return names.case_class(code)
    if part == "subclass" and code:
        return names.subclass(code)
    if part == "source":
        return names.source(code)
    if part == "stage":
        return text(f"filters.stages.{code}")
    return code
