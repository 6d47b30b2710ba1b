"""Component ids of the wall: the fixed ones, and one function per repeated part. Short, for they travel."""

import re
from enum import StrEnum


class Ids(StrEnum):
    """Components that occur once."""

    URL = "url"
    PLACE = "place"
    """Store: which scene of the playlist is shown."""
    ROOT = "root"
    PAGE = "page"
    CONFIG = "config"
    """Store: what browser code needs and never changes while a page lives."""
    STARTED = "started"
    """Store that browser code's one callback writes to; nothing reads it."""
    HEAT = "heat"
    """Store: cases by cell at the time of rendering; the stream carries what comes later."""
    PULSES = "pulses"
    """Store: positions of the newest cases."""
    MAP = "map"
    HEAT_IMAGE = "heat-image"
    GRIDS = "grids"
    AREAS = "areas"
    LOAD = "load"
    LOAD_STATE = "load-state"
    GAUGE = "gauge"
    SHARES = "shares"
    OPEN = "open"
    DIRECT = "direct"
    CHILDREN_OPEN = "children-open"
    OVERDUE = "overdue"
    OVERDUE_SHARE = "overdue-share"
    OLDEST = "oldest"
    DUE_SOON = "due-soon"
    AGED = "aged"
    CHILD_SCALE = "child-scale"
    CHILD_AXIS = "child-axis"
    RANK_NOTE = "rank-note"
    RANK_AXIS = "rank-axis"
    RANK_GRID = "rank-grid"
    RANK_MIDDLE = "rank-middle"
    RANK_MIDDLE_LABEL = "rank-middle-label"
    RANK_MIDDLE_COUNT = "rank-middle-count"
    RANK_STRIP = "rank-strip"
    HOURS = "hours"
    HOURS_EMPTY = "hours-empty"
    DAYS = "days"
    DAYS_EMPTY = "days-empty"
    SUBCLASSES_EMPTY = "sub-empty"
    HOT_EMPTY = "hot-empty"
    FULLEST_EMPTY = "fullest-empty"
    RANK_EMPTY = "rank-empty"
    TICKER_EMPTY = "ticker-empty"
    LAST_WEEKDAY = "last-weekday"


_CAN_WAIT = frozenset({Ids.HOURS, Ids.DAYS, Ids.PULSES, Ids.TICKER_EMPTY})
_TICKER = re.compile(r"n\d+-")


def can_wait(identity: str) -> bool:
    """Whether a component may be a second late: charts are long to send, the ticker steps anyway."""
    return identity in _CAN_WAIT or _TICKER.match(identity) is not None


def kpi(name: str, part: str) -> str:
    """Part of a KPI tile."""
    return f"k-{name}-{part}"


def child(place: int, part: str) -> str:
    """Part of the child centre at a place of the list, 0 = highest load."""
    return f"t{place}-{part}"


def fullest(place: int, part: str) -> str:
    """Part of a row of the busiest places."""
    return f"v{place}-{part}"


def hot(place: int, part: str) -> str:
    """Part of a row of the hot areas, 0 = densest."""
    return f"h{place}-{part}"


def step(name: str, part: str) -> str:
    """Part of one of the seven steps."""
    return f"s-{name}-{part}"


def rank(place: int, part: str) -> str:
    """Part of a row of the ranking, 0 = first."""
    return f"r{place}-{part}"


def subclass(place: int, part: str) -> str:
    """Part of a row of the top subclasses."""
    return f"c{place}-{part}"


def ticker(place: int, part: str) -> str:
    """Part of an entry of the ticker, 0 = newest."""
    return f"n{place}-{part}"
