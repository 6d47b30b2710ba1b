"""The public pages: a Dash app at `/public/` whose documents hold the whole page before any script runs."""

import hashlib
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, g, request

from callbacks.public import shell as callbacks
from dashboard.apps.document import document
from dashboard.apps.public_embeds import add_embeds
from dashboard.apps.public_heads import heads
from dashboard.apps.public_preview import add_preview
from dashboard.apps.public_sitemap import add_sitemap
from dashboard.apps.public_track import Tracking, add_tracking
from dashboard.apps.public_views import PublicViews
from dashboard.apps.surface import SurfaceDash
from dashboard.headers import app_policy, embed_policy
from layouts.markup import markup
from layouts.public.address import PREFIX, Place
from layouts.public.ids import Ids
from layouts.public.pages import Made
from layouts.public.tokens import public_css

LIBRARIES = ("dash_svg",)
FRESH_SECONDS = 5
"""So long a page may be shown without asking again."""
OLD_SECONDS = 86_400
"""So long what lies between may show a page while the server fails."""
CACHED = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate=60, stale-if-error={OLD_SECONDS}"


def create_public_pages(
    server: Flask, views: PublicViews, tracking: Tracking, base_url: str | None
) -> dict[str, str]:
    """Mount the pages on a server; content policies by the path that they are for, to be tried in order.

    `base_url` is the address that the surface is known by; None for that of each request.
    """
    app = _PublicDash("public", server, libraries=LIBRARIES)
    app.views, app.base_url = views, base_url
    app.layout = html.Div(
        [dcc.Location(id=Ids.URL, refresh="callback-nav"), dcc.Store(id=Ids.TITLE), html.Div(id=Ids.PAGE)]
    )
    callbacks.register(app, app)

    sheets, scripts = _assets(app)
    add_embeds(server, views, sheets, scripts, app.origin, CACHED)
    add_tracking(server, views, tracking, sheets, scripts, app.origin)
    add_preview(server, views)
    add_sitemap(server, views, app.origin)

    @server.after_request
    def _cached(response: Response) -> Response:
        made: Made | None = g.pop("public_page", None)
        if made is None or response.status_code != 200:
            return response
        if not made.found:
            response.status_code = 404
            response.headers["Cache-Control"] = "no-store"
            return response
        response.headers["Cache-Control"] = CACHED
        response.set_etag(hashlib.blake2b(response.get_data(), digest_size=10).hexdigest(), weak=True)
        response.make_conditional(request)
        return response

    return {f"{PREFIX}embed/": embed_policy(), PREFIX.rstrip("/"): app_policy(app.csp_hashes())}


def _assets(app: SurfaceDash) -> tuple[list[str], list[str]]:
    """Addresses of the sheets and scripts, for documents without Dash."""
    folder = files("assets").joinpath("public")
    found = []
    for kind in ("css", "js"):
        names = sorted(one.name for one in folder.joinpath(kind).iterdir() if one.name.endswith(f".{kind}"))
        found.append([str(app.get_asset_url(f"{kind}/{name}")) for name in names])
    return found[0], found[1]


class _PublicDash(SurfaceDash):
    """Writes the whole page into the document of each request; Dash makes the same components again."""

    views: PublicViews
    base_url: str | None

    def page(self, place: Place) -> tuple[Made, str]:
        """What the callbacks want."""
        return self.views.made(place, self.origin()), place.language or self.views.language

    def origin(self) -> str:
        """Scheme and host of links that leave the page."""
        return self.base_url or request.host_url.rstrip("/")

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        place = Place.read(request.path, request.query_string.decode(errors="replace"))
        made, language = self.page(place)
        g.public_page = made
        parts: Mapping[str, Any] = {**kwargs, "app_entry": _entry(made.tree)}
        return document(
            parts,
            language=language,
            theme="light dark",
            title=made.title,
            description=made.description,
            variables=public_css(),
            attributes=f'data-place="{escape(place.href)}"',
            metas=heads(self.views, place, made, self.origin()),
        )


def _entry(tree: list[Component]) -> str:
    """The page as HTML, and behind it the element that Dash fills; a script swaps them once it is filled."""
    return f'<div id="first">{markup(tree, page=True)}</div>\n<div id="react-entry-point" hidden></div>'
