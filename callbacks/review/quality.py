"""Wires of the quality of collection: what the address chooses, one answer for all that the page shows."""

from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.review.age import show_age
from callbacks.review.chosen import chosen
from callbacks.review.coordination import department_names
from callbacks.review.desk import Desk, Desks
from callbacks.review.page import Address, Page
from layouts.review.collection.choice import CollectionChoice
from layouts.review.collection.ids import CollectionIds as Q
from layouts.review.collection.page import PROPERTIES, collection_page, panels
from layouts.review.dataage import data_age_words
from layouts.review.ids import Ids, searched

_PANELS = (Q.TILES, Q.SCOPE, Q.NOTE, Q.GRID, Q.SIDE)


def render(desk: Desk, address: Address) -> Component:
    """The page with its figures. Raises BadFilter."""
    choice = read_choice(desk, address.search)
    return collection_page(desk.view, choice, ask(desk, choice), desk.today, department_names(desk))


def register(app: Dash, desks: Desks) -> None:
    """One callback answers every change of the address."""

    @app.callback(
        *(Output(panel, PROPERTIES.get(panel, "children")) for panel in _PANELS),
        Input(searched("quality"), "data"),
        State(Ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def _show(search: str | None, pathname: str | None) -> tuple[Any, ...]:
        if Address.read(pathname, search).name != PAGE.path:
            return (no_update,) * len(_PANELS)
        *shown, age = show(desks(search), search or "")
        show_age(age)
        return tuple(shown)


def show(desk: Desk, search: str) -> tuple[Any, ...]:
    """Every panel for an address, and the age of the data. Raises BadFilter."""
    choice, view = read_choice(desk, search), desk.view
    shown = panels(view, choice, ask(desk, choice))
    return (*(shown[panel] for panel in _PANELS), data_age_words(desk.age(), view.text, view.city.zone))


def ask(desk: Desk, choice: CollectionChoice) -> dict[str, Any]:
    """The answer behind the page."""
    answer: dict[str, Any] = desk.ask("quality", {**choice.filters.options(), "by": choice.by})
    return answer


def read_choice(desk: Desk, search: str) -> CollectionChoice:
    """What an address chooses. Raises BadFilter."""
    return chosen(desk, search, CollectionChoice.read)


PAGE = Page("quality", "quality", render, register, libraries=("dash_ag_grid",))
