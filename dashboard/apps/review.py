"""The review surface as a Dash app of its own on the shared server, behind the login."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

from dash.development.base_component import Component
from flask import Flask, g, has_request_context, request

from callbacks.review import shell as callbacks
from callbacks.review.page import Address
from callbacks.review.pages import PAGES, apart_from, libraries_of
from dashboard.apps.document import document
from dashboard.apps.mapfiles import area_file
from dashboard.apps.review_desk import ReviewDesks, language_of, viewer_of_request
from dashboard.apps.review_exports import add_exports
from dashboard.apps.surface import CORE, SurfaceDash
from dashboard.services import Services
from layouts.review.overview.ground import MAP_URL
from layouts.review.shell import frame
from layouts.review.view import ReviewView
from layouts.tokens import review_css

LIBRARIES = ("dash_leaflet", "dash_svg", "dash_mantine_components")
"""Component libraries that every page loads; a page names others that it alone needs."""


def create_review_app(server: Flask, services: Services, *, has_wall: bool) -> SurfaceDash:
    """Mount the surface at `/review/` on a server; `/review` leads there."""
    app = _ReviewDash(
        "review",
        server,
        libraries=[*LIBRARIES, *dict.fromkeys(name for page in PAGES for name in page.libraries)],
    )
    app.desks = ReviewDesks(services)
    app.layout = app.frame
    callbacks.register(app, app.desks, has_wall=has_wall)

    add_exports(server, services, app.desks)
    shapes = app.desks.shapes
    server.add_url_rule(
        f"{MAP_URL}<version>/<area>/<name>",
        "review_map_file",
        lambda version, area, name: area_file(services.city, shapes, area, name),
    )
    return app


class _ReviewDash(SurfaceDash):
    """Writes language, theme and the variables of the sheets into the document of each request."""

    desks: ReviewDesks

    def frame(self) -> Component:
        """The layout, which the browser asks for behind the document: the page's address is its referrer."""
        if not has_request_context() or g.visitor.viewer is None:
            # Dash looks at the layout once while it sets itself up, whoever asks first, for whatever.
            return Component()
        return frame(self._view(urlsplit(request.headers.get("Referer", "")).query))

    def libraries_now(self) -> list[str]:
        """Without those that only other pages need."""
        if not has_request_context():
            return super().libraries_now()
        own = libraries_of(Address.read(request.path, None).name)
        return [name for name in super().libraries_now() if name in (CORE, *LIBRARIES, *own)]

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        view = self._view(request.query_string.decode())
        text = view.text
        apart = " ".join(apart_from(Address.read(request.path, None).name))
        return document(
            kwargs,
            language=text.language,
            theme=view.theme_name,
            title=f"{text('review.page.overview')} · {view.city_name}",
            description=text("review.description"),
            variables=review_css(),
            attributes=f'data-mantine-color-scheme="{view.theme_name}" data-apart="{escape(apart)}"',
            metas='<meta name="robots" content="noindex, nofollow">',
        )

    def _view(self, query: str) -> ReviewView:
        return self.desks.view(language_of(query), viewer_of_request())
