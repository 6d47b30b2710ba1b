"""Files that the review surface hands out: lists of cases, monthly bulletins."""

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Flask, Response, request, stream_with_context

from callbacks.review.cases import exported
from callbacks.review.desk import BadFilter
from callbacks.review.downloads import frame_of
from callbacks.review.evaluation import evaluated
from callbacks.review.page import Address
from dashboard.api.errors import api_error
from dashboard.apps.review_desk import ReviewDesks, language_of, viewer_of_request
from dashboard.auditing import note
from dashboard.cli.evaluation_output import evaluation_bytes
from dashboard.evaluations import EvaluationRefused
from dashboard.i18n.load import load_text
from dashboard.reports.gather import NotAHome, gather
from dashboard.reports.typeset import NoFont
from dashboard.reports.write import MEDIA_TYPES, written
from dashboard.services import Services
from dashboard.spreadsheets import UTF8_MARK, safe_cell
from data_access.domain.auditing import AuditAction
from data_access.domain.period import BadPeriod
from data_access.domain.rights import Right, may
from layouts.review.view import PREFIX

EVALUATION_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_exports(server: Flask, services: Services, desks: ReviewDesks) -> None:
    """Add the routes; the guard of the surface stands before them as before its pages."""
    server.add_url_rule(f"{PREFIX}csv/<name>.csv", "review_csv", lambda name: _card(services, desks, name))
    server.add_url_rule(f"{PREFIX}csv/cases.csv", "review_cases_csv", lambda: _cases(services, desks))
    server.add_url_rule(
        f"{PREFIX}bulletin/<month>.<form>",
        "review_bulletin",
        lambda month, form: _bulletin(services, desks, month, form),
    )
    server.add_url_rule(
        f"{PREFIX}export/evaluation.<form>",
        "review_evaluation",
        lambda form: _evaluation(services, desks, form),
    )


def _card(services: Services, desks: ReviewDesks, name: str) -> Response:
    """The figures of a card, for the filters of the query string."""
    search = request.query_string.decode()
    try:
        frame = frame_of(desks(search), name, search)
    except BadFilter as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)
    if frame is None:
        return api_error(404, "not_found", "There is nothing here.")
    # Names come from the feed: guarded like the other files.
    content = str(frame.map(safe_cell).to_csv(index=False))
    return _download(services, Response(UTF8_MARK + content, mimetype="text/csv"), f"{name}.csv")


def _cases(services: Services, desks: ReviewDesks) -> Response:
    """The list of the address as CSV, page by page, so that a long one holds nothing up."""
    search = f"?{request.query_string.decode()}"
    pages = exported(desks(search), Address("cases", search=search))
    try:
        first = next(pages)
    except BadFilter as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)

    def lines() -> Iterator[str]:
        heads = list(first[0]) if first else ["case_id"]
        yield UTF8_MARK + _csv([heads])
        yield _csv([[safe_cell(entry.get(head)) for head in heads] for entry in first])
        for page in pages:
            yield _csv([[safe_cell(entry.get(head)) for head in heads] for entry in page])

    return _download(services, Response(stream_with_context(lines()), mimetype="text/csv"), "cases.csv")


def _csv(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _bulletin(services: Services, desks: ReviewDesks, month: str, form: str) -> Response:
    """The bulletin of a month of the city, or of the town that `area` names."""
    if form not in MEDIA_TYPES:
        return api_error(404, "not_found", "There is nothing here.")
    viewer = viewer_of_request()
    view = desks.view(language_of(request.query_string.decode()), viewer)
    try:
        figures = gather(services, month, request.args.get("area") or None, viewer.within)
        name, content = written(figures, load_text(view.text.language), form)
    except (BadPeriod, NotAHome, EvaluationRefused) as error:
        return api_error(400, "bad_question", f"{error}.")
    except NoFont as error:
        return api_error(503, "no_font", f"{error}.")
    return _download(services, Response(content, mimetype=MEDIA_TYPES[form]), name)


def _evaluation(services: Services, desks: ReviewDesks, form: str) -> Response:
    """The evaluation of the address with every count behind it: scores can be computed again from it."""
    if form not in EVALUATION_TYPES:
        return api_error(404, "not_found", "There is nothing here.")
    search = request.query_string.decode()
    try:
        choice, answer = evaluated(desks(search), search)
    except BadFilter as error:
        return api_error(400, "bad_question", f"{error}.", option=error.option)
    response = Response(evaluation_bytes(answer, form), mimetype=EVALUATION_TYPES[form])
    return _download(services, response, f"{choice.kind}-{choice.month}.{form}")


def _download(services: Services, response: Response, name: str) -> Response:
    if not may(viewer_of_request(), Right.EXPORT):
        return api_error(403, "forbidden", "This account may not take files away.")
    # Before anything is sent: what is not in the log is not given away.
    note(services, AuditAction.EXPORT, f"{name} {request.query_string.decode(errors='replace')}".strip())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
