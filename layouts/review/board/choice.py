"""What the coordination board shows, as the address has it."""

from dataclasses import dataclass
from datetime import date, timedelta

from data_access.domain.coordination import Reason
from layouts.review.filters.chosen import PARTS, BadFilters, Filters, parameters

SINCE = ("90", "365", "all")
"""Reported in so many days, or ever."""
PAGE = 200
"""Cases of the list that are loaded at a time."""


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """Filters, reasons and the case in focus."""

    filters: Filters
    reasons: tuple[str, ...] = ()
    since: str = SINCE[0]
    focus: str = ""
    """Id of the case that the side tells of."""
    cursor: str = ""

    @classmethod
    def read(cls, search: str, filters: Filters) -> "BoardChoice":
        """The choice of a query string. Raises BadFilters."""
        given = parameters(search)
        reasons = tuple(given["reason"].split(",")) if given.get("reason") else ()
        if not set(reasons) <= {reason.value for reason in Reason}:
            raise BadFilters("reason", given["reason"])
        since = given.get("since") or SINCE[0]
        if since not in SINCE:
            raise BadFilters("since", since)
        return cls(filters, reasons, since, given.get("focus", ""), given.get("cursor", ""))

    def options(self, today: date) -> dict[str, str | None]:
        """As options of the question `coordination`, without its page."""
        parts = {name: ",".join(codes) for name, codes in self.filters.parts.items() if name in PARTS}
        start = None if self.since == "all" else today - timedelta(days=int(self.since))
        return {
            **parts,
            "from": None if start is None else start.isoformat(),
            "to": None if start is None else (today + timedelta(days=1)).isoformat(),
            "reason": ",".join(self.reasons) or None,
        }
