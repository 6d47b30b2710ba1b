"""Cases of the board as rows of its grid: finished texts in one language."""

from collections.abc import Mapping
from typing import Any

from layouts import format as fmt
from layouts.review.filters.words import name_of
from layouts.review.view import ReviewView

Entry = Mapping[str, Any]
TONES = {
    "returned": "warn",
    "ping_pong": "bad",
    "no_department": "bad",
    "stuck": "warn",
    "boundary": "fine",
    "marked": "accent",
}
"""Colour of the badge of a reason, beside its word."""
_SHORT_SECONDS = 2 * 3600
FLAGS = ("urgent", "overdue")


def board_row(view: ReviewView, entry: Entry) -> dict[str, Any]:
    """One row."""
    text = view.text
    return {
        "case_id": entry["case_id"],
        "severity": entry["severity"],
        "what": kind_words(view, entry),
        "where": place_words(view, entry),
        "reasons": [
            {"words": text(f"board.badge.{reason}", returns=entry["return_count"]), "tone": TONES[reason]}
            for reason in entry["reasons"]
        ]
        + [
            {"words": text(f"board.{name}"), "tone": "plain"} for name in ("urgent", "overdue") if entry[name]
        ],
        "leg": "" if entry["leg"] is None else text(f"board.leg.{entry['leg']}"),
        "waiting": fmt.age(text, entry["waiting_seconds"]),
        "usual": usual_words(view, entry),
        "waiting_seconds": entry["waiting_seconds"],
        "stuck": "stuck" in entry["reasons"],
        "path": path_words(view, entry),
        "mark": "" if entry["mark"] is None else text(f"board.state.{entry['mark']['state']}"),
    }


def usual_words(view: ReviewView, entry: Entry) -> str:
    """The 90th percentile of its kind, short: minutes where hours would say nothing."""
    seconds = entry["usual_seconds"]
    short = seconds is None or seconds < _SHORT_SECONDS
    return fmt.age(view.text, seconds) if short else fmt.short_age(view.text, seconds)


def kind_words(view: ReviewView, entry: Entry) -> str:
    """Subclass of a case, or its class."""
    if entry["subclass"]:
        return name_of(view.city, view.text, "subclass", entry["subclass"])
    return name_of(view.city, view.text, "class", entry["class"])


def place_words(view: ReviewView, entry: Entry) -> str:
    """Town of a case, and the towns near by when it lies on a boundary."""
    if not entry["town"]:
        return fmt.NONE
    own = name_of(view.city, view.text, "area", entry["town"])
    near = [name_of(view.city, view.text, "area", town["code"]) for town in entry["neighbours"]]
    return " | ".join([own, *near])


def path_words(view: ReviewView, entry: Entry) -> str:
    """Departments that had the case one after the other."""
    if entry["path"] is None:
        return view.text("board.path_unknown")
    return " → ".join(stint["department"] or fmt.NONE for stint in entry["path"]) or fmt.NONE
