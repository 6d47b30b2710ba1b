"""Wires of the wall: the page of an address, then browser code that follows the live stream."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from dash import ClientsideFunction, Dash, Input, Output
from dash.development.base_component import Component

from data_access.domain.areas import AreaTree
from data_access.domain.showing import Showing
from layouts.text import Text
from layouts.wall.address import BadAddress, language_of, read_address
from layouts.wall.browser import Playlist, Running, ScreenPage, wall_document
from layouts.wall.ids import Ids
from layouts.wall.look import Look
from layouts.wall.unknown import unknown_page
from layouts.wall.view import WallView


class WallSource(Protocol):
    """Where the wall's callbacks take what they render."""

    @property
    def tree(self) -> AreaTree:
        """The areas of the city."""
        ...

    @property
    def running(self) -> Running:
        """How pages run for months."""
        ...

    def now(self) -> float:
        """The server's clock, Unix seconds."""
        ...

    def snapshot(self, showing: Showing) -> Mapping[str, Any]:
        """The newest numeric snapshot of a showing; empty before the first one."""
        ...

    def view(self, showing: Showing, look: Look) -> WallView:
        """What a showing is rendered with."""
        ...

    def language(self, asked: str | None) -> str:
        """A language with a catalogue; the city's own for None or an unknown one."""
        ...

    def text(self, language: str | None) -> Text:
        """The catalogue of a language; of the city's own for None or an unknown one."""
        ...

    def screen(self, search: str | None) -> ScreenPage | None:
        """The screen whose page asks for this query string; ends the request where it may not see it."""
        ...

    def stream_url(self, showing: Showing, look: Look) -> str:
        """Address of the live stream of a showing with a look."""
        ...


def register(app: Dash, source: WallSource) -> None:
    """Connect the wall's callbacks to an app."""

    @app.callback(Output(Ids.ROOT, "children"), Input(Ids.URL, "search"), Input(Ids.PLACE, "data"))
    def _render(search: str | None, place: int | None) -> Component:
        return render_wall(search, place, source)

    # The data of the stores reaches browser code here, on load and whenever the stream sets it.
    app.clientside_callback(
        ClientsideFunction("zhiwang", "page"),
        Output(Ids.STARTED, "data"),
        Input(Ids.CONFIG, "data"),
        Input(Ids.HEAT, "data"),
        Input(Ids.PULSES, "data"),
    )


def render_wall(search: str | None, place: int | None, source: WallSource) -> Component:
    """The wall for the query string of a page, such as "?lang=en", at a place of its playlist."""
    screen = source.screen(search)
    try:
        address = read_address(search, source.tree)
    except BadAddress as error:
        return unknown_page(source.text(language_of(search)), error.what, error.value, source.tree)
    at = place if isinstance(place, int) and place >= 0 else 0
    showing = address.at(at)
    look = address.look_at(at, source.language(address.language))
    view = source.view(showing, look)
    return wall_document(
        source.snapshot(showing),
        view,
        stream_url=source.stream_url(showing, look),
        screen=screen,
        now=source.now(),
        playlist=Playlist(at % len(address.showings), len(address.showings), address.dwell_seconds),
        running=replace(source.running, motion=address.motion or source.running.motion),
    )
