"""`/login` and `/logout`: plain forms; what a login is, is kept in the store."""

from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, g, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.auditing import note
from dashboard.auth import entering, lockout
from dashboard.auth.forgery import has_csrf
from dashboard.auth.pages import base_of, login_form, safe_next
from dashboard.auth.passwords import LONGEST_PASSWORD, is_right
from dashboard.auth.sessions import stamp_of, visitor_of
from dashboard.config import Settings
from dashboard.pages.language import text_of
from dashboard.pages.render import page
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.viewer import places_of

if TYPE_CHECKING:
    from dashboard.auth.oidc import Provider

_log = structlog.get_logger("login")


def provider_of(settings: Settings) -> "Provider | None":
    """The identity provider that the settings name."""
    if not settings.oidc_issuer:
        return None
    # A third of a second of cryptography that only its users wait for.
    from dashboard.auth.oidc import Provider

    return Provider(settings)


def login_blueprint(services: Services, provider: "Provider | None" = None) -> Blueprint:
    """The routes of logging in and out."""
    blueprint = Blueprint("login", __name__)

    def form(status: int, problem: str | None = None) -> Response:
        return login_form(services, status, problem, has_provider=provider is not None)

    @blueprint.get("/login")
    def show() -> AnyResponse:
        g.visitor = visitor_of(request, services)
        return form(200)

    @blueprint.post("/login")
    def enter() -> AnyResponse:
        text = text_of(services)
        name, password = request.form.get("name", "")[:64], request.form.get("password", "")
        address = entering.address_of_request()
        if not has_csrf():
            return form(400, text("login.stale"))
        account = services.accounts.get(name)
        # Not what was typed: it may be a password in the wrong field.
        known = "" if account is None else name
        if lockout.is_locked(services.accounts, name, address):
            if lockout.tell(services.accounts, name, address):
                note(services, AuditAction.LOGIN_LOCKED, "" if known else "unknown_name", who=known)
            return form(429, text("login.locked", minutes=lockout.MINUTES))
        kept = account.password_hash if account else None
        if len(password) > LONGEST_PASSWORD or not is_right(password, kept) or account is None:
            lockout.count_failure(services.accounts, name, address)
            _log.warning("failed login", address=address)
            what = "wrong_password" if known else "unknown_name"
            note(services, AuditAction.LOGIN_FAILED, what, who=known)
            return form(401, text("login.wrong"))
        lockout.forget(services.accounts, name, address)
        if places_of(services.city.tree, account.areas) is None:
            note(services, AuditAction.LOGIN_FAILED, "unknown_areas", who=known)
            return form(403, text("login.no_areas"))
        entering.begin(services, account.name, stamp=stamp_of(account.password_hash))
        return redirect(safe_next(request.form.get("next")), 303)

    @blueprint.post("/logout")
    def leave() -> AnyResponse:
        if not has_csrf():
            return redirect("/login", 303)
        ended = entering.leave(services, everywhere=request.form.get("everywhere") == "yes")
        leaving = None
        if provider is not None and ended is not None and ended.provided is not None:
            leaving = provider.end_session_url(ended.provided.id_token, f"{base_of(services)}/login")
        if leaving is None:
            return redirect("/login", 303)
        # A page and not a redirect: the content policy lets forms lead to this server only.
        return make_response(page("leaving.html", services, text_of(services), address=leaving))

    if provider is not None:
        from dashboard.auth.oidc_routes import add_provider_routes

        add_provider_routes(blueprint, services, provider)
    return blueprint
