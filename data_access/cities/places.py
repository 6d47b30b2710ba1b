"""Defaults for a city from where it lies: time zone, country, metric projection, working hours."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

_POSITION = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d\d\d)(\d\d)(\d\d)?")
DEFAULT_HOURS = ("09:00-17:00",)
HOURS = {"CN": ("08:30-12:00", "14:00-17:30")}
"""Working hours by country, where they are not the default."""


@dataclass(frozen=True, slots=True)
class _Zone:
    name: str
    country: str
    lon: float
    lat: float


@cache
def _zones() -> tuple[_Zone, ...]:
    """Time zones with the position of their principal town, from the time zone database."""
    text = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    zones = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, position, name = line.split("\t")[:3]
            found = _POSITION.fullmatch(position)
            assert found is not None, position
            parts = found.groups(default="0")
            zones.append(_Zone(name, country, lon=_degrees(*parts[4:]), lat=_degrees(*parts[:4])))
    return tuple(zones)


def _degrees(sign: str, degrees: str, minutes: str, seconds: str) -> float:
    value = int(degrees) + int(minutes) / 60 + int(seconds) / 3600
    return -value if sign == "-" else value


def zone_of(lon: float, lat: float) -> str:
    """The time zone whose principal town is nearest: a good guess, wrong near borders."""

    def distance(zone: _Zone) -> float:
        east = (zone.lon - lon + 180) % 360 - 180
        return float(np.hypot(east * np.cos(np.radians(lat)), zone.lat - lat))

    return min(_zones(), key=distance).name


def country_of_zone(zone: str) -> str:
    """ISO 3166 code of the country of a time zone, empty for zones without one."""
    return next((known.country for known in _zones() if known.name == zone), "")


def metric_projection(lon: float, lat: float) -> int:
    """EPSG code of the UTM zone (WGS-84) of a position."""
    number = min(int((lon + 180) // 6) + 1, 60)
    return (32600 if lat >= 0 else 32700) + number


def default_hours(country: str) -> tuple[str, ...]:
    """Working hours to start from."""
    return HOURS.get(country, DEFAULT_HOURS)
