"""What the page about the quality of collection shows, as the address has it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from layouts.review.filters.chosen import BadFilters, Filters, parameters

BYS = ("team", "town", "village", "grid")
ONLY = ("all", "drift", "unpatrolled")
"""Which teams or areas are listed: all, those that drift beyond chance, those without any report."""


@dataclass(frozen=True, slots=True)
class CollectionChoice:
    """Filters, whose work, and the team or area in focus."""

    filters: Filters
    by: str = BYS[0]
    only: str = ONLY[0]
    focus: str = ""

    @classmethod
    def read(cls, search: str, filters: Filters) -> "CollectionChoice":
        """The choice of a query string. Raises BadFilters."""
        given = parameters(search)
        by, only = given.get("by") or BYS[0], given.get("only") or ONLY[0]
        if by not in BYS:
            raise BadFilters("by", by)
        if only not in ONLY:
            raise BadFilters("only", only)
        return cls(filters, by, only, given.get("focus", ""))

    def query(self) -> str:
        """The address's query string without its focus."""
        own = {"by": self.by if self.by != BYS[0] else "", "only": self.only if self.only != ONLY[0] else ""}
        extra = urlencode({name: value for name, value in own.items() if value})
        return "&".join(part for part in (self.filters.query(), extra) if part)
