"""The wall as a Dash app of its own on the shared server; only local files, only its own callbacks."""

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import orjson
from dash import Dash, dcc, html
from flask import Flask, Response, abort, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from callbacks import wall as callbacks
from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.city import City
from layouts.text import Text
from layouts.tokens import wall_css
from layouts.wall.ids import Ids
from layouts.wall.view import MapLabel, WallView

PREFIX = "/wall/"
MAP_FILES = ("towns.geojson", "grids.geojson", "outline.geojson")
_YEAR = 365 * 86_400


class WallServices(Protocol):
    """What the wall needs of the composition root."""

    @property
    def city(self) -> City:
        """The city that is shown."""
        ...

    def snapshot(self, scope: str) -> Mapping[str, Any]:
        """The newest numeric snapshot; empty before the first one."""
        ...

    def text(self, language: str) -> Text:
        """The catalogue of a language."""
        ...


def create_wall_app(server: Flask, services: WallServices) -> Dash:
    """Mount the wall at `/wall/` on a server; `/wall` leads there."""
    app = _WallDash(
        __name__,
        server=server,  # type: ignore[arg-type]
        url_base_pathname=PREFIX,
        assets_folder=str(files("assets").joinpath("wall")),
        title=services.text(services.city.language)("wall.document_title"),
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
    )
    app.city = services.city
    app.layout = html.Div([dcc.Location(id=Ids.URL, refresh=False), html.Main(id=Ids.ROOT)])
    callbacks.register(app, _Source(services))
    _add_routes(server, services.city)
    return app


def wall_view(city: City, text: Text) -> WallView:
    """What the wall of a city is rendered with: for the first load and for the live stream alike."""
    return WallView(
        city=city,
        text=text,
        map_url=f"{PREFIX}map/{city.version}/",
        bounds=city.locator.bounds,
        neighbours=_neighbours(city),
    )


class _WallDash(Dash):
    """Writes language, title and the variables of the sheets into the document of each request."""

    city: City

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        language = _language(request.args.get("lang"), self.city)
        text = load_text(language)
        city = self.city.name_en if language == "en" else self.city.name_zh
        return _DOCUMENT.format(
            language="zh-CN" if language == "zh" else language,
            title=escape(f"{city} · {text('wall.document_title')}"),
            description=escape(text("wall.description")),
            variables=wall_css(),
            **{
                name: kwargs.get(name, "")
                for name in ("metas", "css", "app_entry", "config", "scripts", "renderer")
            },
        )


class _Source:
    """The services as the callbacks want them; views are made once per language."""

    def __init__(self, services: WallServices) -> None:
        self._services = services
        self._views = {language: wall_view(services.city, services.text(language)) for language in LANGUAGES}

    def snapshot(self, scope: str) -> Mapping[str, Any]:
        return self._services.snapshot(scope)

    def view(self, language: str | None) -> WallView:
        return self._views[_language(language, self._services.city)]

    def stream_url(self, language: str) -> str:
        return f"{PREFIX}stream?lang={language}"


def _language(asked: str | None, city: City) -> str:
    if asked in LANGUAGES:
        return asked
    return city.language if city.language in LANGUAGES else LANGUAGES[0]


def _neighbours(city: City) -> tuple[MapLabel, ...]:
    """Names beside the city, from the pack's `map/neighbours.geojson` if it has one."""
    path = Path(city.folder) / "map" / "neighbours.geojson"
    if not path.is_file():
        return ()
    labels = []
    for feature in orjson.loads(path.read_bytes())["features"]:
        lon, lat = feature["geometry"]["coordinates"][:2]
        names = feature["properties"]
        labels.append(MapLabel(names["name_zh"], names["name_en"], lon, lat))
    return tuple(labels)


def _add_routes(server: Flask, city: City) -> None:
    folder = Path(city.folder) / "map"

    def wall_without_slash() -> AnyResponse:
        query = request.query_string.decode()
        return redirect(PREFIX + (f"?{query}" if query else ""))

    def map_file(version: str, name: str) -> Response:
        """A map file of the pack; its version is in the address, so that browsers keep it."""
        if name not in MAP_FILES or not (folder / name).is_file():
            abort(404)
        return send_file(folder / name, mimetype="application/json", max_age=_YEAR, conditional=True)

    # Dash answers everything below its prefix, so these must not look like one of its pages.
    server.add_url_rule(PREFIX.rstrip("/"), "wall_without_slash", wall_without_slash)
    server.add_url_rule(f"{PREFIX}map/<version>/<name>", "wall_map_file", map_file)


_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="color-scheme" content="dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{variables}</style>
{metas}
{css}
</head>
<body>
{app_entry}
<footer class="dash-scripts">
{config}
{scripts}
{renderer}
</footer>
</body>
</html>
"""
