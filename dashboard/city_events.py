"""Events that charts mark: who may enter and remove them, who sees which. One door for commands and pages."""

import secrets
import time
from collections.abc import Sequence
from datetime import date

from dashboard.auditing import note
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.city_events import (
    BadEvent,
    CityEvent,
    KnownEvent,
    belongs_to,
    between,
    checked,
    concerns,
    of_calendar,
)
from data_access.domain.rights import LEAST_DUTY, Right, may
from data_access.domain.scope import Place
from data_access.domain.viewer import Viewer


class MayNotEnter(PermissionError):
    """A person whose duty does not include events."""


def events_shown(
    services: Services,
    within: Sequence[Place],
    first: date,
    last: date,
    areas: Sequence[Place] = (),
    *,
    calendar: bool = True,
) -> list[CityEvent]:
    """The events that touch a span of days and some areas (none: the whole city), in their order of time.

    `within` are the areas that the asker may see. Raises redis.RedisError.
    """
    tree = services.city.tree
    found = [
        event
        for event in services.events.standing()
        if concerns(tree, event, within) and concerns(tree, event, areas)
    ]
    if calendar:
        found += of_calendar(services.city.deadlines.calendar, first, last)
    return between(found, first, last)


def may_enter(viewer: Viewer) -> bool:
    """Whether a person may enter and remove events at all."""
    return may(viewer, Right.EVENTS)


def may_change(services: Services, viewer: Viewer, event: CityEvent) -> bool:
    """Whether a person may enter or remove this one: it must be about nothing beyond the own areas."""
    return may_enter(viewer) and belongs_to(services.city.tree, event, viewer.within)


def entered_events(services: Services, viewer: Viewer) -> list[KnownEvent]:
    """Events that people entered and this one may see, the latest first; removed ones where they can be
    brought back. Raises redis.RedisError."""
    tree = services.city.tree
    found = [
        known
        for known in services.events.all().values()
        if concerns(tree, known.event, viewer.within)
        and (not known.removed or may_change(services, viewer, known.event))
    ]
    return sorted(found, key=lambda known: (known.event.first, known.at), reverse=True)


def add_event(
    services: Services,
    viewer: Viewer,
    *,
    zh: str,
    en: str = "",
    first: date,
    last: date | None = None,
    kind: str,
    area: str = "",
) -> CityEvent:
    """Enter an event. Raises BadEvent, MayNotEnter, redis.RedisError."""
    # Short enough to be typed, too many to be guessed twice by two people at once.
    key = secrets.token_hex(4)
    event = checked(services.city.tree, zh=zh, en=en, first=first, last=last, kind=kind, area=area, key=key)
    _need(services, viewer, event)
    services.events.add(event, by=viewer.name, at=int(time.time()))
    note(services, AuditAction.EVENTS, f"add {_told(event)}", who=viewer.name)
    return event


def remove_event(services: Services, viewer: Viewer, key: str) -> CityEvent:
    """Take an event away; it can be brought back. Raises BadEvent, MayNotEnter, redis.RedisError."""
    _need(services, viewer, _known(services, viewer, key))
    event = services.events.remove(key, by=viewer.name, at=int(time.time()))
    note(services, AuditAction.EVENTS, f"remove {_told(event)}", who=viewer.name)
    return event


def restore_event(services: Services, viewer: Viewer, key: str) -> CityEvent:
    """Bring a removed event back. Raises BadEvent, MayNotEnter, redis.RedisError."""
    _need(services, viewer, _known(services, viewer, key))
    event = services.events.restore(key, by=viewer.name, at=int(time.time()))
    note(services, AuditAction.EVENTS, f"restore {_told(event)}", who=viewer.name)
    return event


def _known(services: Services, viewer: Viewer, key: str) -> CityEvent:
    known = services.events.all().get(key)
    if known is None or not concerns(services.city.tree, known.event, viewer.within):
        raise BadEvent("gone", f"there is no event {key!r}")
    return known.event


def _need(services: Services, viewer: Viewer, event: CityEvent) -> None:
    if not may_enter(viewer):
        needed = LEAST_DUTY[Right.EVENTS]
        raise MayNotEnter(f"events need the duty {needed}; {viewer.name} is {viewer.duty}")
    if not may_change(services, viewer, event):
        raise BadEvent("outside", "this account may enter and remove events of its own areas only")


def _told(event: CityEvent) -> str:
    """An event in a line of the audit log."""
    return f"{event.key} {event.first}..{event.last} {event.area or 'city'} {event.kind}: {event.zh}"
