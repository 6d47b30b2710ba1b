"""Component ids of the evaluation scene; the prefix is its own."""

from enum import StrEnum


class EvaluationIds(StrEnum):
    """Components that occur once."""

    TITLE = "e-title"
    STATE = "e-state"
    LOCK = "e-lock"
    AXIS = "e-axis"
    LOST_AXIS = "e-lost-axis"
    GRID = "e-grid"
    RATES = "e-rates"
    ROWS = "e-rows"
    EMPTY = "e-empty"
    GRADES = "e-grades"
    GRADES_NOTE = "e-grades-note"
    ITEMS = "e-items"
    ITEMS_NOTE = "e-items-note"
    MEAN_LINE = "e-mean-line"
    MEAN_DOT = "e-mean-dot"
    MEAN_FIRST = "e-mean-first"
    MEAN_LAST = "e-mean-last"
    MEAN_FROM = "e-mean-from"
    MEAN_TO = "e-mean-to"
    MOVES_NOTE = "e-moves-note"


def row(place: int, part: str) -> str:
    """Part of a row of the list, 0 = first."""
    return f"e{place}-{part}"


def move(place: int, part: str) -> str:
    """Part of a line of the largest moves."""
    return f"em{place}-{part}"
