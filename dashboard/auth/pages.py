"""The login page, for passwords and for identity providers."""

from urllib.parse import urlsplit

from flask import Response, g, make_response, request

from dashboard.auth.forgery import csrf_token
from dashboard.pages.language import text_of
from dashboard.pages.render import page
from dashboard.services import Services

AFTER_LOGIN = "/review/"


def base_of(services: Services) -> str:
    """Address under which browsers reach this server."""
    return services.settings.base_url or request.host_url.rstrip("/")


def safe_next(path: str | None) -> str:
    """A path of this server to go to after the login; never another place."""
    parts = urlsplit(path or "")
    inside = path and path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if path and inside and path.isprintable() and "\\" not in path else AFTER_LOGIN


def login_form(
    services: Services, status: int, problem: str | None = None, *, has_provider: bool
) -> Response:
    """The login page, with what went wrong."""
    text = text_of(services)
    button = None if not has_provider else services.settings.oidc_button or text("login.provider")
    content = page(
        "login.html",
        services,
        text,
        csrf=csrf_token(),
        next=safe_next(request.values.get("next")),
        name=request.form.get("name", "")[:64],
        problem=problem,
        button=button,
        user=g.visitor.viewer.name if g.visitor.viewer else None,
    )
    return make_response(content, status)
