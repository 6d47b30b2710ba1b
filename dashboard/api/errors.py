"""Errors of the HTTP API: always JSON, always with a code, a sentence and nothing internal."""

from typing import Any

from flask import Response

from dashboard.encoding import to_json


def api_error(status: int, code: str, message: str, **more: Any) -> Response:
    """`{"error": {"code", "message", …}}` with a status."""
    response = Response(
        to_json({"error": {"code": code, "message": message, **more}}), status, mimetype="application/json"
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="zhiwang"'
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response
