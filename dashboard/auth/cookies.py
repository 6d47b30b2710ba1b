"""The cookie of logins and what is believed of a request that came through proxies."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.config import Settings


def is_encrypted(settings: Settings) -> bool:
    """Whether browsers reach the server over TLS only."""
    return (settings.base_url or "").startswith("https://")


def cookie_settings(settings: Settings) -> dict[str, Any]:
    """Flask's settings of the signed cookie.

    Over TLS its name begins with `__Host-`: browsers then take it from this very host alone, not from a
    neighbour under the same domain. Where it is not encrypted they would refuse such a name.
    """
    secure = is_encrypted(settings)
    return {
        "SESSION_COOKIE_NAME": "__Host-zhiwang" if secure else "zhiwang",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def behind_proxies(app: Flask, settings: Settings) -> None:
    """Believe so many proxies about the address and the scheme of a request, and no more."""
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
