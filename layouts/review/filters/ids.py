"""Component ids of the filter bar."""

from enum import StrEnum

from layouts.review.filters.chosen import PARTS


class FilterIds(StrEnum):
    """Components of the bar; those of the parts are made by `part`."""

    BAR = "filters"
    PERIOD = "f-period"
    RANGE = "f-range"
    COMPARE = "f-compare"
    COPY = "f-copy"
    UNDO = "f-undo"
    RESET = "f-reset"
    DONE = "f-done"
    """Store that browser code writes to; nothing reads it."""
    SEARCHED = "f-searched"
    """Store with the query string of the address, whatever page the bar is on."""
    SHOWN = "f-shown"
    """Store likewise: the address has reached the controls."""


def part(name: str) -> str:
    """The control of a filter that takes several values."""
    return f"f-{name}"


CONTROLS = (FilterIds.PERIOD, FilterIds.RANGE, FilterIds.COMPARE, *(part(name) for name in PARTS))
"""Controls whose value is in the address, in the order in which browser code reads them."""
