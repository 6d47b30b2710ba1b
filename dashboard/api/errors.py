"""Errors of the HTTP API: always JSON, always with a code, a sentence and nothing internal."""

from typing import Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from dashboard.encoding import to_json

_log = structlog.get_logger("web")


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


def attach_errors(app: Flask, largest_body: int) -> None:
    """Answer what an app refuses, and its own faults, like every other error; bodies are bounded in bytes."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> AnyResponse:
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        if error.code == 413:
            return api_error(413, "too_large", f"The body is larger than {largest_body} bytes.")
        name = error.name.lower().replace(" ", "_")
        return api_error(error.code or 500, name, f"{error.name}.")

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> AnyResponse:
        _log.exception("fault while answering", path=request.path)
        return api_error(500, "fault", "A fault of the server; its log says more.")
