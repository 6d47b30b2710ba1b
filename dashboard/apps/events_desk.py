"""Events that charts mark for one viewer, whose rights and areas are enforced below, whatever a page asks."""

from collections.abc import Sequence
from datetime import date

from dashboard.city_events import (
    add_event,
    entered_events,
    events_shown,
    may_change,
    may_enter,
    remove_event,
    restore_event,
)
from dashboard.services import Services
from data_access.domain.areas import AreaLevel
from data_access.domain.city_events import CityEvent, of_calendar
from data_access.domain.scope import inside
from data_access.domain.viewer import Viewer
from layouts.review.events.page import EventsView


class ViewersEvents:
    """What `callbacks.review.events_desk` promises."""

    def __init__(self, services: Services, viewer: Viewer) -> None:
        self._services = services
        self._viewer = viewer

    def shown(self, first: date, last: date, areas: Sequence[str] = ()) -> Sequence[CityEvent]:
        """Events that touch a span of days and some areas."""
        tree = self._services.city.tree
        places = [place for code in areas if (place := tree.find(code)) is not None]
        return events_shown(self._services, self._viewer.within, first, last, places)

    def view(self, today: date) -> EventsView:
        """What the page of events shows: what was entered, and holidays from last year to the next."""
        services, viewer = self._services, self._viewer
        tree, within = services.city.tree, viewer.within
        entered = entered_events(services, viewer)
        towns = [
            town.code
            for index, town in enumerate(tree.towns)
            if not within or any(inside(tree, (AreaLevel.TOWN, index), place) for place in within)
        ]
        span = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
        return EventsView(
            entered,
            of_calendar(services.city.deadlines.calendar, *span),
            towns if may_enter(viewer) else [],
            may_enter(viewer) and not within,
            frozenset(k.event.key for k in entered if may_change(services, viewer, k.event)),
        )

    def add(self, *, zh: str, en: str, first: date, last: date | None, kind: str, area: str) -> CityEvent:
        """Enter an event."""
        return add_event(
            self._services, self._viewer, zh=zh, en=en, first=first, last=last, kind=kind, area=area
        )

    def remove(self, key: str) -> CityEvent:
        """Take an event away."""
        return remove_event(self._services, self._viewer, key)

    def restore(self, key: str) -> CityEvent:
        """Bring a removed event back."""
        return restore_event(self._services, self._viewer, key)
