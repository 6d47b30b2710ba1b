"""An area drawn by hand: a polygon of corners in WGS-84, exact for the coordinates that rows keep."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.rows import NO_POSITION, Columns

MOST_CORNERS = 100
_UNITS = 10_000_000
"""Coordinates of rows: degrees × 10⁷, a centimetre."""
_DECIMALS = 5
"""Corners are kept to a hundred-thousandth of a degree: about a metre."""

Mask = npt.NDArray[np.bool_]


class BadPolygon(ValueError):
    """Numbers that are no polygon; the message is for the one who asked."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """Corners in order, as (longitude, latitude) in degrees × 10⁷; the last is joined to the first.

    Its edges are straight in degrees. Where edges cross, what is enclosed an even number of times is outside.
    Of two polygons that share an edge, a point on it belongs to exactly one.
    """

    corners: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, text: str) -> "Polygon":
        """From `lon,lat,lon,lat,…` in degrees, three corners at least. Raises BadPolygon."""
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError as error:
            raise BadPolygon("a polygon is lon,lat,lon,lat,… in degrees") from error
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(numbers) % 2 or not 3 <= len(pairs) <= MOST_CORNERS:
            raise BadPolygon(f"a polygon has 3 to {MOST_CORNERS} corners, each as lon,lat")
        # NaN compares false, so that it counts as outside.
        if not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in pairs):
            raise BadPolygon("the corners of a polygon are lon,lat in degrees")
        return cls(tuple((_unit(lon), _unit(lat)) for lon, lat in pairs))

    @classmethod
    def box(cls, west: float, south: float, east: float, north: float) -> "Polygon":
        """A rectangle, degrees: what a map shows. Raises BadPolygon."""
        return cls.read(",".join(str(edge) for edge in (west, south, east, south, east, north, west, north)))

    def text(self) -> str:
        """As `read` takes it."""
        return ",".join(f"{unit / _UNITS:.{_DECIMALS}f}" for corner in self.corners for unit in corner)

    def mask(self, columns: Columns) -> Mask:
        """Rows whose coordinates lie inside, shape (rows,); those without coordinates lie nowhere."""
        lon, lat = columns["lon"], columns["lat"]
        xs, ys = zip(*self.corners, strict=True)
        inside: Mask = (lon >= min(xs)) & (lon <= max(xs))
        inside &= (lat >= min(ys)) & (lat <= max(ys))
        inside &= lon != NO_POSITION
        near = np.flatnonzero(inside)
        inside[near] = self._holds(lon.take(near).astype(np.int64), lat.take(near).astype(np.int64))
        return inside

    def _holds(self, x: npt.NDArray[np.int64], y: npt.NDArray[np.int64]) -> Mask:
        """Whether a ray to the east crosses an odd number of edges; whole numbers, so without rounding."""
        odd = np.zeros(len(x), dtype=np.bool_)
        for (x1, y1), (x2, y2) in zip(self.corners, self.corners[1:] + self.corners[:1], strict=True):
            level = np.flatnonzero((y1 > y) != (y2 > y))
            if len(level):
                side = (x2 - x1) * (y.take(level) - y1) - (x.take(level) - x1) * (y2 - y1)
                odd[level] ^= side > 0 if y2 > y1 else side < 0
        return odd


def _unit(degrees: float) -> int:
    return round(round(degrees, _DECIMALS) * _UNITS)
