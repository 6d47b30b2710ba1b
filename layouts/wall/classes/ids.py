"""Component ids of the scene of heat by class."""

from enum import StrEnum


class ClassIds(StrEnum):
    """Components that occur once."""

    MAPS = "h-maps"
    TOTAL = "h-total"
    TOTAL_CHANGE = "h-total-change"
    TOTAL_NOTE = "h-total-note"
    TOTAL_OPEN = "h-total-open"
    TOTAL_OVERDUE = "h-total-overdue"
    EMPTY = "h-empty"


def tile(place: int, part: str) -> str:
    """Part of the tile at a place, 0 = the class with the most reports."""
    return f"h{place}-{part}"
