"""Puts the public surface onto a Flask app: its door, its API, its files, and what all its answers carry."""

from collections.abc import Callable

from flask import Flask, Response, request

from dashboard.headers import fixed_headers, plain_policy
from dashboard.public.api import add_api
from dashboard.public.door import API, Door
from dashboard.public.kept import Kept
from dashboard.public.open311.routes import OPEN311, add_open311
from dashboard.public.opendata.routes import add_open_data
from dashboard.public.pagecache import PageCache
from dashboard.public.ready import CORS
from dashboard.public.services import PublicServices

_OPEN = (API, OPEN311)
"""What pages of other sites may read."""
_PREFLIGHT = [
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Allow-Headers", "If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
]


def mount_public(
    app: Flask,
    public: PublicServices,
    count: Callable[[str, str, str], None] = lambda route, method, status: None,
) -> None:
    """Add everything of the public surface but its pages; `count` is told of what the door answers."""
    kept = Kept()
    pages = PageCache(app.wsgi_app, count=count)
    door = Door(pages, lambda: public.held.age_seconds, fixed_headers(), count)
    app.wsgi_app = door  # type: ignore[method-assign,assignment]
    public.held.listen(door.show)
    public.held.listen(kept.follow)
    public.held.listen(pages.follow)
    add_api(app, public, door, kept)
    add_open_data(app, public, kept)
    add_open311(app, public, kept)

    @app.after_request
    def _finish(response: Response) -> Response:
        if not request.path.startswith(("/public", OPEN311)):
            return response
        if response.status_code >= 400:
            # Nobody between may show an error again.
            response.headers["Cache-Control"] = "no-store"
        if request.path.startswith(_OPEN):
            # As the door has it: what is read by programs needs nothing of what pages may load.
            response.headers["Content-Security-Policy"] = plain_policy()
        if request.path.startswith(_OPEN) and request.method in ("GET", "HEAD", "OPTIONS"):
            response.headers.extend((name, value) for name, value in CORS if name not in response.headers)
            if request.method == "OPTIONS":
                response.headers.extend(_PREFLIGHT)
        return response
