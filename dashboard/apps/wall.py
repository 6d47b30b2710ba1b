"""The wall as a Dash app of its own on the shared server; only local files, only its own callbacks."""

from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

import orjson
from dash import Dash, dcc, html
from flask import Flask, Response, abort, request

from callbacks import wall as callbacks
from dashboard.apps.document import document
from dashboard.apps.mapfiles import CITY_FILES, city_file, kept
from dashboard.apps.surface import SurfaceDash
from dashboard.apps.wall_views import MAP_PREFIX, PREFIX, WallViews
from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.showing import Showing
from layouts.text import Text
from layouts.tokens import wall_css
from layouts.wall.address import query_of, theme_of
from layouts.wall.browser import Running, ScreenPage
from layouts.wall.ids import Ids
from layouts.wall.look import Look
from layouts.wall.view import WallView

LIBRARIES = ("dash_leaflet", "dash_svg")
"""Component libraries whose scripts a wall loads."""


class WallServices(Protocol):
    """What the wall needs of the composition root."""

    @property
    def views(self) -> WallViews:
        """What every showing of the city is rendered with."""
        ...

    @property
    def running(self) -> Running:
        """How pages run for months."""
        ...

    def now(self) -> float:
        """The server's clock, Unix seconds."""
        ...

    def snapshot(self, showing: Showing) -> Mapping[str, Any]:
        """The newest numeric snapshot; empty before the first one."""
        ...

    def screen(self, search: str | None) -> ScreenPage | None:
        """The screen whose page asks; ends the request where it may not see what its address names."""
        ...


def create_wall_app(server: Flask, services: WallServices) -> Dash:
    """Mount the wall at `/wall/` on a server; `/wall` leads there."""
    app = _WallDash(
        "wall",
        server,
        libraries=LIBRARIES,
        title=services.views.text(services.views.city.language)("wall.document_title"),
    )
    app.city, app.services = services.views.city, services
    app.layout = html.Div(
        [dcc.Location(id=Ids.URL, refresh=False), dcc.Store(id=Ids.PLACE, data=0), html.Main(id=Ids.ROOT)]
    )
    callbacks.register(app, _Source(services))
    _add_routes(server, services.views)
    return app


class _WallDash(SurfaceDash):
    """Writes language, title and the variables of the sheets into the document of each request."""

    city: City
    services: WallServices

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        language = _language(request.args.get("lang"), self.city)
        text = load_text(language)
        city = self.city.name_en if language == "en" else self.city.name_zh
        return document(
            kwargs,
            language=language,
            theme=theme_of(request.query_string.decode(errors="replace")),
            title=f"{city} · {text('wall.document_title')}",
            description=text("wall.description"),
            variables=wall_css(),
            metas=f'<meta name="zhiwang-build" content="{escape(self.services.running.build)}">',
        )


class _Source:
    """The services as the callbacks want them."""

    def __init__(self, services: WallServices) -> None:
        self._services = services
        self.tree = services.views.city.tree

    @property
    def running(self) -> Running:
        return self._services.running

    def now(self) -> float:
        return self._services.now()

    def snapshot(self, showing: Showing) -> Mapping[str, Any]:
        return self._services.snapshot(showing)

    def view(self, showing: Showing, look: Look) -> WallView:
        return self._services.views.of(showing, look)

    def text(self, language: str | None) -> Text:
        return self._services.views.text(self.language(language))

    def screen(self, search: str | None) -> ScreenPage | None:
        return self._services.screen(search)

    def stream_url(self, showing: Showing, look: Look) -> str:
        return f"{PREFIX}stream{query_of(showing, look)}"

    def language(self, asked: str | None) -> str:
        return _language(asked, self._services.views.city)


def _language(asked: str | None, city: City) -> str:
    if asked in LANGUAGES:
        return asked
    return city.language if city.language in LANGUAGES else LANGUAGES[0]


def _add_routes(server: Flask, views: WallViews) -> None:
    city = views.city
    names = {f"names-{language}.json": language for language in LANGUAGES}

    def map_file(version: str, area: str, name: str) -> Response:
        """A map file of a home; the pack's version is in the address, so that browsers keep it."""
        if city.tree.find(area) is None:
            abort(404)
        if name in names:
            return kept(orjson.dumps(_names_below(city, area, names[name])))
        if name not in CITY_FILES:
            abort(404)
        if area == city.tree.city.code:
            return city_file(city, name)
        try:
            own = views.maps.of(home_of(city.tree, area))
        except KeyError:
            own = None
        if own is None:
            abort(404)
        return kept(own.files[name])

    # Dash answers everything below its prefix, so this must not look like one of its pages.
    server.add_url_rule(f"{MAP_PREFIX}<version>/<area>/<name>", "wall_map_file", map_file)


def _names_below(city: City, code: str, language: str) -> list[tuple[str, float, float]]:
    """Names of the level that a closer look at a home shows, with their positions in degrees."""
    try:
        level = home_of(city.tree, code).grandchildren
    except KeyError:
        level = None
    return [] if level is None else [(area.name(language), area.lon, area.lat) for area in level.areas]
