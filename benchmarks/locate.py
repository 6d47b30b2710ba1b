"""Point → cell, grid, village, town: points a second on one core, beside the bar of one million.

    .venv/bin/python -m benchmarks.locate [--points N]

Points are spread evenly over the shipped city. Beside it stands the same question asked of shapely's tree
of polygons, after pyproj's projection, in the same run.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
import pyproj
import shapely

from data_access.cities.pack import load_city
from data_access.domain.areas import NO_AREA
from data_access.domain.city import City
from data_access.domain.geography import CellLocator

LIMIT = 1_000_000
REPEATS = 5
PEER_SHARE = 20
"""The peer gets one point in so many: it is slow."""


def seconds(call: Callable[[], object]) -> float:
    """The median time of a call."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def spread(city: City, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Points all over the city."""
    random = np.random.default_rng(1)
    locator = city.locator
    assert isinstance(locator, CellLocator)
    lon, lat = locator.cell_centres(random.choice(locator.cells_in_areas(), count))
    x, y = locator.project(lon, lat)
    half = locator.cell_size_m / 2
    return locator.unproject(x + random.uniform(-half, half, count), y + random.uniform(-half, half, count))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=2_000_000)
    count = parser.parse_args().points
    start = time.perf_counter()
    city = load_city("dongguan")
    print(f"loading the city      {(time.perf_counter() - start) * 1000:10,.0f} ms   (limit 300 ms)")
    lon, lat = spread(city, count)
    locator = city.locator
    assert isinstance(locator, CellLocator)
    found = locator.locate(lon, lat)
    rate = count / seconds(lambda: locator.locate(lon, lat))
    print(f"zhiwang               {rate:10,.0f} points/s   (at least {LIMIT:,})")

    some = slice(None, None, PEER_SHARE)
    plane = pyproj.Transformer.from_crs(4326, 4547, always_xy=True)
    tree = shapely.STRtree(locator.mosaic.shapes)

    def peer() -> np.ndarray:
        points = shapely.points(*plane.transform(lon[some], lat[some]))
        point, area = tree.query(points, predicate="intersects")
        out = np.full(len(points), NO_AREA, dtype=np.uint16)
        np.minimum.at(out, point, area.astype(np.uint16))
        return out

    peer_rate = len(lon[some]) / seconds(peer)
    inside = peer() != NO_AREA
    same = np.mean(peer()[inside] == found.grid[some][inside])
    print(f"pyproj + STRtree      {peer_rate:10,.0f} points/s   ({rate / peer_rate:.1f} times slower)")
    print(f"same answer           {same:10.4%}")


if __name__ == "__main__":
    main()
