"""Rounding of what is published: down for counts that run on, coarse for durations."""

MINUTE, QUARTER = 60, 900
_COARSE_FROM = 2 * 3600


def floored(count: int, step: int) -> int:
    """A count rounded down to a multiple of a step."""
    return count // step * step


def rounded_seconds(seconds: float) -> int:
    """A duration in seconds, rounded to minutes below two hours and to quarters of an hour from there."""
    step = MINUTE if seconds < _COARSE_FROM else QUARTER
    return int(seconds / step + 0.5) * step
