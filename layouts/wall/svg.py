"""Geometry of the small drawings of the wall; strokes do not scale with the box they fill."""

from collections.abc import Sequence

WIDTH = 100
HEIGHT = 30
MARGIN = 2.0
"""Room above and below a series."""


def spark_range(*series: Sequence[float | None]) -> tuple[float, float]:
    """Smallest and largest value of some series, widened where they are equal."""
    values = [value for line in series for value in line if value is not None]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def line_path(values: Sequence[float | None], limits: tuple[float, float], places: int) -> str:
    """Path of a series over `places` equally wide places; a gap in the series is a gap in the line."""
    commands = []
    pen_down = False
    for place, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        commands.append(f"{'L' if pen_down else 'M'}{_point(place, value, limits, places)}")
        pen_down = True
    return "".join(commands)


def dot_path(values: Sequence[float | None], limits: tuple[float, float], places: int) -> str:
    """Path of a dot on the last value: a line of no length, which a round cap makes a disc."""
    for place in range(len(values) - 1, -1, -1):
        value = values[place]
        if value is not None:
            return f"M{_point(place, value, limits, places)}h0"
    return ""


def lone_path(values: Sequence[float | None], limits: tuple[float, float], places: int) -> str:
    """Path of dots on the values between two gaps, of which a line shows nothing."""
    padded = [None, *values, None]
    return "".join(
        f"M{_point(place, value, limits, places)}h0"
        for place, value in enumerate(values)
        if value is not None and padded[place] is None and padded[place + 2] is None
    )


def ticks_path(positions: Sequence[float]) -> str:
    """Path of upright ticks at positions 0..100 in a box 100 wide and 10 high."""
    return "".join(f"M{position:.1f} 0v10" for position in positions)


def bars_path(values: Sequence[float], most: float, places: int, *, first: int = 0) -> str:
    """Path of upright bars from the place `first` on, a line each; `most` is as high as the box."""
    width = WIDTH / places
    return "".join(
        f"M{(first + place + 0.5) * width:.1f} {HEIGHT}V{HEIGHT * (1 - value / most):.1f}"
        for place, value in enumerate(values)
        if value > 0
    )


def curve_path(values: Sequence[float], most: float, *, width: int, height: int) -> str:
    """Path of a course from the left to the right edge of a box; `most` is as high as the box."""
    last = max(1, len(values) - 1)
    points = (
        f"{place / last * width:.0f} {height * (1 - value / most):.0f}" for place, value in enumerate(values)
    )
    return "M" + "L".join(points) if values else ""


def _point(place: int, value: float, limits: tuple[float, float], places: int) -> str:
    low, high = limits
    x = place / max(1, places - 1) * WIDTH
    y = HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN)
    return f"{x:.0f} {y:.0f}"
