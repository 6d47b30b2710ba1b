"""The places where the heat of reports peaks, named beside the map of a wide wall."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.tokens import WALL_TYPE
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.labels import squeeze
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.subclasses import subclass_name
from layouts.wall.view import Snapshot, WallView, entries

ROWS = 5
_WIDTH, _GAP = 340, 12
"""Units of a row, and of the space between its two sides."""
_NAME_TYPE, _WHAT_TYPE = 22, 20
"""Type sizes of its two lines."""
_DIGIT = 13
"""Units of a character at the right, a little more than it needs."""


def hot_areas(snapshot: Snapshot, view: WallView) -> html.Section:
    """Five peaks, densest first: where, how dense, and what is reported most there."""
    text, rows = view.text, entries(snapshot, "hot_areas")[:ROWS]
    return panel(
        "hot",
        text("wall.hot.title"),
        text("wall.hot.note"),
        *[_row(place, rows[place] if place < len(rows) else {}, view) for place in range(ROWS)],
        empty_note(Ids.HOT_EMPTY, text("wall.hot.empty"), not rows),
    )


def _row(place: int, row: Mapping[str, Any], view: WallView) -> html.Div:
    there = bool(row)
    levels = ("town", "village") if view.home.is_city else ("village",)
    names = [view.area_name(row[level]) for level in levels if row.get(level)]
    what = subclass_name(row.get("subclass"), view) or view.text("wall.hot.no_subclass")
    name, peak = view.text("wall.hot.between").join(names), f"{row['density']:.1f}" if there else ""
    counts = {"count": fmt.count(row.get("count")), "cases": fmt.count(row.get("cases"))}
    said = view.text("wall.hot.what", what=what, **counts) if there else ""
    cases = view.text("wall.hot.cases", **counts) if there else ""
    return html.Div(
        [
            _fitted(name, ids.hot(place, "n"), "hot-name", _NAME_TYPE, peak),
            span(peak, ids.hot(place, "d"), "hot-density"),
            _fitted(said, ids.hot(place, "w"), "hot-what", _WHAT_TYPE, cases),
            span(cases, ids.hot(place, "c"), "hot-count"),
        ],
        id=ids.hot(place, "r"),
        className=classes("hot-row", not there and "off"),
    )


def _fitted(content: str, identity: str, kind: str, size: int, beside: str) -> html.Span:
    """A text at the left, narrowed where what stands at its right leaves too little room."""
    wide = sum(2 if ord(character) > 0x2E80 else 1 for character in beside)
    # `squeeze` measures in the smallest type.
    fit = squeeze(content, (_WIDTH - _GAP - _DIGIT * wide) * WALL_TYPE["small"] / size)
    return html.Span(
        content, id=identity, className=classes(kind, fit < 1 and "fit"), style={"--fit": f"{fit:.2f}"}
    )
