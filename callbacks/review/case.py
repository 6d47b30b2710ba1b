"""Wires of the page of one case: the case of the address; what is private only when it is asked for."""

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from layouts.review.case.page import CaseIds, case_page, private_words
from layouts.review.case.place import outlines_of
from layouts.review.ids import Ids
from layouts.review.states import problem_state


def render(desk: Desk, address: Address) -> Component:
    """The page with the case, or that there is none of that number within what the viewer may see."""
    case = desk.case(address.rest, False)
    if case is None:
        text = desk.view.text
        back = html.A(text("case.to_list"), href=desk.view.href("cases"), className="button")
        return problem_state(text, text("case.missing"), address.rest, back)
    return case_page(case, desk.view, outlines_of(case, desk.outline))


def register(app: Dash, desks: Desks) -> None:
    """Connect the button that shows description and reporter."""

    @app.callback(
        Output(CaseIds.PRIVATE, "children"),
        Input(CaseIds.SHOW_PRIVATE, "n_clicks"),
        State(CaseIds.CASE_ID, "data"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _show(clicks: int | None, case_id: str, search: str | None) -> object:
        if not clicks:
            return no_update
        desk = desks(search)
        case = desk.case(case_id, True)
        return no_update if case is None else private_words(case, desk.view)


PAGE = Page("case", "case", render, register, in_navigation=False)
