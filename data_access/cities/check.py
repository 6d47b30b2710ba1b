"""Says what is wrong with a city pack, by file and feature: behind `zhiwang city check`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from data_access.cities.areas_reader import PackAreas, read_areas
from data_access.cities.findings import Finding, Findings, PackError
from data_access.cities.open_data_file import read_open_data
from data_access.cities.pack import pack_folder
from data_access.cities.rules_file import read_rules
from data_access.cities.schemes import read_schemes
from data_access.cities.settings import FILE, LEVELS, TAXONOMY_FILE, PackSettings, read_settings
from data_access.cities.taxonomy_file import read_taxonomy
from data_access.domain.areas import AreaLevel
from data_access.domain.taxonomy import Taxonomy
from data_access.domain.workcalendar import WorkCalendar

LEAST_OVERLAP_M2 = 100.0
"""Smaller overlaps and gaps come from rounding and are not worth a word."""
SNAP_M = 1.0
AREA_TOLERANCE = 0.05
"""Share by which a drawn area may differ from the declared one."""
OUTSIDE_TOLERANCE = 0.01
MOST_LISTED = 20
"""Findings of one sort listed one by one; the rest is counted."""


def check_pack(name_or_folder: str | Path, *, years: Iterable[int] | None = None) -> list[Finding]:
    """Everything that can be said about a pack; an error means that it cannot be loaded.

    `years` are those whose public holidays must be known, by default this one and the next.
    """
    findings = Findings()
    try:
        folder = pack_folder(name_or_folder)
        settings = read_settings(folder, findings)
        taxonomy = read_taxonomy(folder, findings)
        read_schemes(folder, findings)
        read_rules(folder, taxonomy, findings)
        read_open_data(folder, findings)
        if settings is None:
            return findings
        areas = read_areas(folder, settings, findings)
    except PackError as error:
        # Errors found while reading are in the list already; a missing folder is not.
        findings.extend(finding for finding in error.findings if finding not in findings)
        return findings
    for level, name in settings.levels.items():
        _check_level(areas, level, name, findings)
        if level is not AreaLevel.TOWN:
            _check_children(areas, level, name, findings)
    _check_taxonomy(taxonomy, findings)
    if not areas.city.staff:
        findings.note(FILE, "", "no staff is known: load per staff will show no data")
    if years is None:
        this_year = datetime.now(UTC).astimezone(settings.zone).year
        years = (this_year, this_year + 1)
    for text in calendar_gaps(settings.calendar, years):
        findings.note(FILE, "calendar", text)
    _check_projection(areas, settings, findings)
    return findings


def calendar_gaps(calendar: WorkCalendar, years: Iterable[int]) -> list[str]:
    """A sentence for each year whose public holidays are not known, so that plain weekdays count."""
    return [
        f"public holidays of {year} are not known for {calendar.country}: plain weekdays count"
        for year in years
        if not calendar.covers(year)
    ]


def _check_level(areas: PackAreas, level: AreaLevel, name: str, findings: Findings) -> None:
    shapes, rows = areas.shapes[level], areas.levels[level]
    for first, second, size in _overlaps(shapes)[:MOST_LISTED]:
        findings.warning(name, rows[first].code, f"overlaps {rows[second].code} by {size:,.0f} m²")
    for x, y, size in _gaps(shapes)[:MOST_LISTED]:
        findings.warning(name, "", f"a gap of {size:,.0f} m² between areas at {x:.0f} E, {y:.0f} N (metres)")
    drawn = shapely.area(shapes) / 1e6
    for area, size in zip(rows, drawn.tolist(), strict=True):
        if abs(size - area.area_km2) > AREA_TOLERANCE * area.area_km2:
            findings.warning(
                name, area.code, f"declares {area.area_km2:.3f} km², drawn are {size:.3f} km²"
            )  # fmt: skip


def _check_children(areas: PackAreas, level: AreaLevel, name: str, findings: Findings) -> None:
    """Children lie in their parents and fill them."""
    above = LEVELS[LEVELS.index(level) - 1]
    rows, shapes = areas.levels[level], areas.shapes[level]
    parents = np.array([area.parent for area in rows])
    outside = shapely.area(shapely.difference(shapes, areas.shapes[above][parents]))
    share = outside / np.maximum(shapely.area(shapes), 1e-9)
    for index in np.flatnonzero(share > OUTSIDE_TOLERANCE)[:MOST_LISTED].tolist():
        parent = areas.levels[above][rows[index].parent].code
        findings.warning(name, rows[index].code, f"{share[index]:.1%} of it lies outside its parent {parent}")
    filled = np.bincount(parents, weights=shapely.area(shapes), minlength=len(areas.levels[above]))
    for index, parent_area in enumerate(areas.levels[above]):
        whole = float(shapely.area(areas.shapes[above][index]))
        if filled[index] == 0:
            findings.warning(name, parent_area.code, f"this {above.value} has no {level.value}")
        elif abs(filled[index] - whole) > AREA_TOLERANCE * whole:
            share_filled = filled[index] / whole
            message = f"its {level.value}s fill {share_filled:.1%} of this {above.value}"
            findings.warning(name, parent_area.code, message)


def _overlaps(shapes: npt.NDArray[np.object_]) -> list[tuple[int, int, float]]:
    """Pairs that share ground, with square metres, the largest first."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    common = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    order = [i for i in np.argsort(-common).tolist() if common[i] > LEAST_OVERLAP_M2]
    return [(int(first[i]), int(second[i]), float(common[i])) for i in order]


def _gaps(shapes: npt.NDArray[np.object_]) -> list[tuple[float, float, float]]:
    """Holes in the union of all areas: position in metres and square metres, the largest first."""
    # Straight borders of neighbours drawn with different vertices part by millimetres when projected.
    union = shapely.union_all(shapes, grid_size=SNAP_M)
    holes = [
        shapely.polygons(shapely.get_interior_ring(part, index))
        for part in shapely.get_parts(union)
        for index in range(shapely.get_num_interior_rings(part))
    ]
    found = [(hole.centroid.x, hole.centroid.y, hole.area) for hole in holes if hole.area > LEAST_OVERLAP_M2]
    return sorted(found, key=lambda gap: -gap[2])


def _check_taxonomy(taxonomy: Taxonomy, findings: Findings) -> None:
    without = [s.code for s in taxonomy.subclasses if s.limit is None]
    if without:
        listed = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
        findings.note(TAXONOMY_FILE, "", f"{len(without)} subclasses have no time limit: {listed}")
    used = {s.class_index for s in taxonomy.subclasses}
    for index, class_ in enumerate(taxonomy.classes):
        if index not in used:
            findings.note(TAXONOMY_FILE, class_.code, "the class has no subclasses")


def _check_projection(areas: PackAreas, settings: PackSettings, findings: Findings) -> None:
    if settings.schematic:
        findings.note(FILE, "schematic", "boundaries are schematic and labelled so on every map")
    first = areas.levels[AreaLevel.TOWN][0]
    west, south, east, north = areas.bounds
    if not (west <= areas.city.lon <= east and south <= areas.city.lat <= north):
        findings.warning(FILE, "label", f"lies outside the city ({first.code} and the others)")
