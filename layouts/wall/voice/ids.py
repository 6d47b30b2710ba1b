"""Component ids of the scene of the public's voice; short, for they travel."""

from enum import StrEnum


class Ids(StrEnum):
    """Components that occur once."""

    DAYS_EMPTY = "vo-days-empty"
    SHARE = "vo-share"
    """Line of the public's share of all reports."""
    SHARE_DOT = "vo-share-dot"
    SHARE_EMPTY = "vo-share-empty"
    SHARE_LOW = "vo-share-low"
    SHARE_HIGH = "vo-share-high"
    SHARE_SUM = "vo-share-sum"
    WAITING = "vo-waiting"
    WAITING_EMPTY = "vo-waiting-empty"
    SCORES_EMPTY = "vo-scores-empty"
    MEAN = "vo-mean"
    RATED = "vo-rated"
    AREAS_NAME = "vo-areas-name"
    AREAS_EMPTY = "vo-areas-empty"


def tile(name: str) -> str:
    """Prefix of a tile."""
    return f"vo-{name}"


def day(place: int) -> str:
    """Label of a day."""
    return f"vo{place}d"


def tick(place: int) -> str:
    """Label of a line of the grid of days."""
    return f"vo{place}y"


def bars(source: str) -> str:
    """Bars of a channel."""
    return f"vo-bars-{source}"


def channel(source: str, part: str) -> str:
    """Part of a channel's line in the legend."""
    return f"vo-{source}-{part}"


def response(period: str, part: str) -> str:
    """Part of the response rate of a period."""
    return f"vor-{period}-{part}"


def band(place: int, part: str) -> str:
    """Part of a band of the time left."""
    return f"vob{place}-{part}"


def case(place: int, part: str) -> str:
    """Part of a row of the reports that wait longest."""
    return f"vow{place}-{part}"


def score(value: int, part: str) -> str:
    """Part of the row of a score."""
    return f"vos{value}-{part}"


def area(place: int, part: str) -> str:
    """Part of an area's satisfaction."""
    return f"voa{place}-{part}"


def subject(side: str, place: int, part: str) -> str:
    """Part of a subject of the public (p) or of collectors (c)."""
    return f"vo{side}{place}-{part}"
