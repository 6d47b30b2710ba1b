"""The figures that a monthly bulletin is written from: answers of the data layer, as they come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_access.domain.city import City
from data_access.domain.city_events import CityEvent
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.scope import Place

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class BulletinFigures:
    """A month of an area, the month before and the same month a year earlier."""

    city: City
    month: str
    """Such as 2026-10."""
    place: Place
    """The city, or a town whose villages are ranked."""
    as_of: str
    """The clock of the figures, ISO 8601 in city time."""
    now: Answer
    before: Answer
    year_ago: Answer
    trend: Sequence[Answer]
    """Thirteen months, the last of which is the bulletin's."""
    evaluation: Answer
    """Of the areas below, best first; of the frozen month when there is one."""
    scheme: Scheme
    subclasses: Sequence[Answer]
    subclasses_before: Sequence[Answer]
    classes: Sequence[Answer]
    departments: Sequence[Answer]
    sources: Sequence[Answer]
    events: Sequence[CityEvent]
    """What happened in the thirteen months, in its order of time."""
    revisions: int | None
    """Figures that differ by now from the frozen month; None when it is not frozen."""

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return date.fromisoformat(f"{self.month}-01")
