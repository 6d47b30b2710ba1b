"""Component ids of the overview."""

from enum import StrEnum


class OverviewIds(StrEnum):
    """What one answer fills."""

    PAGE = "o-page"
    KPIS = "o-kpis"
    INDICATOR = "o-indicator"
    VIEW = "o-view"
    GRAIN = "o-grain"
    BY = "o-by"
    AREAS = "o-areas"
    """Layer of the map: its `hideout` colours the areas."""
    HEAT = "o-heat"
    """Image over the map: its `url` is the heat, or one clear pixel."""
    MAP_SIDE = "o-map-side"
    """Legend, and the table behind the map."""
    MAP_TITLE = "o-map-title"
    TREND = "o-trend"
    TREND_SIDE = "o-trend-side"
    RANKING = "o-ranking"
    BREAKDOWN = "o-breakdown"
    RHYTHM = "o-rhythm"
    SCOPE = "o-scope"
    """What is shown, in a sentence."""
    DRAWER = "o-drawer"
    """The slot beside the page: empty, or about the town that the address has in focus."""
    DONE = "o-done"
    """Store that browser code writes to; nothing reads it."""
    SHOWN = "o-shown"
    """Store likewise: the address has reached the switches."""
