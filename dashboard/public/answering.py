"""How routes of the public surface answer: ready bytes, nothing there, addresses for links."""

from flask import Response, request

from dashboard.api.errors import api_error
from dashboard.config import Settings
from dashboard.public.ready import Ready
from dashboard.public.services import PublicServices


def respond(public: PublicServices, ready: Ready) -> Response:
    """A ready answer as one of Flask's."""
    status, headers, body = ready.parts(request.environ, public.held.age_seconds)
    response = Response(body, int(status[:3]))
    response.headers.clear()
    response.headers.extend(headers)
    return response


def not_there(public: PublicServices, message: str = "This is not published.") -> Response:
    """404; or 503 while nothing at all is held, so that nobody takes it for an answer."""
    if public.held.names():
        return api_error(404, "not_published", message)
    return api_error(503, "nothing_held", "No published figures can be read yet; try again.")


def base_address(settings: Settings) -> str:
    """Address of the server for links in answers, without a slash at its end."""
    return settings.base_url or request.host_url.rstrip("/")
