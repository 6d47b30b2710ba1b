"""Events that charts mark, in words: for screens and for bulletins."""

from collections.abc import Sequence

from data_access.domain.areas import AreaTree
from data_access.domain.city_events import CityEvent
from layouts.text import Text


def event_words(text: Text, tree: AreaTree, event: CityEvent, areas: Sequence[str] = ()) -> str:
    """What an event is called where some areas are shown: with its town's name, where others are, too."""
    title = event.title(text.language)
    town = tree.area(event.area) if event.area else None
    if town is None or tuple(areas) == (event.area,):
        return title
    return text("events.of_town", town=town.name(text.language), title=title)


def event_days(event: CityEvent) -> str:
    """The days of an event: 2026-10-01, or 2026-10-01 – 10-07."""
    if event.first == event.last:
        return event.first.isoformat()
    end = event.last.isoformat()
    return f"{event.first} – {end[5:] if event.last.year == event.first.year else end}"
