"""How well a pack's boundaries agree with another file of the same areas: behind `zhiwang city overlap`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from data_access.cities.areas_reader import metres, project, read_areas
from data_access.cities.boundaries import read_boundaries
from data_access.cities.findings import Finding, Findings
from data_access.cities.pack import pack_folder
from data_access.cities.settings import read_settings
from data_access.domain.areas import AreaLevel


@dataclass(frozen=True, slots=True)
class AreaOverlap:
    """One area of the pack compared with the same code in the file."""

    code: str
    name_zh: str
    name_en: str
    shared: float
    """Intersection over union, 0 … 1."""
    pack_km2: float
    file_km2: float


@dataclass(frozen=True)
class Overlap:
    """Areas in both, the worst first."""

    areas: list[AreaOverlap]
    missing: list[str]
    """Codes of the pack that the file does not have."""
    findings: list[Finding]

    @property
    def mean(self) -> float | None:
        """Mean intersection over union; None when no code is in both."""
        return float(np.mean([area.shared for area in self.areas])) if self.areas else None


def overlap(
    name_or_folder: str | Path,
    file: Path,
    *,
    level: AreaLevel = AreaLevel.TOWN,
    code_property: str = "code",
) -> Overlap:
    """Compare one level of a pack with a boundary file. Raises PackError when either cannot be read."""
    folder = pack_folder(name_or_folder)
    findings = Findings()
    settings = read_settings(folder, findings)
    findings.stop_on_errors()
    assert settings is not None
    if level not in settings.levels:
        findings.error(str(folder.name), "", f"has no level {level.value}")
    findings.stop_on_errors()
    pack = read_areas(folder, settings, findings)
    boundaries = read_boundaries(file, findings, code_property=code_property)
    transformer = metres(settings, findings)
    findings.stop_on_errors()
    assert transformer is not None
    shapes = project(np.array([b.shape for b in boundaries], dtype=object), transformer)
    others = dict(zip((b.code for b in boundaries), shapes, strict=True))
    found: list[AreaOverlap] = []
    missing: list[str] = []
    for area, shape in zip(pack.levels[level], pack.shapes[level], strict=True):
        other = others.get(area.code)
        if other is None:
            missing.append(area.code)
            continue
        both = shapely.area(shapely.intersection(shape, other))
        either = shape.area + other.area - both
        found.append(
            AreaOverlap(area.code, area.name_zh, area.name_en, float(both / either),
                        shape.area / 1e6, other.area / 1e6)
        )  # fmt: skip
    return Overlap(sorted(found, key=lambda a: a.shared), missing, list(findings))
