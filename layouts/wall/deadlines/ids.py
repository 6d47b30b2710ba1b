"""Component ids of the scene of time limits; short, for they travel."""

from enum import StrEnum


class Ids(StrEnum):
    """Components that occur once."""

    NOW = "dl-now"
    PAST = "dl-past"
    """What of the past hours was in time, in words."""
    LINE_EMPTY = "dl-line-empty"
    NEXT_EMPTY = "dl-next-empty"
    LONGEST_EMPTY = "dl-longest-empty"
    AREAS = "dl-areas"
    AREAS_NAME = "dl-areas-name"
    AREAS_EMPTY = "dl-areas-empty"


def tile(name: str) -> str:
    """Prefix of a tile."""
    return f"dl-{name}"


def slot(place: int, part: str) -> str:
    """Part of an hour of the timeline, 0 = the first."""
    return f"dl{place}{part}"


def tick(place: int) -> str:
    """Label of a line of the timeline's grid."""
    return f"dl-tick{place}"


def case(group: str, place: int, part: str) -> str:
    """Part of a row of a list of cases: group n (next) or l (longest)."""
    return f"dl{group}{place}-{part}"


def row(group: str, place: int, part: str) -> str:
    """Part of a row of areas (a), classes (c) or departments (d)."""
    return f"dl{group}{place}-{part}"


def band(place: int, part: str) -> str:
    """Part of a band of overdue ages."""
    return f"dlb{place}-{part}"


def bars(series: str) -> str:
    """Bars of a series of the timeline."""
    return f"dl-{series}"
