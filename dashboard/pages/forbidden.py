"""What people read who open a page that they may not see; programs get the JSON of `api.errors`."""

from flask import Flask, Response, g, request

from dashboard.access import is_page
from dashboard.pages.language import text_of
from dashboard.pages.render import page
from dashboard.services import Services


def attach_forbidden_page(app: Flask, services: Services) -> None:
    """Give a logged-in person a page instead of the JSON of a refusal; the status stays 403."""

    @app.after_request
    def _as_page(response: Response) -> Response:
        visitor = getattr(g, "visitor", None)
        if response.status_code != 403 or visitor is None or visitor.viewer is None:
            return response
        if request.method != "GET" or not is_page(request.path) or not _is_opened():
            return response
        response.set_data(page("forbidden.html", services, text_of(services), path=request.path))
        response.mimetype = "text/html"
        return response


def _is_opened() -> bool:
    """Whether a browser shows the answer as a document: scripts of pages ask for anything, or for JSON."""
    return "text/html" in request.headers.get("Accept", "")
