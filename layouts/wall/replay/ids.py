"""Component ids of the scene that plays the last 24 hours again."""

from enum import StrEnum


class ReplayIds(StrEnum):
    """Components that occur once; what moves with the replayed moment has no id, it is browser code's."""

    FILM = "p-film"
    NAMES = "p-names"
    SPAN = "p-span"
    TOTAL = "p-total"
    EMPTY = "p-empty"


def curve(name: str) -> str:
    """The path of a cumulative course."""
    return f"p-{name}"


def tick(axis: str, place: int) -> str:
    """A tick of the courses' axis "x" or "y"."""
    return f"p{axis}{place}"
