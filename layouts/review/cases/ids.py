"""Component ids of the list of cases."""

from enum import StrEnum


class CasesIds(StrEnum):
    """Components that callbacks of the page reach."""

    GRID = "cases-grid"
    TOTAL = "cases-total"
    CURSORS = "cases-cursors"
    """Store: the list that the cursors belong to, and the cursor behind each page by the row it begins at."""
    FIND = "cases-find"
    OPEN = "cases-open"
