"""Security headers of every answer; the content policy allows the apps' own scripts by their hashes."""

from collections.abc import Iterable

from flask import Flask, Response, request

from dashboard.pages.render import sheet_hash

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_YEAR = 365 * 86_400
_ALL = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
_FRAMED = "frame-ancestors *"


def app_policy(script_hashes: Iterable[str], tiles: str | None = None) -> str:
    """Policy of a Dash app: own files, its inline scripts by hash; styles are written by chart libraries.

    `tiles` is the origin of a tile service, from which pictures may come, and nothing else.
    """
    pictures = " ".join(["'self'", "data:", "blob:", *([tiles] if tiles else [])])
    return (
        f"{_ALL}connect-src 'self'; img-src {pictures}; font-src 'self' data:; "
        f"style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; "
        f"script-src 'self' {' '.join(script_hashes)}"
    ).rstrip()


def embed_policy() -> str:
    """Policy of cards that any site may put into a frame."""
    return app_policy(()).replace("frame-ancestors 'self'", _FRAMED)


def plain_policy() -> str:
    """Policy of everything that is no app: no script at all, the sheet of the server-made pages."""
    return f"{_ALL}img-src data:; style-src {sheet_hash()}"


def fixed_headers() -> list[tuple[str, str]]:
    """Headers of answers that are handed out in front of Flask."""
    return [*_FIXED.items(), ("Content-Security-Policy", plain_policy())]


def attach_headers(app: Flask, app_policies: dict[str, str]) -> None:
    """Set headers on every answer; `app_policies` are content policies by the path an app is mounted at."""

    @app.after_request
    def _set(response: Response) -> Response:
        policy = next(
            (text for path, text in app_policies.items() if request.path.startswith(path)),
            plain_policy(),
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in _FIXED.items():
            # The older header cannot name everybody; browsers that know the policy go by that alone.
            if name != "X-Frame-Options" or _FRAMED not in policy:
                response.headers.setdefault(name, value)
        if response.mimetype in ("text/html", "application/json"):
            # Figures are as new as the store, and pages may belong to a login.
            response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code in (200, 304) and "/assets/" in request.path and "m" in request.args:
            # The address of an asset carries the time of its file: another content has another address.
            response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
        return response
