"""Compiles the areas of a pack into the arrays of the compiled file: raster, projection, tree."""

from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyproj
import shapely

from data_access.cities.areas_reader import PackAreas, metres
from data_access.cities.compiled import MOSAIC_ARRAYS
from data_access.cities.findings import Findings
from data_access.cities.raster import build_mosaic
from data_access.cities.settings import FILE as SETTINGS_FILE
from data_access.cities.settings import PackSettings
from data_access.domain.areas import Area
from data_access.domain.geography import NEAREST_M
from data_access.domain.projection import Polynomial

MARGIN_DEGREES = NEAREST_M / 111_000 * 1.2
"""What bounds reach beyond the areas, in latitude: points up to `NEAREST_M` outside still count."""
SCALE_ERROR = 0.02
"""Share by which the projection may stretch areas: cells must be as large as they say."""
FIT_ERROR_M = 0.001
"""Largest error allowed of the polynomials that stand for the projection."""


def compile_pack(areas: PackAreas, settings: PackSettings, findings: Findings) -> dict[str, Any]:
    """The arrays of the compiled file. Raises PackError when the projection does not suit the city."""
    transformer = metres(settings, findings)
    findings.stop_on_errors()
    assert transformer is not None
    west, south, east, north = areas.bounds
    margin = MARGIN_DEGREES / max(np.cos(np.radians(max(abs(south), abs(north)))), 0.01)
    bounds = (west - margin, south - MARGIN_DEGREES, east + margin, north + MARGIN_DEGREES)
    forward, inverse, extent = _fit(transformer, bounds, settings, findings)
    mosaic = build_mosaic(areas.shapes[settings.lowest], extent, settings.cell_m)
    shapes = shapely.to_wkb(mosaic.shapes)
    rows = [[_plain(area) for area in (areas.city, *sum(areas.levels.values(), ()))], areas.aliases]
    return {
        "facts": np.array([mosaic.west, mosaic.south, mosaic.cell_size_m, mosaic.per_cell, *bounds]),
        **{name: getattr(mosaic, name) for name in MOSAIC_ARRAYS},
        **{f"forward_{name}": value for name, value in vars(forward).items()},
        **{f"inverse_{name}": value for name, value in vars(inverse).items()},
        "wkb": np.frombuffer(b"".join(shapes), dtype=np.uint8),
        "wkb_end": np.cumsum([len(shape) for shape in shapes]),
        "areas": np.frombuffer(orjson.dumps(rows), dtype=np.uint8),
    }


def _plain(area: Area) -> list[Any]:
    return [getattr(area, name) for name in Area.__dataclass_fields__]


def _fit(
    transformer: pyproj.Transformer,
    bounds: tuple[float, float, float, float],
    settings: PackSettings,
    findings: Findings,
) -> tuple[Polynomial, Polynomial, tuple[float, float, float, float]]:
    """Both polynomials, and the extent of the bounds in metres."""
    degrees = _nodes(bounds, 24)
    planar = np.column_stack(transformer.transform(*degrees.T))
    (west, south), (east, north) = planar.min(axis=0).tolist(), planar.max(axis=0).tolist()
    if not np.isfinite(planar).all() or max(east - west, north - south) > 1_000_000:
        findings.error(SETTINGS_FILE, "projection.epsg", f"EPSG:{settings.epsg} does not cover the city")
        findings.stop_on_errors()
    factors = pyproj.Proj(transformer.target_crs).get_factors(degrees[:, 0], degrees[:, 1])
    stretch = float(np.abs(np.asarray(factors.areal_scale) - 1).max())
    if not stretch <= SCALE_ERROR:
        findings.error(
            SETTINGS_FILE,
            "projection.epsg",
            f"EPSG:{settings.epsg} is not made for this place: areas are {stretch:.1%} off",
        )
        findings.stop_on_errors()
    extent = (
        west - settings.cell_m,
        south - settings.cell_m,
        east + settings.cell_m,
        north + settings.cell_m,
    )
    forward = Polynomial.fit(degrees, planar)
    back = _nodes(extent, 24)
    inverse = Polynomial.fit(back, _inverse(transformer, back))
    check = _nodes(bounds, 37)
    exact = np.column_stack(transformer.transform(*check.T))
    there = np.column_stack(forward(check[:, 0], check[:, 1]))
    again = np.column_stack(transformer.transform(*inverse(exact[:, 0], exact[:, 1])))
    error = max(float(np.abs(there - exact).max()), float(np.abs(again - exact).max()))
    if error > FIT_ERROR_M:
        findings.error(
            SETTINGS_FILE, "projection.epsg",
            f"EPSG:{settings.epsg} is too uneven over this extent: {error:.3f} m off",
        )  # fmt: skip
        findings.stop_on_errors()
    return forward, inverse, extent


def _inverse(transformer: pyproj.Transformer, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1], direction="INVERSE"))


def _nodes(box: tuple[float, float, float, float], count: int) -> npt.NDArray[np.float64]:
    """Points of a rectangle, denser towards its edges as a polynomial fit wants them; shape (count², 2)."""
    share = (1 - np.cos(np.linspace(0, np.pi, count))) / 2
    x, y = box[0] + share * (box[2] - box[0]), box[1] + share * (box[3] - box[1])
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
