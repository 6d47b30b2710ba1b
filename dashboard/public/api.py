"""`/public/api/v1`: documents, the fixed questions, tracking, and what describes them."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.api.errors import api_error
from dashboard.encoding import to_json
from dashboard.options import BadQuestion
from dashboard.public import openapi
from dashboard.public.answering import not_there, respond
from dashboard.public.asked import Asked
from dashboard.public.door import API, ROUTES, Door
from dashboard.public.kept import Kept
from dashboard.public.questions import PUBLIC_QUESTIONS, answer
from dashboard.public.ready import HOUR, LATER, Ready
from dashboard.public.services import PublicServices
from dashboard.public.tracking import LONGEST, Found

_SENT = ("number", "check")


def add_api(app: Flask, public: PublicServices, door: Door, kept: Kept) -> None:
    """Add the routes of documents, questions and tracking."""
    for kind, route in ROUTES.items():
        app.add_url_rule(route, f"public_{kind}", _document(public, door))
    for name in PUBLIC_QUESTIONS:
        app.add_url_rule(f"{API}/{name}", f"public_ask_{name}", _question(public, kept, name))
    described = Ready(to_json(openapi.document(version("zhiwang"))), max_age=HOUR)
    app.add_url_rule(f"{API}/openapi.json", "public_openapi", lambda: respond(public, described))
    # So that programs get JSON also where pages would answer.
    app.add_url_rule("/public/api/<path:rest>", "public_api_nothing", lambda rest: _nothing(public, rest))
    app.add_url_rule(f"{API}/track", "public_track", lambda: _track(public), methods=["POST"])


def _nothing(public: PublicServices, rest: str) -> Response:
    if f"/public/api/{rest}" == f"{API}/track":
        abort(405)
    return not_there(public)


def _document(public: PublicServices, door: Door) -> Callable[..., AnyResponse]:
    def respond_with(**_parts: str) -> AnyResponse:
        ready = door.of(request.path)
        return not_there(public) if ready is None else respond(public, ready)

    return respond_with


def _question(public: PublicServices, kept: Kept, name: str) -> Callable[[], AnyResponse]:
    def ask() -> AnyResponse:
        if not public.held.names():
            return not_there(public)
        options: dict[str, str | None] = {}
        for key, values in request.args.lists():
            if len(values) > 1:
                return api_error(400, "repeated", f"{key} is given {len(values)} times.", option=key)
            options["as-of" if key == "as_of" else key] = values[0]

        def make() -> Ready:
            asked = Asked(public.city, public.held.document)
            body = to_json(answer(PUBLIC_QUESTIONS[name], asked, options))
            return Ready(body, max_age=LATER, held=public.held.held)

        try:
            return respond(public, kept.get((name, *sorted(options.items())), make))
        except BadQuestion as error:
            return api_error(400, "bad_question", f"{error}.", option=error.option)

    return ask


def _track(public: PublicServices) -> Response:
    sent = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    number, check = (_fitting(sent.get(key)) if isinstance(sent, dict) else None for key in _SENT)
    if number is None or check is None:
        return api_error(
            400, "bad_request", "Send number and check: the number of a case and its check code."
        )
    return tracked(public, number, check, api_error)


def _fitting(text: Any) -> str | None:
    return text if isinstance(text, str) and 0 < len(text) <= LONGEST else None


def tracked(public: PublicServices, number: str, check: str, refuse: Callable[..., Response]) -> Response:
    """The answer of a look-up; nobody may keep it."""
    found = public.tracker.ask(number, check, request.remote_addr or "")
    if found.found is Found.CASE:
        response = Response(to_json(found.document), mimetype="application/json")
    elif found.found is Found.LIMITED:
        response = refuse(429, "too_many", "Too many look-ups; try again later.")
        response.headers["Retry-After"] = str(found.wait_seconds)
    elif found.found is Found.AWAY:
        response = refuse(503, "away", "Cases cannot be looked up now; try again.")
        response.headers["Retry-After"] = "10"
    else:
        response = refuse(404, "not_found", "No case fits this number and check code.")
    response.headers["Cache-Control"] = "no-store"
    return response
