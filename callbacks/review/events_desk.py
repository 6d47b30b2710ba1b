"""What pages may ask and do about events that charts mark; `dashboard.apps.events_desk` does it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from data_access.domain.city_events import CityEvent
from layouts.review.events.page import EventsView


class EventsDesk(Protocol):
    """Bound to the person whose request is being answered; deeds are kept under that name."""

    def shown(self, first: date, last: date, areas: Sequence[str] = ()) -> Sequence[CityEvent]:
        """Events that touch a span of days and some areas (codes; none: all that the viewer may see)."""
        ...

    def view(self, today: date) -> EventsView:
        """What the page of events shows."""
        ...

    def add(self, *, zh: str, en: str, first: date, last: date | None, kind: str, area: str) -> CityEvent:
        """Enter an event. Raises BadEvent, PermissionError."""
        ...

    def remove(self, key: str) -> CityEvent:
        """Take an event away. Raises BadEvent, PermissionError."""
        ...

    def restore(self, key: str) -> CityEvent:
        """Bring a removed event back. Raises BadEvent, PermissionError."""
        ...
