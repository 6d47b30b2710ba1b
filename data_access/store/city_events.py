"""Events that charts mark, as people entered and removed them: every step is kept."""

from datetime import date
from typing import Any

import redis

from data_access.domain.city_events import (
    BadEvent,
    CityEvent,
    EventEntry,
    EventKind,
    EventStep,
    KnownEvent,
    known_events,
)
from data_access.store.appended_list import AppendedList
from data_access.store.keys import Keys

MOST_EVENTS = 5_000
"""Events that stand at the same time: beyond that somebody feeds the list by a program."""


class CityEvents:
    """The events of one city. Every process has its own; what one appends the others read at once."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._steps: AppendedList[EventEntry] = AppendedList(client, keys.city_events(), _entry)

    def all(self) -> dict[str, KnownEvent]:
        """Every event by its key, removed ones too, as they were entered. Raises redis.RedisError."""
        return known_events(self._steps.all())

    def standing(self) -> list[CityEvent]:
        """The events that nobody removed. Raises redis.RedisError."""
        return [known.event for known in self.all().values() if not known.removed]

    def add(self, event: CityEvent, *, by: str, at: int) -> None:
        """Keep an event. Raises BadEvent when there are too many, redis.RedisError."""
        if len(self.standing()) >= MOST_EVENTS:
            raise BadEvent("many", f"there are {MOST_EVENTS} events already; remove some first")
        self._steps.append([EventEntry(event.key, EventStep.ADD, by, at, event)])

    def remove(self, key: str, *, by: str, at: int) -> CityEvent:
        """Take an event away and return it. Raises BadEvent, redis.RedisError."""
        return self._step(key, EventStep.REMOVE, by, at)

    def restore(self, key: str, *, by: str, at: int) -> CityEvent:
        """Bring a removed event back and return it. Raises BadEvent, redis.RedisError."""
        return self._step(key, EventStep.RESTORE, by, at)

    def _step(self, key: str, step: EventStep, by: str, at: int) -> CityEvent:
        known = self.all().get(key)
        # Two people who do the same at once leave two steps of which each has the same effect.
        if known is None or known.removed is (step is EventStep.REMOVE):
            raise BadEvent("gone", f"there is no event {key!r} to {step.value}")
        self._steps.append([EventEntry(key, step, by, at)])
        return known.event


def _entry(kept: dict[str, Any]) -> EventEntry:
    event = kept["event"]
    if event is not None:
        days = {name: date.fromisoformat(event[name]) for name in ("first", "last")}
        event = CityEvent(**{**event, **days, "kind": EventKind(event["kind"])})
    return EventEntry(kept["key"], EventStep(kept["step"]), kept["by"], kept["at"], event)
