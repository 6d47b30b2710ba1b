"""Component ids of the quality of collection."""

from enum import StrEnum


class CollectionIds(StrEnum):
    """What one answer fills."""

    TILES = "q-tiles"
    SCOPE = "q-scope"
    NOTE = "q-note"
    GRID = "q-grid"
    SIDE = "q-side"
