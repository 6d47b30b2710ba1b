"""Component ids of the list of cases."""

from enum import StrEnum

from layouts.review.filters.chosen import PARTS


class CasesIds(StrEnum):
    """Components that callbacks of the page reach."""

    GRID = "cases-grid"
    TOTAL = "cases-total"
    CURSORS = "cases-cursors"
    """Store: the list that the cursors belong to, and the cursor behind each page by the row it begins at."""
    FIND = "cases-find"
    OPEN = "cases-open"
    RESULTS = "cases-results"
    """What a change of the address replaces: conditions without a control, the number of cases, the grid."""
    DAYS = "c-days"
    STATES = "c-states"
    DONE = "c-done"
    """Store that browser code writes to; nothing reads it."""


def control(name: str) -> str:
    """The control of a filter that takes several values."""
    return f"c-{name}"


CONTROLS = (CasesIds.DAYS, CasesIds.STATES, *(control(name) for name in PARTS))
"""Controls whose value is in the address, in the order in which browser code reads them."""
