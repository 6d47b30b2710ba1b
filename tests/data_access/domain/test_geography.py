import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.areas import NO_AREA, AreaLevel
from data_access.domain.city import NO_CELL, City
from data_access.domain.geography import NEAREST_M, CellLocator

PLANE = pyproj.Transformer.from_crs(4326, 4547, always_xy=True)


@pytest.fixture(scope="module")
def locator(city_dongguan: City) -> CellLocator:
    assert isinstance(city_dongguan.locator, CellLocator)
    return city_dongguan.locator


def random_points(locator: CellLocator, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    west, south, east, north = locator.bounds
    return random.uniform(west, east, count), random.uniform(south, north, count)


def test_the_projection_agrees_with_pyproj_to_a_millimetre(locator: CellLocator) -> None:
    lon, lat = random_points(locator, 100_000, 1)
    x, y = locator.project(lon, lat)
    exact_x, exact_y = PLANE.transform(lon, lat)
    assert np.abs(x - exact_x).max() < 0.001
    assert np.abs(y - exact_y).max() < 0.001
    back_lon, back_lat = locator.unproject(x, y)
    assert np.abs(back_lon - lon).max() < 1e-8
    assert np.abs(back_lat - lat).max() < 1e-8


def test_points_lie_where_shapely_says(city_dongguan: City, locator: CellLocator) -> None:
    lon, lat = random_points(locator, 60_000, 2)
    found = locator.locate(lon, lat)
    points = np.asarray(shapely.points(*locator.project(lon, lat)), dtype=object)
    tree = shapely.STRtree(locator.mosaic.shapes)
    point, area = tree.query(points, predicate="intersects")
    expected = np.full(len(points), NO_AREA, dtype=np.uint16)
    np.minimum.at(expected, point, area.astype(np.uint16))
    inside = expected != NO_AREA
    assert inside.mean() > 0.5
    np.testing.assert_array_equal(found.grid[inside], expected[inside])
    outside = np.flatnonzero(~inside)
    (point, area), distance = tree.query_nearest(points[outside], return_distance=True)
    nearest = np.full(len(outside), NO_AREA, dtype=np.uint16)
    # Where two are equally near, at a common corner, the lower index counts.
    np.minimum.at(nearest, point, area.astype(np.uint16))
    near = np.zeros(len(outside), dtype=bool)
    near[point[distance <= NEAREST_M]] = True
    np.testing.assert_array_equal(found.grid[outside][near], nearest[near])
    assert (found.grid[outside][~near] == NO_AREA).all()
    assert (found.cell[outside][~near] == NO_CELL).all()
    assert (found.cell[inside] != NO_CELL).all()
    known = found.grid != NO_AREA
    grids, villages = (city_dongguan.tree.parents(level) for level in (AreaLevel.GRID, AreaLevel.VILLAGE))
    np.testing.assert_array_equal(found.village[known], grids[found.grid[known]])
    np.testing.assert_array_equal(found.town[known], villages[found.village[known]])


def test_points_on_borders_and_corners_belong_to_exactly_one_grid(locator: CellLocator) -> None:
    corners = shapely.get_coordinates(locator.mosaic.shapes[:400])
    lon, lat = locator.unproject(corners[:, 0].copy(), corners[:, 1].copy())
    found = locator.locate(lon, lat)
    assert (found.grid != NO_AREA).all()
    again = locator.locate(lon[::-1], lat[::-1])
    np.testing.assert_array_equal(found.grid, again.grid[::-1])


def test_cells_are_aligned_squares_of_the_projection(locator: CellLocator) -> None:
    lon, lat = random_points(locator, 50_000, 3)
    found = locator.locate(lon, lat)
    known = found.cell != NO_CELL
    x, y = locator.project(lon[known], lat[known])
    centre_x, centre_y = locator.project(*locator.cell_centres(found.cell[known]))
    np.testing.assert_allclose(centre_x, np.floor(x / 100) * 100 + 50, atol=0.01)
    np.testing.assert_allclose(centre_y, np.floor(y / 100) * 100 + 50, atol=0.01)
    assert locator.cell_area_km2 == pytest.approx(0.01)


def test_a_point_outside_the_bounds_or_without_numbers_has_no_place(locator: CellLocator) -> None:
    lon = np.array([0.0, 113.75, np.nan, np.inf, 113.75, 23.02])
    lat = np.array([0.0, 91.0, 23.02, 23.02, -np.inf, 113.75])
    found = locator.locate(lon, lat)
    for areas in (found.town, found.village, found.grid):
        assert (areas == NO_AREA).all()
    assert (found.cell == NO_CELL).all()
    empty = locator.locate(np.array([]), np.array([]))
    assert len(empty.cell) == 0


def test_the_centre_of_no_cell_is_nowhere(locator: CellLocator) -> None:
    lon, lat = locator.cell_centres(np.array([NO_CELL], dtype=np.uint32))
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()


def test_the_city_has_a_cell_for_every_hectare(city_dongguan: City, locator: CellLocator) -> None:
    cells = locator.cells_in_areas()
    assert len(cells) * locator.cell_area_km2 == pytest.approx(city_dongguan.tree.city.area_km2, rel=0.02)


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True, allow_infinity=True))
def test_no_pair_of_numbers_breaks_it(city_dongguan: City, lon: float, lat: float) -> None:
    found = city_dongguan.locator.locate(np.array([lon]), np.array([lat]))
    assert (found.cell[0] == NO_CELL) == (found.grid[0] == NO_AREA)


def test_distances_are_metres(locator: CellLocator) -> None:
    geodesic = pyproj.Geod(ellps="WGS84").inv(113.75, 23.02, 113.76, 23.03)[2]
    assert locator.distance_m(113.75, 23.02, 113.76, 23.03) == pytest.approx(geodesic, rel=2e-4)
