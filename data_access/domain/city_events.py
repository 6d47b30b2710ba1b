"""What happened to the city or a town besides its cases, so that a course can be read: holidays, storms,
campaigns, changes of systems. Entered by people, or known from the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data_access.domain.areas import AreaLevel, AreaTree
from data_access.domain.scope import Place, inside, overlap
from data_access.domain.workcalendar import WorkCalendar


class EventKind(StrEnum):
    """What sort of event it is."""

    HOLIDAY = "holiday"
    """Days off, festivals, fairs."""
    STORM = "storm"
    """Weather: typhoons, floods, heat."""
    CAMPAIGN = "campaign"
    """A campaign of the departments, an inspection, a large works."""
    SYSTEM = "system"
    """A changed rule, form or program: figures before and after it may mean different things."""
    OTHER = "other"


LONGEST_TITLE = 60
MOST_DAYS = 366
"""Days that one event may last: what goes on for longer explains no change."""
YEARS = range(1990, 2101)


class BadEvent(ValueError):
    """An event that cannot be entered or found; `code` says why, the message for the one at a terminal."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class CityEvent:
    """Something that lasted from one day to another one of the city, both included."""

    zh: str
    en: str
    first: date
    last: date
    kind: EventKind
    area: str = ""
    """Code of a town; empty is the whole city."""
    key: str = ""
    """What it is removed by; empty for one of the calendar."""

    def title(self, language: str) -> str:
        """Its name in "zh" or "en"."""
        return self.en if language == "en" else self.zh

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


class EventStep(StrEnum):
    """What people do with an event."""

    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One step, kept for good."""

    key: str
    step: EventStep
    by: str
    at: int
    """Unix seconds."""
    event: CityEvent | None = None
    """What was added; of the other steps nothing."""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An entered event with who entered it, and the last step about it."""

    event: CityEvent
    by: str
    at: int
    """Unix seconds at which it was entered."""
    last: EventEntry

    @property
    def removed(self) -> bool:
        """Whether somebody took it away."""
        return self.last.step is EventStep.REMOVE


def checked(
    tree: AreaTree, *, zh: str, en: str, first: date, last: date | None, kind: str, area: str, key: str
) -> CityEvent:
    """An event as somebody enters it; one title stands for both. Raises BadEvent."""
    titles = [_title(text) for text in (zh, en)]
    if not any(titles):
        raise BadEvent("title", "an event needs a title")
    end = last or first
    if end < first:
        raise BadEvent("order", f"an event cannot end ({end}) before it begins ({first})")
    if first.year not in YEARS or end.year not in YEARS:
        raise BadEvent("years", f"days must lie in the years {YEARS.start} to {YEARS.stop - 1}")
    if (end - first).days >= MOST_DAYS:
        raise BadEvent("long", f"an event lasts at most {MOST_DAYS} days")
    if kind not in tuple(EventKind):
        raise BadEvent("kind", f"kind must be one of {', '.join(EventKind)}, not {kind!r}")
    place = tree.find(area) if area else (AreaLevel.CITY, 0)
    if place is None or place[0] not in (AreaLevel.CITY, AreaLevel.TOWN):
        raise BadEvent("area", f"an event belongs to the city or a town, and {area!r} is neither")
    code = "" if place[0] is AreaLevel.CITY else tree.at(place[0])[place[1]].code
    return CityEvent(titles[0] or titles[1], titles[1] or titles[0], first, end, EventKind(kind), code, key)


def _title(text: str) -> str:
    """One line without characters that show nothing. Raises BadEvent."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    if len(line) > LONGEST_TITLE:
        raise BadEvent("title_long", f"a title has at most {LONGEST_TITLE} characters")
    return line


def known_events(entries: Iterable[EventEntry]) -> dict[str, KnownEvent]:
    """Every entered event by its key, removed ones too; of each the last step holds."""
    found: dict[str, KnownEvent] = {}
    for entry in entries:
        if entry.step is EventStep.ADD and entry.event is not None:
            found.setdefault(entry.key, KnownEvent(entry.event, entry.by, entry.at, entry))
        elif (known := found.get(entry.key)) is not None:
            found[entry.key] = KnownEvent(known.event, known.by, known.at, entry)
    return found


def place_of(tree: AreaTree, event: CityEvent) -> Place | None:
    """Where an event belongs; None when the city no longer has that area."""
    return tree.find(event.area) if event.area else (AreaLevel.CITY, 0)


def concerns(tree: AreaTree, event: CityEvent, places: Sequence[Place]) -> bool:
    """Whether an event touches one of some areas; no areas are the whole city."""
    place = place_of(tree, event)
    if place is None:
        return False
    return not places or any(overlap(tree, place, other) is not None for other in places)


def belongs_to(tree: AreaTree, event: CityEvent, within: Sequence[Place]) -> bool:
    """Whether an event is about nothing beyond some areas; no areas are the whole city."""
    place = place_of(tree, event)
    if not within:
        return True
    return place is not None and any(inside(tree, place, other) for other in within)


def of_calendar(calendar: WorkCalendar, first: date, last: date) -> list[CityEvent]:
    """The long public holidays of a calendar that touch a span of days."""
    return [
        CityEvent(zh, en, begin, end, EventKind.HOLIDAY)
        for begin, end, zh, en in calendar.long_holidays(first, last)
    ]


def between(events: Iterable[CityEvent], first: date, last: date) -> list[CityEvent]:
    """The events that touch a span of days, in their order of time, longer ones first."""
    found = [event for event in events if event.first <= last and event.last >= first]
    return sorted(found, key=lambda event: (event.first, -event.days, event.zh))
