"""`GET /api/v1/overview` and the other questions: the same bytes as `zhiwang query --json`."""

from flask import Response, request

from dashboard.answers import Answers
from dashboard.api.errors import api_error
from dashboard.questions import BadQuestion


def ask(answers: Answers, name: str) -> Response:
    """Answer a question from the query string; 400 names the option that makes no sense."""
    options: dict[str, str | None] = {}
    for key, values in request.args.lists():
        if len(values) > 1:
            return api_error(400, "repeated", f"{key} is given {len(values)} times.", option=key)
        # `as_of` is accepted beside `as-of`, the name on the command line.
        options["as-of" if key == "as_of" else key] = values[0]
    try:
        body, age = answers.ask_dated(name, options)
    except BadQuestion as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)
    response = Response(body, mimetype="application/json")
    response.headers["Zhiwang-Version"] = str(age.version)
    response.headers["Zhiwang-Lag-Seconds"] = f"{age.lag_seconds:.3f}"
    return response
