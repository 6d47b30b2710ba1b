"""Makes a city pack out of boundary files: behind `zhiwang city new`."""

import gzip
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from data_access.cities import compiled
from data_access.cities.areas_reader import read_areas
from data_access.cities.boundaries import Boundary, feature_collection, read_boundaries, read_json
from data_access.cities.compile import compile_pack
from data_access.cities.findings import Finding, Findings
from data_access.cities.maps import draw_maps
from data_access.cities.places import country_of_zone, default_hours, metric_projection, zone_of
from data_access.cities.settings import FILE, LEVELS, TAXONOMY_FILE, read_settings
from data_access.cities.taxonomy_file import COLUMNS, read_taxonomy
from data_access.domain.areas import AreaLevel

CODE_PROPERTIES = ("code", "adcode", "geoid", "id", "gid", "objectid")
"""Tried in this order, without regard to case, when nobody says which property holds the code."""
NAME_PROPERTIES = ("name", "name_zh", "name_en", "label", "title", "district", "neighborhood")
CODE_SUFFIXES = ("_code", "_id", "code", "id")
EMPTY_TAXONOMY = "event,OTHER,其他,Other,yes,,,,,,,\n"


@dataclass(frozen=True)
class PackWish:
    """What the maker of a pack wants to decide; empty means: find out."""

    name_zh: str = ""
    name_en: str = ""
    zone: str = ""
    country: str = ""
    """ISO 3166 code for public holidays."""
    subdivision: str = ""
    language: str = ""
    code_property: str = ""
    name_property: str = ""
    epsg: int = 0
    taxonomy: Path | None = None
    """A `taxonomy.csv` to take over; without one the pack gets a single class."""


@dataclass(frozen=True)
class NewPack:
    """The pack that was made; `findings` tells of repairs and of choices made."""

    folder: Path
    counts: dict[AreaLevel, int]
    findings: list[Finding]


def new_pack(folder: Path, areas: Mapping[AreaLevel, Path], wish: PackWish | None = None) -> NewPack:
    """Write a pack into a new or empty folder and compile it.

    `areas` gives the GeoJSON file (WGS-84, plain or gzipped) of each level from the town downwards.
    Raises FileExistsError when the folder has files, PackError when the boundaries cannot be used.
    """
    wish = wish or PackWish()
    findings = Findings()
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    levels: dict[AreaLevel, list[Boundary]] = {}
    for level in LEVELS:
        if level in areas:
            levels[level] = _read(areas[level], wish, findings)
    if list(levels) != list(LEVELS[: len(levels)]) or not levels:
        findings.error("--areas", "", "must be town; town and village; or town, village and grid")
    findings.stop_on_errors()
    for upper, lower in zip(LEVELS, list(levels)[1:], strict=False):
        levels[lower] = _with_parents(levels[lower], levels[upper], areas[lower].name, findings)
    (folder / "areas").mkdir(parents=True, exist_ok=True)
    for level, boundaries in levels.items():
        data = feature_collection([b.shape for b in boundaries], [b.properties for b in boundaries])
        path = folder / "areas" / f"{level.value}.geojson.gz"
        path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    (folder / FILE).write_text(_settings_text(folder.name, levels, wish, findings), encoding="utf-8")
    if wish.taxonomy is not None:
        shutil.copyfile(wish.taxonomy, folder / TAXONOMY_FILE)
    else:
        (folder / TAXONOMY_FILE).write_text(",".join(COLUMNS) + "\n" + EMPTY_TAXONOMY, encoding="utf-8")
        findings.note(TAXONOMY_FILE, "", "has one class, OTHER: put the city's classes there")
    settings = read_settings(folder, findings)
    read_taxonomy(folder, findings)
    findings.stop_on_errors()
    assert settings is not None
    read = read_areas(folder, settings, findings)
    arrays = compile_pack(read, settings, findings)
    compiled.write(folder / compiled.FILE, compiled.digest(folder, settings), arrays)
    draw_maps(folder, read, settings)
    return NewPack(folder, {level: len(found) for level, found in levels.items()}, list(findings))


def _read(path: Path, wish: PackWish, findings: Findings) -> list[Boundary]:
    """Boundaries with the properties that a pack has: code, names, parent, figures."""
    code, name = wish.code_property, wish.name_property
    if not code or not name:
        found_code, found_name = _properties(path)
        code, name = code or found_code, name or found_name
        if code != wish.code_property:
            findings.note(path.name, "", f"codes are taken from {code!r}, names from {name!r}")
    kept = ("parent", "area_km2", "population", "staff", "label", "name_zh", "name_en", "short_zh")
    boundaries = []
    for boundary in read_boundaries(path, findings, code_property=code):
        title = boundary.text(name) or boundary.code
        properties = {"code": boundary.code, "name_zh": title, "name_en": title}
        properties |= {key: boundary.properties[key] for key in kept if key in boundary.properties}
        boundaries.append(replace(boundary, properties=properties))
    return boundaries


def _properties(path: Path) -> tuple[str, str]:
    """Properties that look like code and name: the code differs in every feature."""
    try:
        rows = [feature["properties"] for feature in read_json(path)["features"]]
        names = [str(key) for key in rows[0]]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return "code", "name"

    def unique(key: str) -> bool:
        values = [str(row.get(key) or "") for row in rows]
        return all(values) and len(set(values)) == len(values)

    def score(key: str) -> int:
        lower = key.lower()
        if lower in CODE_PROPERTIES:
            # Numbers of the drawing program come last: they change with every export.
            return 0 if lower == "code" else 5 if lower in ("gid", "objectid") else 2
        return 1 if lower.endswith(CODE_SUFFIXES) else 9

    codes = sorted((key for key in names if unique(key) and score(key) < 9), key=score)
    titles = [key for wanted in NAME_PROPERTIES for key in names if key.lower() == wanted]
    title = titles[0] if titles else next((key for key in names if unique(key)), names[0])
    return (codes[0] if codes else title), title


def _with_parents(
    lower: list[Boundary], upper: list[Boundary], file: str, findings: Findings
) -> list[Boundary]:
    """Areas with the code of their parent: the given one, else that of the area around their middle."""
    known = {b.code for b in upper}
    shapes = np.array([b.shape for b in upper], dtype=object)
    tree = shapely.STRtree(shapes)
    found: list[Boundary] = []
    for boundary in lower:
        parent = boundary.text("parent")
        if parent not in known:
            if parent:
                findings.note(file, boundary.code, f"its parent {parent!r} does not exist: found by position")
            middle = shapely.point_on_surface(boundary.shape)
            parent = upper[int(tree.nearest(middle))].code
        found.append(replace(boundary, properties={**boundary.properties, "parent": parent}))
    return found


def _settings_text(
    name: str, levels: dict[AreaLevel, list[Boundary]], wish: PackWish, findings: Findings
) -> str:
    shapes = np.array([b.shape for b in levels[AreaLevel.TOWN]], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    lon, lat = (west + east) / 2, (south + north) / 2
    zone = wish.zone or zone_of(lon, lat)
    if not wish.zone:
        findings.note(FILE, "zone", f"taken as {zone}, the zone whose town is nearest: please check")
    country = wish.country or country_of_zone(zone)
    epsg = wish.epsg or metric_projection(lon, lat)
    if not wish.epsg:
        findings.note(FILE, "projection.epsg", f"EPSG:{epsg}, the zone of the Mercator grid (UTM)")
    title = wish.name_en or name.replace("-", " ").replace("_", " ").title()
    language = wish.language or ("zh" if zone in ("Asia/Shanghai", "Asia/Urumqi") else "en")
    used = {b.code for boundaries in levels.values() for b in boundaries}
    code = name if name not in used else f"city-{name}"
    hours = ", ".join(f'"{period}"' for period in default_hours(country))
    lines = [
        f"code = {_quoted(code)}",
        f"name_zh = {_quoted(wish.name_zh or title)}",
        f"name_en = {_quoted(title)}",
        f"zone = {_quoted(zone)}",
        f"language = {_quoted(language)}",
        "load_bands = [20, 30]  # open cases per 100 staff on duty: busy, overloaded",
        "\n[projection]",
        f"epsg = {epsg}",
        "cell_m = 100",
        "\n[calendar]",
        f"country = {_quoted(country)}",
        f"subdivision = {_quoted(wish.subdivision)}",
        "weekend = [6, 7]",
        f"hours = [{hours}]",
        "\n[levels]",
        *(f'{level.value} = "areas/{level.value}.geojson.gz"' for level in levels),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'
