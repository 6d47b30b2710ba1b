"""`GET /api/v1/overview` and the other questions: the same bytes as `zhiwang query --json`."""

from flask import Response, g, request

from dashboard.answers import Answers
from dashboard.api.errors import api_error
from dashboard.auditing import note
from dashboard.encoding import to_json
from dashboard.options import BadQuestion
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.rights import Right

PRIVATE_SCOPE = "private"
"""Scope of a token that may also read who reported a case and what was written."""


def ask(answers: Answers, name: str) -> Response:
    """Answer a question from the query string; 400 names the option that makes no sense."""
    options = _options()
    if isinstance(options, Response):
        return options
    try:
        body, age = answers.ask_dated(name, options, g.visitor.within)
    except BadQuestion as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)
    response = Response(body, mimetype="application/json")
    response.headers["Zhiwang-Version"] = str(age.version)
    response.headers["Zhiwang-Lag-Seconds"] = f"{age.lag_seconds:.3f}"
    return response


def ask_case(services: Services, case_id: str) -> Response:
    """`GET /api/v1/cases/ID`: one case; with `private=yes` also what only some may read."""
    options = _options()
    if isinstance(options, Response):
        return options
    private = options.pop("private", None)
    if private not in (None, "yes", "no"):
        return api_error(400, "bad_question", "private must be yes or no.", option="private")
    if private == "yes" and not _may_read_private():
        return api_error(403, "forbidden", f"This token may not do that; scope needed: {PRIVATE_SCOPE}.")
    try:
        wanted = private == "yes"
        found = services.answers.case(case_id, options, private=wanted, within=g.visitor.within)
    except BadQuestion as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)
    if found is None:
        return api_error(404, "no_such_case", "There is no case of that id.")
    if wanted:
        # Before the answer: what is not in the log is not told.
        note(services, AuditAction.PRIVATE, case_id)
    return Response(to_json(found), mimetype="application/json")


def _may_read_private() -> bool:
    visitor = g.visitor
    if visitor.token is not None:
        return PRIVATE_SCOPE in visitor.token.scopes
    return visitor.viewer is not None and visitor.may(Right.PRIVATE)


def _options() -> dict[str, str | None] | Response:
    """Options of the query string, or the refusal of one that is given twice."""
    options: dict[str, str | None] = {}
    for key, values in request.args.lists():
        if len(values) > 1:
            return api_error(400, "repeated", f"{key} is given {len(values)} times.", option=key)
        # `as_of` is accepted beside `as-of`, the name on the command line.
        options[key.replace("_", "-") if key in ("as_of", "due_soon") else key] = values[0]
    return options
