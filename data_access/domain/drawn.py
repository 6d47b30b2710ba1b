"""A map as it is drawn: shapes of areas in a plane box; `cities.drawn_maps` makes it, pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """An area as it is drawn."""

    code: str
    path: str
    """Path of an SVG, in the units of its map."""
    label: tuple[float, float]
    """Where its name stands: the middle of the largest circle inside."""


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """Shapes of all areas below one, in a box whose upper left corner is 0,0."""

    width: float
    height: float
    shapes: tuple[DrawnShape, ...]
    per_km: float
    """Units of the map that are a kilometre."""
