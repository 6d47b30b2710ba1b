"""Refuses requests that another site made a logged-in browser send (cross-site request forgery)."""

import hmac
import secrets
from urllib.parse import urlsplit

from flask import Request, request, session

from dashboard.auth.sessions import CSRF

_SAFE = ("GET", "HEAD", "OPTIONS")


def is_forged(asked: Request, base_url: str | None) -> bool:
    """Whether a request that changes something comes from a page of another site, or cannot be told.

    Browsers say where a request comes from: in `Sec-Fetch-Site`, and where the connection is not encrypted in
    `Origin`. What carries neither must be JSON, which a page of another site cannot send without asking
    first, and never gets leave to; forms carry a token of their own (`has_csrf`).
    """
    if asked.method in _SAFE:
        return False
    site, origin = asked.headers.get("Sec-Fetch-Site"), asked.headers.get("Origin")
    if site is not None:
        return site != "same-origin"
    if origin is not None:
        own = {asked.host, urlsplit(base_url or "").netloc}
        return urlsplit(origin).netloc not in own - {""}
    return not asked.is_json and CSRF not in asked.form


def csrf_token() -> str:
    """The token of this browser, which a form must send back."""
    if CSRF not in session:
        session[CSRF] = secrets.token_urlsafe(24)
    token: str = session[CSRF]
    return token


def has_csrf() -> bool:
    """Whether the form of this request came from a page of this browser."""
    sent, kept = request.form.get(CSRF, ""), session.get(CSRF, "")
    return bool(kept) and hmac.compare_digest(sent.encode("utf-8", "replace"), kept.encode())
