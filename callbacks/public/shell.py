"""Wires of the public pages: the page of an address, and its title and language in the document."""

from typing import Any, Protocol

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component

from layouts.public.address import Place
from layouts.public.ids import Ids
from layouts.public.pages import Made


class Pages(Protocol):
    """Makes pages."""

    def page(self, place: Place) -> tuple[Made, str]:
        """The page of a place and the language that it is in."""
        ...


def register(app: Dash, pages: Pages) -> None:
    """Connect the pages to an app."""

    @app.callback(
        Output(Ids.PAGE, "children"),
        Output(Ids.TITLE, "data"),
        Input(Ids.URL, "pathname"),
        Input(Ids.URL, "search"),
    )
    def _open(pathname: str | None, search: str | None) -> tuple[list[Component], dict[str, Any]]:
        return open_page(pages, pathname, search)

    app.clientside_callback(
        ClientsideFunction("public", "opened"),
        Output(Ids.TITLE, "modified_timestamp"),
        Input(Ids.TITLE, "data"),
    )


def open_page(
    pages: Pages, pathname: str | None, search: str | None
) -> tuple[list[Component], dict[str, Any]]:
    """The page of an address, and what the document says of it."""
    made, language = pages.page(Place.read(pathname or "", search or ""))
    return made.tree, {"title": made.title, "language": "zh-CN" if language == "zh" else language}
