"""The review surface as a Dash app of its own on the shared server, behind the login."""

from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from dash.development.base_component import Component
from flask import Flask, has_request_context, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from callbacks.review import shell as callbacks
from dashboard.apps.review_desk import ReviewDesks, language_of, viewer_of_request
from dashboard.apps.surface import SurfaceDash
from dashboard.services import Services
from layouts.review.shell import frame
from layouts.review.view import PREFIX, ReviewView
from layouts.tokens import review_css

LIBRARIES = ("dash_leaflet", "dash_svg", "dash_mantine_components", "dash_ag_grid")
"""Component libraries whose scripts the pages load; those of grids, charts and maps come when needed."""


def create_review_app(server: Flask, services: Services, *, has_wall: bool) -> SurfaceDash:
    """Mount the surface at `/review/` on a server; `/review` leads there."""
    app = _ReviewDash(
        __name__,
        libraries=LIBRARIES,
        server=server,
        url_base_pathname=PREFIX,
        assets_folder=str(files("assets").joinpath("review")),
        title="",
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
    )
    app.desks = ReviewDesks(services)
    app.layout = app.frame
    callbacks.register(app, app.desks, has_wall=has_wall)

    def without_slash() -> AnyResponse:
        query = request.query_string.decode()
        return redirect(PREFIX + (f"?{query}" if query else ""))

    server.add_url_rule(PREFIX.rstrip("/"), "review_without_slash", without_slash)
    return app


class _ReviewDash(SurfaceDash):
    """Writes language, theme and the variables of the sheets into the document of each request."""

    desks: ReviewDesks

    def frame(self) -> Component:
        """The layout, which the browser asks for behind the document: the page's address is its referrer."""
        if not has_request_context():
            # Dash looks at the layout once while it sets itself up, before anybody asks.
            return Component()
        return frame(self._view(urlsplit(request.headers.get("Referer", "")).query))

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        view = self._view(request.query_string.decode())
        text = view.text
        return _DOCUMENT.format(
            language="zh-CN" if text.language == "zh" else text.language,
            theme=view.theme_name,
            title=escape(f"{text('review.page.overview')} · {view.city_name}"),
            description=escape(text("review.description")),
            variables=review_css(),
            **{
                name: kwargs.get(name, "")
                for name in ("metas", "css", "app_entry", "config", "scripts", "renderer")
            },
        )

    def _view(self, query: str) -> ReviewView:
        return self.desks.view(language_of(query), viewer_of_request())


_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" data-theme="{theme}" data-mantine-color-scheme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="description" content="{description}">
<meta name="color-scheme" content="{theme}">
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
