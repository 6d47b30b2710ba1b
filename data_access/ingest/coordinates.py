"""Converts the coordinates of Chinese web maps (GCJ-02, BD-09) to WGS-84, at the edge where data comes in."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

_AXIS_M = 6_378_245.0
"""Semi-major axis and eccentricity of the Krasovsky 1940 ellipsoid, which GCJ-02 is built on."""
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
_BD_TURN = math.pi * 3000.0 / 180.0
_ROUNDS = 8
"""Fixed-point rounds: each leaves about a thousandth of the error, three would reach a millimetre."""


def gcj02_from_wgs84(lon: float, lat: float) -> Point:
    """The shifted position of a true one; about 500 m away inside China."""
    x, y = lon - 105.0, lat - 35.0
    waves = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
        + (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
        + (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    east = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
        + (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
        + (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    )  # fmt: skip
    turn = math.radians(lat)
    magic = 1.0 - _ECCENTRICITY_SQUARED * math.sin(turn) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / magic**1.5
    parallel_m = _AXIS_M / math.sqrt(magic) * math.cos(turn)
    return lon + math.degrees(east / parallel_m), lat + math.degrees(north / meridian_m)


def wgs84_from_gcj02(lon: float, lat: float) -> Point:
    """The true position of a shifted one, to less than a millimetre."""
    true_lon, true_lat = lon, lat
    for _ in range(_ROUNDS):
        shifted_lon, shifted_lat = gcj02_from_wgs84(true_lon, true_lat)
        true_lon, true_lat = true_lon + lon - shifted_lon, true_lat + lat - shifted_lat
    return true_lon, true_lat


def gcj02_from_bd09(lon: float, lat: float) -> Point:
    """The GCJ-02 position of a BD-09 one, to about a metre as the scheme itself has no exact inverse."""
    x, y = lon - 0.0065, lat - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BD_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_TURN)
    return radius * math.cos(angle), radius * math.sin(angle)


def bd09_from_gcj02(lon: float, lat: float) -> Point:
    """The BD-09 position of a GCJ-02 one."""
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_TURN)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_TURN)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def bd09_from_wgs84(lon: float, lat: float) -> Point:
    """The BD-09 position of a true one."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


def wgs84_from_bd09(lon: float, lat: float) -> Point:
    """The true position of a BD-09 one."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))


def _unchanged(lon: float, lat: float) -> Point:
    return lon, lat


TO_WGS84: Mapping[str, Callable[[float, float], Point]] = MappingProxyType(
    {"wgs84": _unchanged, "cgcs2000": _unchanged, "gcj02": wgs84_from_gcj02, "bd09": wgs84_from_bd09}
)
"""Converters by the name of a coordinate system; CGCS2000 differs from WGS-84 by centimetres."""
FROM_WGS84: Mapping[str, Callable[[float, float], Point]] = MappingProxyType(
    {"wgs84": _unchanged, "gcj02": gcj02_from_wgs84, "bd09": bd09_from_wgs84}
)
"""The other way, for what is drawn over somebody else's map."""
