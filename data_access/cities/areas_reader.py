"""Puts the areas of a pack together: boundary files, staff and aliases become the tree and its polygons."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from pyproj.exceptions import CRSError

from data_access.cities.boundaries import Boundary, read_boundaries
from data_access.cities.findings import Findings
from data_access.cities.settings import (
    ALIASES_FILE,
    FILE,
    LEVELS,
    STAFF_FILE,
    PackSettings,
    check_calendar,
)
from data_access.domain.areas import Area, AreaLevel

MOST_AREAS = 65_000
"""Areas of a level: their indexes are 16-bit numbers with a few kept for special meanings."""


@dataclass(frozen=True)
class PackAreas:
    """The areas of a pack with their polygons."""

    city: Area
    levels: dict[AreaLevel, tuple[Area, ...]]
    aliases: dict[str, str]
    shapes: dict[AreaLevel, npt.NDArray[np.object_]]
    """Polygons in metres of the pack's projection, in index order."""
    bounds: tuple[float, float, float, float]
    """Envelope of all areas in degrees."""


def metres(settings: PackSettings, findings: Findings) -> pyproj.Transformer | None:
    """Degrees (longitude, latitude) to metres of the pack's projection."""
    try:
        crs = pyproj.CRS.from_epsg(settings.epsg)
    except CRSError:
        findings.error(FILE, "projection.epsg", f"EPSG:{settings.epsg} is unknown")
        return None
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        findings.error(FILE, "projection.epsg", f"EPSG:{settings.epsg} ({crs.name}) is not in metres")
        return None
    return pyproj.Transformer.from_crs(4326, crs, always_xy=True)


def project(shapes: npt.NDArray[np.object_], transformer: pyproj.Transformer) -> npt.NDArray[np.object_]:
    """Polygons in metres; a polygon that rounding broke is mended."""

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved: npt.NDArray[np.object_] = shapely.transform(shapes, move)
    broken = ~shapely.is_valid(moved)
    moved[broken] = shapely.make_valid(moved[broken], method="structure", keep_collapsed=False)
    return moved


def read_areas(folder: Path, settings: PackSettings, findings: Findings) -> PackAreas:
    """All areas of a pack. Raises PackError when a file of it cannot be used."""
    transformer = metres(settings, findings)
    check_calendar(settings, findings)
    files = {level: read_boundaries(folder / name, findings, label=name)
             for level, name in settings.levels.items()}  # fmt: skip
    parents = {level: _parents(level, files, settings, findings) for level in files}
    findings.stop_on_errors()
    assert transformer is not None
    shapes: dict[AreaLevel, npt.NDArray[np.object_]] = {}
    areas: dict[AreaLevel, tuple[Area, ...]] = {}
    staff = _staff(folder, settings, files[settings.lowest], findings)
    people: npt.NDArray[np.int64] | None = None
    for level in reversed(list(files)):
        shapes[level] = project(np.array([b.shape for b in files[level]], dtype=object), transformer)
        populations = np.array([int(b.number("population") or 0) for b in files[level]])
        if people is not None and not populations.any():
            populations = people
        areas[level] = tuple(
            _area(b, level, parent, float(size), int(heads), int(crew))
            for b, parent, size, heads, crew in zip(
                files[level], parents[level], shapely.area(shapes[level]) / 1e6, populations, staff,
                strict=True,
            )
        )  # fmt: skip
        if level is not AreaLevel.TOWN:
            above = len(files[LEVELS[LEVELS.index(level) - 1]])
            staff = np.bincount(parents[level], weights=staff, minlength=above).astype(np.int64)
            people = np.bincount(parents[level], weights=populations, minlength=above).astype(np.int64)
    west, south, east, north = shapely.total_bounds(
        np.array([b.shape for boundaries in files.values() for b in boundaries], dtype=object)
    ).tolist()
    towns = areas[AreaLevel.TOWN]
    lon, lat = settings.label or ((west + east) / 2, (south + north) / 2)
    city = Area(
        code=settings.code, name_zh=settings.name_zh, name_en=settings.name_en, short_zh=settings.short_zh,
        level=AreaLevel.CITY, parent=-1,
        area_km2=settings.area_km2 or round(sum(town.area_km2 for town in towns), 6),
        population=sum(town.population for town in towns), lon=lon, lat=lat,
        staff=sum(town.staff for town in towns),
    )  # fmt: skip
    levels = {level: areas[level] for level in files}
    aliases = _aliases(folder, city, levels, findings)
    findings.stop_on_errors()
    return PackAreas(city, levels, aliases, shapes, (west, south, east, north))


def _area(boundary: Boundary, level: AreaLevel, parent: int, size: float, people: int, staff: int) -> Area:
    label = boundary.properties.get("label")
    if isinstance(label, list) and len(label) == 2 and all(isinstance(v, int | float) for v in label):
        lon, lat = float(label[0]), float(label[1])
    else:
        point = shapely.point_on_surface(boundary.shape)
        lon, lat = round(point.x, 6), round(point.y, 6)
    name_en = boundary.text("name_en") or boundary.text("name_zh") or boundary.code
    name_zh = boundary.text("name_zh") or name_en
    return Area(
        code=boundary.code, name_zh=name_zh, name_en=name_en,
        short_zh=boundary.text("short_zh") or name_zh, level=level, parent=parent,
        area_km2=boundary.number("area_km2") or round(size, 6), population=people, lon=lon, lat=lat,
        staff=staff,
    )  # fmt: skip


def _parents(
    level: AreaLevel, files: dict[AreaLevel, list[Boundary]], settings: PackSettings, findings: Findings
) -> list[int]:
    name = settings.levels[level]
    if len(files[level]) > MOST_AREAS:
        findings.error(name, "", f"has more than {MOST_AREAS} areas")
    if level is AreaLevel.TOWN:
        return [0] * len(files[level])
    above = {b.code: index for index, b in enumerate(files[LEVELS[LEVELS.index(level) - 1]])}
    for boundary in files[level]:
        if boundary.text("parent") not in above:
            findings.error(name, boundary.code, f"its parent {boundary.text('parent')!r} does not exist")
    return [above.get(boundary.text("parent"), 0) for boundary in files[level]]


def _staff(
    folder: Path, settings: PackSettings, lowest: list[Boundary], findings: Findings
) -> npt.NDArray[np.int64]:
    """Roster of every area of the lowest level."""
    counts = {b.code: int(b.number("staff") or 0) for b in lowest}
    path = folder / STAFF_FILE
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                code, staff = (row.get("area") or "").strip(), (row.get("staff") or "").strip()
                if code not in counts:
                    findings.error(STAFF_FILE, code, f"is no {settings.lowest.value} of the pack")
                elif not staff.isdecimal():
                    findings.error(STAFF_FILE, code, f"{staff!r} is not a number of people")
                else:
                    counts[code] = int(staff)
    return np.array(list(counts.values()), dtype=np.int64)


def _aliases(
    folder: Path, city: Area, levels: dict[AreaLevel, tuple[Area, ...]], findings: Findings
) -> dict[str, str]:
    known: set[str] = {city.code}
    for level, areas in levels.items():
        for area in areas:
            if area.code in known:
                findings.error(FILE, area.code, f"the code of a {level.value} is used on a higher level too")
            known.add(area.code)
    aliases: dict[str, str] = {}
    path = folder / ALIASES_FILE
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                code, target = (row.get("code") or "").strip(), (row.get("area") or "").strip()
                if target not in known:
                    findings.error(ALIASES_FILE, code, f"stands for {target!r}, which does not exist")
                elif code in known or code in aliases:
                    findings.error(ALIASES_FILE, code, "is in use already")
                else:
                    aliases[code] = target
    return aliases
