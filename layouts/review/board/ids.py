"""Component ids of the coordination board."""

from enum import StrEnum


class BoardIds(StrEnum):
    """What one answer fills, and the form of a mark."""

    TILES = "b-tiles"
    SCOPE = "b-scope"
    """What is looked at, in a sentence."""
    LIST_NOTE = "b-list-note"
    GRID = "b-grid"
    SIDE = "b-side"
    """Where cases wait, or the case in focus."""
    NOTE = "b-note"
    MARK_STATE = "b-mark-state"
    MARK = "b-mark"
    MARK_SEEN = "b-mark-seen"
    """Store: case in focus and how many entries of its mark were shown."""
    MARK_PROBLEM = "b-mark-problem"
