"""A map as it is drawn: shapes of areas in a plane box; `cities.drawn_maps` makes it, pages show it."""

from dataclasses import dataclass

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Border of an area as it is on the ground: its outer rings, each of (longitude, latitude) in degrees."""
Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def bounds_of(outline: Outline) -> Bounds | None:
    """What an outline reaches to; None of an empty one."""
    points = [point for ring in outline for point in ring]
    if not points:
        return None
    lon, lat = zip(*points, strict=True)
    return min(lon), min(lat), max(lon), max(lat)


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
