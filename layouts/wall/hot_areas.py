"""The places where the heat of reports peaks, named beside the map of a wide wall."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.subclasses import subclass_name
from layouts.wall.view import Snapshot, WallView, entries

ROWS = 5


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
    count = view.text("wall.hot.count", what=what, count=fmt.count(row["count"])) if there else ""
    cases = view.text("wall.hot.cases", cases=fmt.cases(view.text, row["cases"])) if there else ""
    return html.Div(
        [
            span(view.text("wall.hot.between").join(names), ids.hot(place, "n"), "hot-name"),
            span(f"{row['density']:.1f}" if there else "", ids.hot(place, "d"), "hot-density"),
            span(count, ids.hot(place, "w"), "hot-what"),
            span(cases, ids.hot(place, "c"), "hot-count"),
        ],
        id=ids.hot(place, "r"),
        className=classes("hot-row", not there and "off"),
    )
