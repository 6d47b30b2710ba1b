"""The Flask app of a process that serves the public surface alone: no login, no other API, no store."""

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.api.errors import api_error, attach_errors
from dashboard.api.health import healthz
from dashboard.auth.cookies import behind_proxies
from dashboard.compression import compress
from dashboard.encoding import to_json
from dashboard.headers import attach_headers
from dashboard.public.mount import mount_public
from dashboard.public.pages import add_pages
from dashboard.public.services import PublicServices

LARGEST_BODY = 64 * 1024
OLDEST_SECONDS = 30.0
"""Copies that nobody has confirmed for longer make the surface not ready, though it goes on answering."""
_HERE = ("/healthz", "/readyz", "/robots.txt", "/public", "/open311")


def create_public_app(public: PublicServices) -> Flask:
    """The app; who serves it starts and closes `public`."""
    app = Flask("zhiwang", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
    )
    compress(app)
    behind_proxies(app, public.settings)

    @app.before_request
    def _guard() -> AnyResponse | None:
        path = request.path
        if path == "/" or any(path == here or path.startswith(f"{here}/") for here in _HERE):
            return None
        return api_error(404, "not_found", "There is nothing here.")

    policies = add_pages(app, public)
    attach_headers(app, policies)
    app.add_url_rule("/", "home", lambda: redirect("/public/"))
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", lambda: readyz(public))
    mount_public(app, public)
    attach_errors(app, LARGEST_BODY)
    return app


def readyz(public: PublicServices) -> Response:
    """200 when figures are held and the store confirms them, else 503 with the reasons."""
    age, reasons = public.held.age_seconds, []
    if not public.held.names():
        reasons.append("no published figures are held")
    if age is None:
        reasons.append("the published figures have not been read yet")
    elif age > OLDEST_SECONDS:
        reasons.append(f"the published figures were last confirmed {age:.0f} s ago")
    live = public.held.document("live")
    answer = {
        "status": "not ready" if reasons else "ready",
        "reasons": reasons,
        "age_seconds": None if age is None else round(age, 1),
        "state": live and live["state"],
    }
    return Response(to_json(answer), 503 if reasons else 200, mimetype="application/json")
