"""Public reports that nobody has answered yet: by the time left of their 24 hours, and the oldest ten."""

from collections.abc import Mapping
from typing import Any

from dash import html

from data_access.domain.facts import ANSWER_SECONDS
from layouts import format as fmt
from layouts.wall.countdown import countdown
from layouts.wall.fitted import fitted
from layouts.wall.home import outside_name
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.subclasses import class_name, subclass_name
from layouts.wall.view import Snapshot, WallView, entries, section
from layouts.wall.voice import ids
from layouts.wall.voice.ids import Ids

BANDS = 5
OLDEST = 10
_URGENT_BAND = 1
"""The band of the last hour."""
_WHAT = {"zh": 168, "en": 188}
"""Units of the column of subclasses on one screen."""
_WHERE = {"zh": 57, "en": 120}


def waiting_bands(snapshot: Snapshot, view: WallView) -> html.Section:
    """Five bands, those already late first."""
    text = view.text
    waiting = section(snapshot, "waiting")
    counts = list(waiting.get("bands") or [None] * BANDS)
    top = max([count or 0 for count in counts] + [1])
    return panel(
        "waiting",
        [text("wall.voice.waiting"), " ", span(fmt.count(waiting.get("count")), Ids.WAITING)],
        text("wall.voice.waiting_note"),
        html.Div([_band(place, count, top, view) for place, count in enumerate(counts)], className="bands"),
    )


def _band(place: int, count: int | None, top: int, view: WallView) -> html.Div:
    state = "late" if place == 0 else "soon" if place == _URGENT_BAND else None
    return html.Div(
        [
            html.Span(view.text(f"wall.voice.band_{place}"), className="band-name"),
            html.Span(
                id=ids.band(place, "b"), className="band-bar", style={"--share": f"{(count or 0) / top:.1%}"}
            ),
            span(
                fmt.NONE if count is None else fmt.overdue_count(count),
                ids.band(place, "v"),
                classes("band-figure", not count and "zero"),
            ),
        ],
        className=classes("time-band", state),
    )


def oldest_waiting(snapshot: Snapshot, view: WallView) -> html.Section:
    """Ten reports with a running countdown, the oldest on top."""
    text = view.text
    waiting = section(snapshot, "waiting")
    cases = entries(waiting, "oldest")[:OLDEST]
    words = ("left", "what", "where", "channel")
    return panel(
        "oldest",
        text("wall.voice.oldest"),
        text("wall.voice.oldest_note"),
        html.Div([html.Span(text(f"wall.voice.{word}")) for word in words], className="wait wait-head"),
        html.Div(
            [_row(place, cases[place] if place < len(cases) else {}, view) for place in range(OLDEST)],
            className="wait-rows",
        ),
        empty_note(
            Ids.WAITING_EMPTY, text("wall.voice.none_waiting" if waiting else "wall.voice.wait"), not cases
        ),
    )


def _row(place: int, case: Mapping[str, Any], view: WallView) -> html.Div:
    there = bool(case)
    level = "town" if view.home.is_city else "village"
    name = (subclass_name(case.get("subclass"), view) or class_name(case.get("class"), view)) if there else ""
    until = case["reported_at"] + ANSWER_SECONDS if there else None
    return html.Div(
        [
            countdown(ids.case(place, "t"), until, "wait-left"),
            fitted(name, ids.case(place, "w"), "wait-name", _WHAT[view.text.language]),
            fitted(
                (view.area_name(case.get(level)) or outside_name(view)) if there else "",
                ids.case(place, "p"),
                "wait-where",
                _WHERE[view.text.language],
            ),
            span(
                view.text(f"wall.source.{case['source']}") if there else "",
                ids.case(place, "s"),
                "wait-channel",
            ),
        ],
        id=ids.case(place, "r"),
        className=classes("wait", not there and "off"),
    )
