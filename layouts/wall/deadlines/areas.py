"""What is overdue and due in each area below the wall's own: towns of the city, villages of a town."""

from dash import html

from layouts.wall.deadlines.groups import group_head, group_row, pressure, scale_top
from layouts.wall.deadlines.ids import Ids
from layouts.wall.home import children_name, outside_name
from layouts.wall.parts import empty_note, panel, span
from layouts.wall.view import Snapshot, WallView, entries

PLACES = 34
"""Rows of areas: 33 and what lies in none, so that they sum up to the whole."""


def area_rows(snapshot: Snapshot, view: WallView) -> html.Section:
    """Areas by what is overdue or due within two hours; what lies in none of them comes last."""
    text = view.text
    rows = entries(snapshot, "areas")
    inside = [row for row in rows if row["code"] is not None]
    inside.sort(key=lambda row: (-pressure(row), -row["today"], row["code"]))
    outside = [row for row in rows if row["code"] is None]
    shown = inside[: PLACES - len(outside)]
    top = scale_top(shown)
    named = [(view.area_name(row["code"]), row) for row in shown]
    named += [(outside_name(view), row) for row in outside]
    last = len(named) - 1 if outside else -1
    return panel(
        "areas",
        [
            span(children_name(rows, view), Ids.AREAS_NAME),
            " ",
            span(str(len(inside)) if inside else "", Ids.AREAS),
        ],
        text("wall.deadlines.areas_note"),
        html.Div([group_head(view), group_head(view)], className="group-heads"),
        html.Div(
            [
                group_row(
                    "a",
                    place,
                    named[place] if place < len(named) else None,
                    top,
                    view,
                    "outside" if place == last else "",
                )
                for place in range(PLACES)
            ],
            className="group-rows",
        ),
        empty_note(Ids.AREAS_EMPTY, text("wall.deadlines.wait"), not rows),
    )
