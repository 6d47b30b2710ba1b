"""Wires of the page of screens: the roll, drawn when it is opened and every few seconds afterwards."""

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from data_access.domain.rights import LEAST_DUTY, Right, may
from layouts.review.ids import Ids as ShellIds
from layouts.review.screens.ids import Ids
from layouts.review.screens.page import screens_body, screens_page


def render(desk: Desk, address: Address) -> Component:
    """The page with every screen."""
    return screens_page(desk.screens(), desk.view, desk.now)


def register(app: Dash, desks: Desks) -> None:
    """Draw the list anew while the page is open."""

    @app.callback(
        Output(Ids.BODY, "children"),
        Input(Ids.PACE, "n_intervals"),
        State(ShellIds.URL, "search"),
        prevent_initial_call=True,
    )
    def _again(_turns: int | None, search: str | None) -> list[Component]:
        return redraw(desks(search))


def redraw(desk: Desk) -> list[Component]:
    """The strip and the list as they are now; nothing for who may not open the page."""
    if not may(desk.view.viewer, Right.SCREENS):
        return []
    return screens_body(desk.screens(), desk.view, desk.now)


PAGE = Page("screens", "screens", render, register, duty=LEAST_DUTY[Right.SCREENS])
