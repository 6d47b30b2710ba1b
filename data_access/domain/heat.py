"""What the heat of the overview can show, over which time, and how wide it is smoothed."""

from enum import StrEnum

HEAT_HOURS = 24
RATE_DAYS = 7
"""A day has too few reports in a small town for a rate that means something."""
KERNEL_KM = 1.2
"""Radius of the quartic kernel, for what is painted and for the peaks that are named."""


class HeatMode(StrEnum):
    """What the map shows; the words, scales and units are the layout's."""

    COUNT = "count"
    """Reports of the last 24 hours in squares, unsmoothed."""
    DENSITY = "density"
    """Reports of the last 24 hours per km², smoothed by a kernel."""
    PER_1000 = "per_1000"
    """Reports of the last 7 days per 1,000 residents of each town (of a town: of each village)."""
    OVERDUE = "overdue"
    """Open cases that are overdue now, per km², smoothed by a kernel."""
