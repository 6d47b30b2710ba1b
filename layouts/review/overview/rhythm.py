"""When in the week cases are reported: a table of weekday and hour, shaded by count."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import format as fmt
from layouts.review.parts import attributes
from layouts.review.view import ReviewView

HOURS = 24
SHADES = 6


def rhythm_table(view: ReviewView, answer: Mapping[str, Any]) -> Component:
    """Seven rows of 24 cells, with sums; the darkest shade is the fullest cell."""
    text = view.text
    counts = {(cell["weekday"], cell["hour"]): int(cell["count"]) for cell in answer["cells"]}
    most = max(counts.values(), default=0)
    if not most:
        return html.P(text("overview.empty"), className="note empty-note")
    hours = range(HOURS)
    head = html.Tr(
        [
            html.Td(),
            *(html.Th(str(hour), scope="col", className="" if hour % 3 == 0 else "minor") for hour in hours),
            html.Th(text("overview.sum"), scope="col"),
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(text(f"date.weekday_{day}"), scope="row"),
                *(_cell(counts.get((day, hour), 0), most) for hour in hours),
                html.Td(fmt.count(sum(counts.get((day, hour), 0) for hour in hours)), className="sum"),
            ]
        )
        for day in range(1, 8)
    ]
    label = text("overview.rhythm")
    return html.Div(
        html.Table(
            [html.Caption(label, className="sr"), html.Thead(head), html.Tbody(rows)], className="rhythm"
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **attributes(aria_label=label),
    )


def _cell(count: int, most: int) -> Component:
    shade = 0 if count == 0 else 1 + min(SHADES - 1, count * SHADES // (most + 1))
    return html.Td(html.Span(fmt.count(count)), className=f"shade-{shade}", title=fmt.count(count))
