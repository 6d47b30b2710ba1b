"""What the public may be told: the thresholds of disclosure, a city's own from its pack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a pack may set in `rules.toml` under `[public]`; these defaults hold for what it leaves out."""

    least_count: int = 5
    """Cases from which a count is published: 1 up to one less are small."""
    least_rate: int = 10
    """Cases from which a rate, a median or a percentile is published."""
    least_hidden: int = 3
    """Rows that are withheld together at least: fewer could be worked out from their sum."""
    release_after_days: float = 3.0
    """Days after its end from which a month is published."""
    settle_seconds: float = 600.0
    """How long no report of the month or an earlier one may have arrived when it is published."""
    revise_after_days: float = 7.0
    """Days after a release from which the month may be published again."""
    live_count: int = 10
    """Live counts are rounded down to a multiple of this."""
    live_open: int = 50
    """Live counts of open cases are rounded down to a multiple of this."""
    live_rate: int = 100
    """Cases from which a live rate is published."""
    class_share: float = 0.05
    """Share of the city's cases from which a class has a column of its own beside the towns."""
    heat_cell_m: int = 1000
    """Edge of a cell of the map, metres."""
    heat_count: int = 5
    """Counts of cells are rounded down to a multiple of this; cells below it are left out."""
    heat_after_days: float = 2.0
    """Days after its end from which a week is on the map."""
    heat_weeks: int = 8
    """Weeks that are kept."""
    track_days: int = 90
    """Days after its end for which a case can be tracked."""
