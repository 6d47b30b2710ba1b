"""What the overview shows besides its filters, as the address has it."""

from dataclasses import dataclass

from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS, PERIOD_INDICATORS
from layouts.review.filters.chosen import BadFilters, Filters, parameters

SCORE = "score"
"""Ranks by the evaluation scheme instead of one indicator; only of one month without filters."""
DEFAULT_INDICATOR = "on_time_disposal_rate"
VIEWS = ("rate", "heat")
GRAINS = ("month", "day")
BYS = ("class", "subclass", "source", "department")
KPIS = ("filed_count", "closing_rate", "on_time_disposal_rate", "rework_rate", "overdue_open_count")
TOWN_FIGURES = ("filed_count", "on_time_disposal_rate")
"""What stands beside each town, whatever it is ranked by."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters, and how they are shown."""

    filters: Filters
    indicator: str = DEFAULT_INDICATOR
    """Name of an indicator, or SCORE."""
    view: str = VIEWS[0]
    grain: str = GRAINS[0]
    by: str = BYS[0]
    focus: str = ""
    """Code of the town that the drawer is about."""

    @classmethod
    def read(cls, search: str, filters: Filters) -> "Choice":
        """The choice of a query string. Raises BadFilters."""
        given = parameters(search)

        def one(name: str, known: tuple[str, ...], standard: str) -> str:
            value = given.get(name, standard)
            if value not in known:
                raise BadFilters(name, value)
            return value

        grain = GRAINS[0] if filters.days.count >= 28 else GRAINS[1]
        return cls(
            filters,
            one("indicator", (SCORE, *INDICATORS), DEFAULT_INDICATOR),
            one("view", VIEWS, VIEWS[0]),
            one("grain", GRAINS, grain),
            one("by", BYS, BYS[0]),
            given.get("focus", ""),
        )

    @property
    def figure(self) -> str:
        """The indicator that charts show; the score has no course of its own."""
        return DEFAULT_INDICATOR if self.indicator == SCORE else self.indicator

    @property
    def course(self) -> str:
        """The indicator of the trend: live counts have no place in time."""
        return self.figure if self.figure in PERIOD_INDICATORS else DEFAULT_INDICATOR

    @property
    def scored(self) -> bool:
        """Whether the score can rank: one month, nothing filtered."""
        filters = self.filters
        filtered = bool(filters.parts or filters.polygon)
        return self.indicator == SCORE and bool(filters.days.whole_month) and not filtered

    @property
    def is_rate(self) -> bool:
        """Whether the figure is a ratio, which has an interval."""
        return INDICATORS[self.figure].kind == Kind.RATIO
