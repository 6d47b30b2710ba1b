"""`/login` and `/logout`: a plain form, a signed cookie, a token against forged forms."""

import hmac
import secrets
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Response, make_response, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from dashboard.auth import lockout
from dashboard.auth.passwords import LONGEST_PASSWORD, is_right
from dashboard.auth.sessions import CSRF, STAMP, USER, stamp_of
from dashboard.pages.language import text_of
from dashboard.pages.render import page
from dashboard.services import Services

_log = structlog.get_logger("login")
AFTER_LOGIN = "/review/"


def csrf_token() -> str:
    """The token of this session, which a form must send back."""
    if CSRF not in session:
        session[CSRF] = secrets.token_urlsafe(24)
    token: str = session[CSRF]
    return token


def has_csrf() -> bool:
    """Whether the form of this request came from a page of this session."""
    sent, kept = request.form.get("csrf", ""), session.get(CSRF, "")
    return bool(kept) and hmac.compare_digest(sent.encode("utf-8", "replace"), kept.encode())


def safe_next(path: str | None) -> str:
    """A path of this server to go to after the login; never another place."""
    parts = urlsplit(path or "")
    inside = path and path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if path and inside and path.isprintable() and "\\" not in path else AFTER_LOGIN


def login_blueprint(services: Services) -> Blueprint:
    """The routes of logging in and out."""
    blueprint = Blueprint("login", __name__)

    @blueprint.get("/login")
    def show() -> AnyResponse:
        return _form(services, "", None, 200)

    @blueprint.post("/login")
    def enter() -> AnyResponse:
        text = text_of(services)
        name, password = request.form.get("name", "")[:64], request.form.get("password", "")
        address = request.remote_addr or "?"
        if not has_csrf():
            return _form(services, name, text("login.stale"), 400)
        if lockout.is_locked(services.accounts, name, address):
            return _form(services, name, text("login.locked", minutes=lockout.MINUTES), 429)
        account = services.accounts.get(name)
        kept = account.password_hash if account else None
        if len(password) > LONGEST_PASSWORD or not is_right(password, kept) or account is None:
            lockout.count_failure(services.accounts, name, address)
            _log.warning("failed login", address=address)
            return _form(services, name, text("login.wrong"), 401)
        lockout.forget(services.accounts, name, address)
        # A fresh session: nothing from before the login lives on in it.
        session.clear()
        session[USER] = account.name
        session[STAMP] = stamp_of(account.password_hash)
        session.permanent = True
        return redirect(safe_next(request.form.get("next")), 303)

    @blueprint.post("/logout")
    def leave() -> AnyResponse:
        if has_csrf():
            session.clear()
        return redirect("/login", 303)

    return blueprint


def _form(services: Services, name: str, problem: str | None, status: int) -> Response:
    after = safe_next(request.values.get("next"))
    content = page(
        "login.html",
        services,
        text_of(services),
        csrf=csrf_token(),
        next=after,
        name=name,
        problem=problem,
    )
    return make_response(content, status)
