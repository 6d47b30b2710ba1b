"""What is filtered, as the address has it: read, asked with, and written back."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode

from data_access.domain.polygon import BadPolygon, Polygon
from layouts.review.filters.days import COMPARISONS, DEFAULT_PERIOD, Days

PARTS = ("area", "class", "subclass", "source", "department", "stage")
"""Filters that take several values, by the names of the questions' options."""


class BadFilters(ValueError):
    """A part of an address that makes no sense: `name` and `value`."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}={value}")
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class Filters:
    """The choice of a page."""

    days: Days
    compare: str = COMPARISONS[0]
    """One of COMPARISONS."""
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes by the names in PARTS; a part without any is left out."""
    polygon: str = ""
    """Corners of an area drawn by hand, as `Polygon.text` writes them."""

    @classmethod
    def read(cls, search: str, today: date) -> "Filters":
        """The choice of a query string. Raises BadFilters, or BadDays for its period."""
        given = parameters(search)
        compare = given.get("compare", COMPARISONS[0])
        if compare not in COMPARISONS:
            raise BadFilters("compare", compare)
        parts = {name: tuple(given[name].split(",")) for name in PARTS if name in given}
        try:
            polygon = Polygon.read(given["polygon"]).text() if "polygon" in given else ""
        except BadPolygon as error:
            raise BadFilters("polygon", given["polygon"]) from error
        return cls(Days.read(given.get("period", DEFAULT_PERIOD), today), compare, parts, polygon)

    def options(self, *, without: str = "") -> dict[str, str | None]:
        """As options of a question; `without` leaves one part out."""
        return {
            **self.days.options(),
            **{name: ",".join(codes) for name, codes in self.parts.items() if name != without},
            **({"polygon": self.polygon} if self.polygon else {}),
        }

    def compared(self) -> dict[str, str | None]:
        """The option that asks for the comparison."""
        basis = self.days.basis(self.compare)
        return {"compare": None if basis is None else basis.value}

    def query(self) -> str:
        """As a query string without "?", defaults left out."""
        given = {name: ",".join(codes) for name, codes in self.parts.items()}
        if self.days.name != DEFAULT_PERIOD:
            given = {"period": self.days.name, **given}
        if self.compare != COMPARISONS[0]:
            given["compare"] = self.compare
        if self.polygon:
            given["polygon"] = self.polygon
        return urlencode(given)


def parameters(search: str) -> dict[str, str]:
    """A query string by name; of a name that comes twice the last one."""
    return dict(parse_qsl(search.removeprefix("?")))
