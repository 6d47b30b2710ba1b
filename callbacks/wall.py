"""Wires of the wall: the page by language on load, then browser code that follows the live stream."""

import time
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component

from layouts.wall.browser import wall_document
from layouts.wall.ids import Ids
from layouts.wall.view import WallView


class WallSource(Protocol):
    """Where the wall's callbacks take what they render."""

    def snapshot(self, scope: str) -> Mapping[str, Any]:
        """The newest numeric snapshot of a scope; empty before the first one."""
        ...

    def view(self, language: str | None) -> WallView:
        """What the wall is rendered with in a language; the city's own one for None or an unknown one."""
        ...

    def stream_url(self, language: str) -> str:
        """Address of the live stream in a language."""
        ...


def register(app: Dash, source: WallSource) -> None:
    """Connect the wall's callbacks to an app."""

    @app.callback(Output(Ids.ROOT, "children"), Input(Ids.URL, "search"))
    def _render(search: str | None) -> Component:
        return render_wall(search, source)

    # The data of the stores reaches browser code here, on load and whenever the stream sets it.
    app.clientside_callback(
        ClientsideFunction("zhiwang", "page"),
        Output(Ids.STARTED, "data"),
        Input(Ids.CONFIG, "data"),
        Input(Ids.HEAT, "data"),
        Input(Ids.PULSES, "data"),
    )


def render_wall(search: str | None, source: WallSource) -> Component:
    """The wall for the query string of a page, such as "?lang=en"."""
    view = source.view(language_of(search))
    return wall_document(
        source.snapshot("city"),
        view,
        stream_url=source.stream_url(view.text.language),
        now=time.time(),
    )


def language_of(search: str | None) -> str | None:
    """The language that a query string asks for."""
    return next(iter(parse_qs((search or "").lstrip("?")).get("lang", [])), None)
