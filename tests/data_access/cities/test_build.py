"""The builder's parts on a small outline: same input, same pack; no gaps, no overlaps."""

from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data_access.cities.build.people import town_density
from data_access.cities.build.power import fit, power_cells
from data_access.cities.build.publish import Layer, write_areas, write_maps
from data_access.cities.build.split import apportion, divide
from data_access.cities.build.weave import Chain, random_field, weave

WEST, SOUTH = 450_000, 2_540_000
OUTLINE = shapely.Polygon(
    [(WEST, SOUTH), (WEST + 12_000, SOUTH + 1_000), (WEST + 11_000, SOUTH + 9_000),
     (WEST + 6_000, SOUTH + 6_000), (WEST, SOUTH + 8_000)]
)  # fmt: skip
CENTROIDS = np.array(
    [(WEST + 2_500, SOUTH + 3_500), (WEST + 6_500, SOUTH + 3_000), (WEST + 10_000, SOUTH + 5_000)]
)
TARGETS = np.array([30.0, 25.0, 20.0])


def small_city() -> tuple[np.ndarray, np.ndarray]:
    """Woven grids of a small city, and the town of each."""
    random = np.random.Generator(np.random.PCG64(7))
    field = Chain((random_field(((3_000.0, 90.0), (900.0, 25.0)), random),))
    towns = power_cells(*fit(OUTLINE, TARGETS, CENTROIDS, rounds=120), OUTLINE)
    cells, owner = [], []
    for index, town in enumerate(towns):
        centre = np.array((town.centroid.x, town.centroid.y))
        parts = divide(town, 9, town_density(centre, town.area, random), random)
        cells += [part.shape for part in parts]
        owner += [index] * len(parts)
    return weave(np.array(cells, dtype=object), field, step_m=100, roughness=0.15, seed=7), np.array(owner)


def test_areas_of_a_fitted_diagram_are_those_asked_for() -> None:
    cells = power_cells(*fit(OUTLINE, TARGETS, CENTROIDS, rounds=120), OUTLINE)
    areas = np.array([cell.area for cell in cells])
    np.testing.assert_allclose(areas / areas.sum(), TARGETS / TARGETS.sum(), rtol=0.01)
    assert sum(areas) == pytest.approx(OUTLINE.area, rel=1e-6)


def test_woven_borders_are_shared_and_leave_no_gap() -> None:
    cells, _ = small_city()
    assert len(cells) == 27
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    union = shapely.union_all(cells)
    assert union.area == pytest.approx(shapely.area(cells).sum(), rel=1e-9)
    assert union.geom_type == "Polygon"
    assert shapely.get_num_interior_rings(union) == 0
    straight = shapely.length(shapely.convex_hull(cells)).sum()
    assert shapely.length(cells).sum() > 1.03 * straight, "borders must be uneven"


def test_the_same_input_builds_the_same_files(tmp_path: Path) -> None:
    plane = pyproj.Transformer.from_crs(4326, 4547, always_xy=True)
    for name in ("first", "second"):
        cells, owner = small_city()
        towns = np.array([shapely.coverage_union_all(cells[owner == t]) for t in range(3)], dtype=object)
        layers = [
            Layer("town", towns, [{"code": f"{t}"} for t in range(3)]),
            Layer("grid", cells, [{"code": f"{t}{i:03d}", "parent": f"{t}"} for i, t in enumerate(owner)]),
        ]
        (tmp_path / name).mkdir()
        write_areas(tmp_path / name, layers, plane)
        write_maps(tmp_path / name, layers, plane)
    files = sorted(p.relative_to(tmp_path / "first") for p in (tmp_path / "first").rglob("*.geojson*"))
    assert len(files) == 5
    for file in files:
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


@given(
    st.integers(0, 10_000),
    st.lists(st.floats(0.001, 1000), min_size=1, max_size=50),
    st.integers(0, 3),
)
def test_apportioned_numbers_sum_exactly(extra: int, shares: list[float], at_least: int) -> None:
    total = extra + at_least * len(shares)
    parts = apportion(total, np.array(shares), at_least=at_least)
    assert sum(parts) == total
    assert min(parts) >= at_least
