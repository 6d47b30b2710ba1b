"""Wires of the single cases on the overview's map: the cases of what it shows, behind the figure it shows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component

from callbacks.review.desk import BadFilter, Desk, Desks
from callbacks.review.overview_choice import read_choice
from data_access.domain.polygon import BadPolygon, Polygon
from layouts.review.behind import options_behind
from layouts.review.overview.choice import Choice
from layouts.review.overview.ids import OverviewIds as O
from layouts.review.overview.points import MOST, points, points_note

_PAGE = 500
Shown = tuple[list[list[Any]], list[Component]]


def register(app: Dash, desks: Desks) -> None:
    """Browser code tells what the map shows; with nothing told nothing is asked."""

    @app.callback(
        Output(O.CASES, "data"),
        Output(O.CASES_NOTE, "children"),
        Input(O.LOOK, "data"),
        prevent_initial_call=True,
    )
    def _near(look: Mapping[str, Any] | None) -> Shown:
        if not look:
            return [], []
        search = str(look.get("search", ""))
        return near(desks(search), search, look.get("box"))

    app.clientside_callback(
        ClientsideFunction("review", "drawCases"), Output(O.CASES_DRAWN, "data"), Input(O.CASES, "data")
    )


def near(desk: Desk, search: str, box: object) -> Shown:
    """The cases inside a box (west, south, east, north), and what is said of them. Raises BadFilter."""
    options = options_in(read_choice(desk, search), box)
    answer = desk.ask("cases", {**options, "limit": str(_PAGE)})
    total, found = answer["total"], list(answer["cases"])
    while total <= MOST and answer["next"]:
        answer = desk.ask("cases", {**options, "limit": str(_PAGE), "cursor": answer["next"]})
        found += answer["cases"]
    href = desk.view.href("cases", urlencode({name: value for name, value in options.items() if value}))
    return points(desk.view, found) if total <= MOST else [], points_note(desk.view, total, href)


def options_in(choice: Choice, box: object) -> dict[str, str | None]:
    """The question about the cases behind the figure of the map (of the heat: those reported) in a box.

    Raises BadFilter.
    """
    if not isinstance(box, list | tuple) or len(box) != 4:
        raise BadFilter("polygon", "box")
    try:
        shown = Polygon.box(*(float(edge) for edge in box)).text()
    except (BadPolygon, TypeError, ValueError) as error:
        raise BadFilter("polygon", str(error)) from error
    filters = choice.filters
    options = filters.options()
    options["polygon"] = f"{filters.polygon};{shown}" if filters.polygon else shown
    return options if choice.view == "heat" else options_behind(choice.figure, options)
