"""Wires of the coordination board: what the address chooses, its answers, and the marks of stewards."""

from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.review.age import show_age
from callbacks.review.chosen import chosen
from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from data_access.domain.coordination import BadMark, MarkState
from data_access.domain.rights import Right, may
from layouts.review.board.choice import PAGE as LIMIT
from layouts.review.board.choice import BoardChoice
from layouts.review.board.ids import BoardIds as B
from layouts.review.board.page import PROPERTIES, BoardFigures, board_page, panels
from layouts.review.dataage import data_age_words
from layouts.review.ids import Ids, searched

_PANELS = (B.TILES, B.SCOPE, B.LIST_NOTE, B.GRID, B.SIDE)
_LONGEST = "500"


def render(desk: Desk, address: Address) -> Component:
    """The page with its figures. Raises BadFilter."""
    choice = read_choice(desk, address.search)
    return board_page(desk.view, choice, ask(desk, choice), desk.today, department_names(desk))


def register(app: Dash, desks: Desks) -> None:
    """One callback answers every change of the address, one adds an entry to a mark."""
    outputs = [Output(panel, PROPERTIES.get(panel, "children")) for panel in _PANELS]

    @app.callback(
        *outputs,
        Input(searched("coordination"), "data"),
        State(Ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def _show(search: str | None, pathname: str | None) -> tuple[Any, ...]:
        if Address.read(pathname, search).name != PAGE.path:
            return (no_update,) * len(_PANELS)
        *shown, age = show(desks(search), search or "")
        show_age(age)
        return tuple(shown)

    @app.callback(
        *(Output(panel, PROPERTIES.get(panel, "children"), allow_duplicate=True) for panel in _PANELS),
        Output(B.MARK_PROBLEM, "children"),
        Input(B.MARK, "n_clicks"),
        State(B.MARK_STATE, "value"),
        State(B.NOTE, "value"),
        State(B.MARK_SEEN, "data"),
        State(Ids.URL, "search"),
        prevent_initial_call=True,
    )
    def _mark(
        clicks: int | None, state: str, note: str | None, seen: dict[str, Any], search: str | None
    ) -> tuple[Any, ...]:
        if not clicks:
            return (no_update,) * (len(_PANELS) + 1)
        return mark(desks(search), search or "", state, note or "", seen)


def show(desk: Desk, search: str) -> tuple[Any, ...]:
    """Every panel for an address, and the age of the data. Raises BadFilter."""
    choice = read_choice(desk, search)
    shown = panels(desk.view, choice, ask(desk, choice))
    view = desk.view
    return (*(shown[panel] for panel in _PANELS), data_age_words(desk.age(), view.text, view.city.zone))


def mark(desk: Desk, search: str, state: str, note: str, seen: dict[str, Any]) -> tuple[Any, ...]:
    """Every panel after an entry, or what is wrong with it."""
    text = desk.view.text
    if not note.strip():
        return (*(no_update,) * len(_PANELS), text("board.problem.note"))
    try:
        desk.mark(str(seen["case"]), MarkState(state), note, int(seen["seen"]))
    except PermissionError:
        return (*(no_update,) * len(_PANELS), text("board.problem.duty"))
    except BadMark:
        return (*(no_update,) * len(_PANELS), text("board.problem.meanwhile"))
    return (*show(desk, search)[:-1], "")


def read_choice(desk: Desk, search: str) -> BoardChoice:
    """What an address chooses. Raises BadFilter."""
    return chosen(desk, search, BoardChoice.read)


def ask(desk: Desk, choice: BoardChoice) -> BoardFigures:
    """The answers behind the page."""
    options = choice.options(desk.today)
    page = {**options, "limit": str(LIMIT), "cursor": choice.cursor or None}
    answer = desk.ask("coordination", page)
    earlier = 0
    if options["from"] is not None:
        ever = desk.ask("coordination", {**options, "from": None, "to": None, "limit": "1"})
        earlier = ever["looked_at"] - answer["looked_at"]
    focused = _focused(desk, choice, answer) if choice.focus else None
    return BoardFigures(answer, focused, earlier, may(desk.view.viewer, Right.MARK))


def _focused(desk: Desk, choice: BoardChoice, answer: dict[str, Any]) -> dict[str, Any] | None:
    """The entry of the case in focus, on the page shown or wherever on the board."""
    found: dict[str, Any] | None = _entry(answer, choice.focus)
    cursor = None
    while found is None:
        more = desk.ask("coordination", {"limit": _LONGEST, "cursor": cursor})
        found, cursor = _entry(more, choice.focus), more["next"]
        if cursor is None:
            break
    return found


def _entry(answer: dict[str, Any], case_id: str) -> dict[str, Any] | None:
    return next((entry for entry in answer["cases"] if entry["case_id"] == case_id), None)


def department_names(desk: Desk) -> list[str]:
    """Departments that have cases now or had some lately, for the filter."""
    told = desk.ask("coordination", {"limit": "1"})["departments"]
    return sorted(one["name"] for one in told if one["name"])


PAGE = Page("coordination", "coordination", render, register, libraries=("dash_ag_grid",))
