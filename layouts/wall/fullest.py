"""The busiest places of the third level of centres: village stations of a city, base grids of a town."""

from collections.abc import Mapping
from typing import Any

from dash import html

from data_access.domain.areas import AreaLevel
from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries, seconds_since

ROWS = 8
"""Rows that exist whatever the snapshot holds, so that the live stream only ever sets their values."""


def fullest_list(snapshot: Snapshot, view: WallView) -> html.Section:
    """Eight places with the highest load, at least five open cases each."""
    text, level = view.text, view.grandchild_level
    rows = entries(snapshot, "fullest")[:ROWS]
    count = len(view.home.grandchildren.areas) if view.home.grandchildren else 0
    top = max([row.get("load") or 0.0 for row in rows] + [1.0])
    heads = html.Div(
        [
            html.Span(),
            html.Span(text(f"wall.fullest.name_{level}")),
            html.Span(text("wall.fullest.load")),
            html.Span(className="wide-screen"),
            html.Span(text("wall.fullest.open")),
            html.Span(text("wall.fullest.overdue")),
            html.Span(text("wall.fullest.oldest")),
        ],
        className="village village-head",
    )
    return panel(
        "villages",
        [text(f"wall.fullest.title_{level}"), " ", fmt.count(count)],
        text(f"wall.fullest.note_{level}", count=ROWS),
        heads,
        *[
            _row(place, rows[place] if place < len(rows) else {}, top, snapshot, view)
            for place in range(ROWS)
        ],
        empty_note(Ids.FULLEST_EMPTY, text(f"wall.fullest.empty_{level}"), not rows),
        feed="staff",
    )


def _row(place: int, row: Mapping[str, Any], top: float, snapshot: Snapshot, view: WallView) -> html.Div:
    overdue = row.get("overdue")
    load = row.get("load")
    there = bool(row)
    return html.Div(
        [
            html.Span(str(place + 1), className="place"),
            html.Span(
                [
                    span(view.area_name(row.get("code")), ids.fullest(place, "n"), "village-name"),
                    span(_parent_of(row.get("code"), view), ids.fullest(place, "t"), "village-town"),
                ],
                className="village-names",
            ),
            span(fmt.load(load, 0) if there else "", ids.fullest(place, "l"), "village-load"),
            html.Span(
                id=ids.fullest(place, "b"),
                className="village-bar wide-screen",
                style={"--load": f"{(load or 0) / top:.0%}"},
            ),
            span(fmt.count(row.get("open")) if there else "", ids.fullest(place, "o"), "village-open"),
            span(
                fmt.overdue_count(overdue) if there else "",
                ids.fullest(place, "x"),
                classes("village-overdue", not overdue and "zero"),
            ),
            span(
                fmt.age(view.text, seconds_since(snapshot, row.get("oldest_at"))) if there else "",
                ids.fullest(place, "a"),
                "village-oldest",
            ),
        ],
        id=ids.fullest(place, "r"),
        className=classes("village", not there and "off"),
    )


def _parent_of(code: str | None, view: WallView) -> str:
    """Short name of the village's town; a grid's own name begins with its village."""
    if view.grandchild_level == AreaLevel.GRID:
        return ""
    area, above = view.city.tree.area(code or ""), view.home.children
    if area is None or above is None:
        return ""
    return view.city.tree.at(above.level)[area.parent].name(view.text.language)
