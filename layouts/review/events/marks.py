"""Events on a course over time: which of its points they touch, and where their words have room."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from data_access.domain.city_events import CityEvent
from data_access.domain.period import next_month
from layouts.eventwords import event_days
from layouts.tokens import Theme

LANES = 2
"""Lines of words below a course; what finds no room there is told by pointing and in the table."""
LANE = 0.14
"""Height of one of them, as a share of the chart's."""
PAD = 0.025
"""Room left and right of the first and last point, as a share of the chart's width."""
_WIDE = 560.0
"""Pixels of a chart on a common screen. In a narrower one browser code hides words that would cover others
(`assets/review/js/crowded.js`)."""
_GAP = 10.0
_TYPE_SIZE = 12.0
_LONGEST = 11.0
"""Type sizes that a label may be wide; longer titles are cut."""


@dataclass(frozen=True, slots=True)
class EventMark:
    """An event on a course: the places of the first and last point that it touches, and its line of words."""

    event: CityEvent
    first: int
    last: int
    words: str
    lane: int | None = None
    """None where it found no room."""
    anchor: str = "center"
    """Which end of the words stands at the middle of the mark: left, center or right."""


def bucket_end(start: date, grain: str) -> date:
    """The last day of a bucket that begins on a day."""
    return (next_month(start) if grain == "month" else start + timedelta(days=1)) - timedelta(days=1)


def marks_of(
    events: Sequence[CityEvent], starts: Sequence[date], grain: str, words: Callable[[CityEvent], str]
) -> list[EventMark]:
    """The events of a course in their order, those with room with a line of words.

    Entered events get room before those of the calendar, longer ones before shorter.
    """
    if not starts:
        return []
    end = bucket_end(starts[-1], grain)
    placed = [
        EventMark(
            event,
            max(0, bisect_right(starts, event.first) - 1),
            bisect_right(starts, event.last) - 1,
            words(event),
        )
        for event in events
        if event.first <= end and event.last >= starts[0]
    ]
    taken: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    for number in sorted(range(len(placed)), key=lambda number: _first_served(placed[number])):
        placed[number] = _with_room(placed[number], len(starts), taken)
    return placed


def _first_served(mark: EventMark) -> tuple[bool, int, int]:
    return not mark.event.key, -mark.event.days, mark.first


def _with_room(mark: EventMark, places: int, taken: list[list[tuple[float, float]]]) -> EventMark:
    """The mark in the first line that has room, which it then takes."""
    middle = _at((mark.first + mark.last) / 2, places) * _WIDE
    width = _width(shortened(mark.words))
    anchor, left = "center", middle - width / 2
    if left < 0:
        anchor, left = "left", middle
    elif left + width > _WIDE:
        anchor, left = "right", middle - width
    for lane, spans in enumerate(taken):
        if all(left > end + _GAP or left + width < begin - _GAP for begin, end in spans):
            spans.append((left, left + width))
            return EventMark(mark.event, mark.first, mark.last, mark.words, lane, anchor)
    return mark


def _at(place: float, places: int) -> float:
    """Where a point stands in a chart, 0 to 1."""
    return 0.5 if places < 2 else PAD + (1 - 2 * PAD) * place / (places - 1)


def _width(words: str) -> float:
    return _TYPE_SIZE * sum(_ems(one) for one in words)


def _ems(one: str) -> float:
    """About how wide a character is: Chinese ones are square."""
    return 1.0 if ord(one) > 0x2E7F else 0.6


def shortened(words: str) -> str:
    """Words cut to the length that a label may have."""
    room = _LONGEST
    for place, one in enumerate(words):
        room -= _ems(one)
        if room < 0:
            return words[:place].rstrip() + "…"
    return words


def told(marks: Sequence[EventMark], place: int) -> list[EventMark]:
    """The events that touch one point of a course."""
    return [mark for mark in marks if mark.first <= place <= mark.last]


def drawn(marks: Sequence[EventMark], times: Sequence[str], theme: Theme) -> dict[str, Any]:
    """The `traces`, and the `layout`, that a course over `times` gets from its events."""
    if not marks:
        return {"traces": [], "layout": {}}
    worded = sorted((mark for mark in marks if mark.lane is not None), key=_first_served)
    strip = max([0, *((mark.lane or 0) + 1 for mark in worded)]) * LANE
    return {
        "traces": [_pointing(marks, times, theme)],
        "layout": {
            "shapes": [_shape(mark, times, theme, strip) for mark in marks],
            "annotations": [_label(mark, times, theme) for mark in worded],
            "xaxis": {"anchor": "free", "position": 0},
            "yaxis": {"domain": [strip, 1]},
            "yaxis2": {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
        },
    }


def _pointing(marks: Sequence[EventMark], times: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Points that show nothing, but tell all events of a time to who points at it."""
    places = [place for place in range(len(times)) if told(marks, place)]
    return {
        "type": "scatter",
        "mode": "markers",
        "marker": {"opacity": 0, "color": theme.tx3},
        "x": [times[place] for place in places],
        "y": [0] * len(places),
        "yaxis": "y2",
        "text": [
            "<br>".join(
                f"{escape(mark.words, quote=False)} ({event_days(mark.event)})" for mark in told(marks, place)
            )
            for place in places
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }


def _shape(mark: EventMark, times: Sequence[str], theme: Theme, strip: float) -> dict[str, Any]:
    begin, end = times[mark.first], times[mark.last]
    spread = {"x0": begin, "x1": end, "y0": strip, "y1": 1, "yref": "paper", "layer": "below"}
    if begin == end:
        # Down to its words.
        spread["y0"] = strip if mark.lane is None else (mark.lane + 1) * LANE
        return {"type": "line", **spread, "line": {"color": theme.line2, "width": 1, "dash": "dot"}}
    return {"type": "rect", **spread, "fillcolor": theme.line, "opacity": 0.7, "line": {"width": 0}}


def _label(mark: EventMark, times: Sequence[str], theme: Theme) -> dict[str, Any]:
    first, last = (date.fromisoformat(times[place]) for place in (mark.first, mark.last))
    return {
        "x": (first + (last - first) / 2).isoformat(),
        "y": ((mark.lane or 0) + 0.5) * LANE,
        "yref": "paper",
        "yanchor": "middle",
        "xanchor": mark.anchor,
        "text": escape(shortened(mark.words), quote=False),
        "showarrow": False,
        "bgcolor": theme.surface,
        "borderpad": 0,
        "font": {"size": _TYPE_SIZE, "color": theme.tx2},
    }
