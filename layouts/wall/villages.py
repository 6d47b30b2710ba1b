"""The busiest stations of villages and communities: the third level of centres."""

from collections.abc import Mapping
from typing import Any

from dash import html

from layouts import format as fmt
from layouts.wall import ids
from layouts.wall.ids import Ids
from layouts.wall.parts import classes, empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries, seconds_since

ROWS = 8
"""Rows that exist whatever the snapshot holds, so that the live stream only ever sets their values."""


def village_list(snapshot: Snapshot, view: WallView) -> html.Section:
    """Eight stations with the highest load, at least five open cases each."""
    text = view.text
    rows = entries(snapshot, "villages")[:ROWS]
    top = max([row.get("load") or 0.0 for row in rows] + [1.0])
    heads = html.Div(
        [
            html.Span(),
            html.Span(text("wall.villages.name")),
            html.Span(text("wall.villages.load")),
            html.Span(className="wide-screen"),
            html.Span(text("wall.villages.open")),
            html.Span(text("wall.villages.overdue")),
            html.Span(text("wall.villages.oldest")),
        ],
        className="village village-head",
    )
    return panel(
        "villages",
        [text("wall.villages.title"), " ", fmt.count(len(view.city.tree.villages))],
        text("wall.villages.note", count=ROWS),
        heads,
        *[
            _row(place, rows[place] if place < len(rows) else {}, top, snapshot, view)
            for place in range(ROWS)
        ],
        empty_note(Ids.VILLAGES_EMPTY, text("wall.villages.empty"), not rows),
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
                    span(view.town_name(row.get("code")), ids.village(place, "n"), "village-name"),
                    span(_town_of(row.get("code"), view), ids.village(place, "t"), "village-town"),
                ],
                className="village-names",
            ),
            span(fmt.load(load, 0) if there else "", ids.village(place, "l"), "village-load"),
            html.Span(
                id=ids.village(place, "b"),
                className="village-bar wide-screen",
                style={"--load": f"{(load or 0) / top:.0%}"},
            ),
            span(fmt.count(row.get("open")) if there else "", ids.village(place, "o"), "village-open"),
            span(
                fmt.overdue_count(overdue) if there else "",
                ids.village(place, "x"),
                classes("village-overdue", not overdue and "zero"),
            ),
            span(
                fmt.age(view.text, seconds_since(snapshot, row.get("oldest_at"))) if there else "",
                ids.village(place, "a"),
                "village-oldest",
            ),
        ],
        id=ids.village(place, "r"),
        className=classes("village", not there and "off"),
    )


def _town_of(code: str | None, view: WallView) -> str:
    """Short name of the town that a village belongs to."""
    area = view.city.tree.area(code or "")
    if area is None or area.parent < 0 or area.parent >= len(view.city.tree.towns):
        return ""
    return view.city.tree.towns[area.parent].name(view.text.language)
