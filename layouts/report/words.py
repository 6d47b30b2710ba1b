"""Figures of a bulletin as words: names, counts, rates and changes in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data_access.domain.indicator_types import Kind, Unit
from data_access.domain.indicators import INDICATORS
from layouts import format as fmt
from layouts.names import Names


@dataclass(frozen=True, slots=True)
class Words(Names):
    """Words of a city in a language."""

    def value(self, name: str, figures: Mapping[str, Any]) -> str:
        """The value of an indicator with its unit; of a period without a single report there is none."""
        found = figures.get(name) if has_cases(figures) else None
        indicator = INDICATORS[name]
        if indicator.kind is Kind.RATIO:
            return fmt.rate(self.text, None if found is None else found["value"])
        if found is None:
            return self.text("unit.no_data")
        if indicator.unit is Unit.SECONDS:
            return self.text("report.hours", hours=f"{found / fmt.HOUR:,.1f}")
        if indicator.unit is Unit.SCORE:
            return f"{found:.2f}"
        return fmt.count(found)

    def change(self, name: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> str:
        """The change of an indicator, "–" where one of the two is not there."""
        one, other = now.get(name), before.get(name)
        if not has_cases(now) or not has_cases(before):
            return fmt.NONE
        indicator = INDICATORS[name]
        if indicator.kind is Kind.RATIO:
            found = fmt.rate_change(self.text, one and one["value"], other and other["value"])
        else:
            found = fmt.relative_change(self.text, one, other)
        return fmt.NONE if found is None else found.text

    def month(self, year_month: str) -> str:
        """A month with its year."""
        year, number = year_month.split("-")
        return self.text("report.month", year=year, month=self.text(f"date.month_{int(number)}"))

    def short_month(self, start: str) -> str:
        """A month for an axis: 26-10."""
        return start[2:7]

    def moment(self, iso: str) -> str:
        """A moment of the city, to the minute, with its offset."""
        return f"{iso[:10]} {iso[11:16]} (UTC{iso[19:]})"

    def join(self, names: list[str]) -> str:
        """Names in a row."""
        return self.text("report.comma").join(names)


def has_cases(figures: Mapping[str, Any]) -> bool:
    """Whether anything was reported or filed; else there is no data of that time, rather than no cases."""
    return bool(figures.get("reported_count", 1) or figures.get("filed_count"))
