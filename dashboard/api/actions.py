"""`POST /api/v1/actions`: case actions in, one by one applied or refused with a reason."""

import threading
import time

import msgspec
from flask import Response, g, request

from dashboard.api.errors import api_error
from dashboard.api.metrics import Metrics
from dashboard.encoding import to_json
from dashboard.services import Services
from data_access.ingest.ingest import Ingest, IngestReport
from data_access.store.heartbeats import Heartbeats, http_feed

LARGEST_BODY = 16 * 1024 * 1024
_BATCH = 2_000
"""Lines applied at a time, about 30 ms: between batches the process serves its streams."""
_MOST_PROBLEMS = 1_000
"""Quarantined lines told in the answer; the counts are of all."""


class NotAnArray(ValueError):
    """A body that begins as a JSON array and is none."""


class ActionsEndpoint:
    """Takes bodies for one city; requests of one process are applied one after the other."""

    def __init__(self, services: Services, metrics: Metrics) -> None:
        self._services = services
        self._metrics = metrics
        self._lock = threading.Lock()
        self._ingest: Ingest | None = None

    def post(self) -> Response:
        """Answer 200 with counts, whatever the lines hold; 400, 413 or 415 when the body is none."""
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return api_error(415, "encoding", "Send the body as it is: content encodings are not supported.")
        try:
            lines = lines_of(request.get_data(cache=False))
        except NotAnArray as error:
            return api_error(400, "not_json", f"The body begins as a JSON array, but is none: {error}.")
        if not lines:
            return api_error(
                400, "empty", "The body is empty: send one JSON object per line, or a JSON array of them."
            )
        report = self._apply(lines)
        for result in ("applied", "duplicate", "quarantined"):
            self._metrics.actions.labels(result).inc(getattr(report, result))
        return Response(to_json(_answer(report)), mimetype="application/json")

    def _apply(self, lines: list[bytes]) -> IngestReport:
        services, token = self._services, g.visitor.token
        feed = http_feed(token.name)
        report = IngestReport()
        with self._lock:
            if self._ingest is None:
                self._ingest = Ingest(
                    services.connection.redis, services.city, services.keys, archive=services.archive
                )
            for start in range(0, len(lines), _BATCH):
                part = lines[start : start + _BATCH]
                report.add(self._ingest.ingest(part, feed=feed, first_line=start + 1))
                time.sleep(0)
        if token.every_seconds is not None:
            beats = Heartbeats(services.connection.redis, services.city, services.keys)
            beats.beat(feed, time.time(), token.every_seconds)
        return report


def lines_of(body: bytes) -> list[bytes]:
    """The actions of a body, one JSON text each: elements of an array, or lines.

    An empty array gives one blank line: it is a sign of life, not a mistake. Raises NotAnArray.
    """
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not text.startswith(b"["):
        return body.splitlines() if text else []
    try:
        return [bytes(element) for element in msgspec.json.decode(text, type=list[msgspec.Raw])] or [b""]
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotAnArray(str(error)) from None


def _answer(report: IngestReport) -> dict[str, object]:
    answer: dict[str, object] = {
        "applied": report.applied,
        "duplicate": report.duplicate,
        "quarantined": report.quarantined,
        "problems": [
            {"line": problem.line, "code": problem.code, "reason": problem.reason}
            for problem in report.problems[:_MOST_PROBLEMS]
        ],
    }
    if len(report.problems) > _MOST_PROBLEMS:
        answer["problems_left_out"] = len(report.problems) - _MOST_PROBLEMS
    return answer
