"""Entries of the question `cases` as rows of the grid: finished texts in one language."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from layouts import format as fmt
from layouts.names import Names
from layouts.review.case.parts import span_words
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
_FLAGS = ("urgent", "suspended", "self_handled", "confirmed")
_COUNTS = ("return_count", "rework_count", "extension_count")
_TIMES = ("reported_at", "filed_at", "due_at", "disposed_at", "ended_at", "counted_at")


def grid_row(entry: Entry, names: Names, view: ReviewView) -> dict[str, Any]:
    """One row; `href` is the address of the case's page."""
    text = names.text
    marks = [text(f"case.flag.{name}") for name in _FLAGS if entry[name]]
    marks += [text(f"case.count.{name}", count=entry[name]) for name in _COUNTS if entry[name]]
    places = [names.area_of(entry["town"]), names.area_of(entry["village"])]
    return {
        "case_id": entry["case_id"],
        "href": view.href(f"case/{quote(entry['case_id'], safe='')}"),
        "what": names.subclass(entry["subclass"]) if entry["subclass"] else names.case_class(entry["class"]),
        "where": " · ".join(place for place in places if place) or fmt.NONE,
        "department": entry["department"] or fmt.NONE,
        "source": names.source(entry["source"]),
        "stage": text(f"case.stage.{entry['stage']}"),
        **{name: fmt.moment(entry.get(name)) for name in _TIMES},
        "age_seconds": span_words(text, entry["age_seconds"]),
        "late": span_words(text, entry["overdue_seconds"]) if entry["overdue_seconds"] else fmt.ZERO_OVERDUE,
        "overdue": entry["overdue"],
        "marks": text("report.comma").join(marks),
    }
