"""Builds the shipped Dongguan pack from published facts: `python -m data_access.cities.build.dongguan`.

Boundaries are schematic: a power diagram of the published centroids and areas inside the generalised
outline, divided on into villages and base grids by population, with uneven borders. Same input, same pack.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from data_access.cities.build.people import town_density, village_density
from data_access.cities.build.power import fit, power_cells
from data_access.cities.build.publish import Layer, write_areas, write_maps, write_table
from data_access.cities.build.split import apportion, divide
from data_access.cities.build.weave import Chain, random_field, weave
from data_access.cities.pack import load_city

Floats = npt.NDArray[np.float64]
TABLES = Path(__file__).with_name("tables")
TARGET = Path(__file__).parent.parent / "dongguan"
EPSG = 4547
GRIDS = 3201
STAFF = 9177
SEED = 4419
STEP_M = 110.0
ROUGHNESS = 0.15
LABEL_ROOM = 0.7
"""Distance of a published label point from the border, in inscribed radii, that keeps it."""
OCTAVES = (
    ((9_000.0, 370.0), (3_600.0, 142.0), (1_500.0, 53.0)),
    ((5_200.0, 232.0), (2_300.0, 95.0), (950.0, 29.0)),
)
"""Wavelengths and amplitudes of the fields that bend borders one after the other, in metres."""
PARK_TOWNS = {"441900402": "441900123", "441900403": "441900401", "441900404": "441900119"}
"""Park entries on the level of towns that the 33 centres do not have: the town that covers them."""


@dataclass(frozen=True)
class Towns:
    """The published facts of the 33 towns, in code order."""

    rows: list[dict[str, str]]
    areas_km2: Floats
    people: npt.NDArray[np.int64]
    centroids: Floats
    labels: Floats


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a table of facts."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_towns(plane: pyproj.Transformer) -> Towns:
    """The towns, positions in metres."""
    rows = sorted(read_table("towns.csv"), key=lambda row: row["code"])

    def metres(lon: str, lat: str) -> Floats:
        degrees = ([float(row[lon]) for row in rows], [float(row[lat]) for row in rows])
        return np.column_stack(plane.transform(*degrees))

    return Towns(
        rows,
        np.array([float(row["area_km2"]) for row in rows]),
        np.array([int(row["population"]) for row in rows]),
        metres("lon", "lat"),
        metres("label_lon", "label_lat"),
    )


def town_cells(towns: Towns, outline: BaseGeometry, field: Chain) -> list[BaseGeometry]:
    """Straight-edged towns whose areas are the published ones after the field has bent them."""
    targets = towns.areas_km2 * 1e6
    wanted = targets.copy()
    cells: list[BaseGeometry] = []
    for round_ in range(3):
        sites, weights = fit(outline, wanted, towns.centroids, rounds=240 if round_ == 0 else 160)
        cells = power_cells(sites, weights, outline)
        bent = shapely.area(shapely.transform(shapely.segmentize(np.array(cells), STEP_M), field))
        wanted = wanted * (targets / targets.sum()) / (bent / bent.sum())
    return cells


def build(target: Path = TARGET) -> None:
    """Write every file of the pack into `target`."""
    plane = pyproj.Transformer.from_crs(4326, EPSG, always_xy=True)
    random = np.random.Generator(np.random.PCG64(SEED))
    field = Chain(tuple(random_field(octaves, random) for octaves in OCTAVES))
    outline = shapely.transform(
        shapely.from_geojson((TABLES / "outline.geojson").read_text(encoding="utf-8")),
        lambda points: np.column_stack(plane.transform(points[:, 0], points[:, 1])),
    )
    towns = read_towns(plane)
    cells = town_cells(towns, outline, field)
    communities = sorted(read_table("communities.csv"), key=lambda row: row["code"])
    stations = [row for row in communities if not row["covered_by"]]

    villages: list[BaseGeometry] = []
    village_people: list[int] = []
    for index, row in enumerate(towns.rows):
        count = sum(station["town"] == row["code"] for station in stations)
        density = town_density(towns.labels[index], cells[index].area, random)
        parts = divide(cells[index], count, density, random)
        villages += [part.shape for part in parts]
        shares = np.array([part.people for part in parts])
        village_people += apportion(int(towns.people[index]), shares, at_least=200)
    grids, owners, grid_people = _grids(villages, village_people, random)
    woven = weave(np.array(grids, dtype=object), field, step_m=STEP_M, roughness=ROUGHNESS, seed=SEED)
    layers = _layers(towns, stations, village_people, woven, owners, grid_people, plane)
    target.mkdir(parents=True, exist_ok=True)
    write_areas(target, layers, plane)
    write_maps(target, layers, plane)
    staff = apportion(STAFF, np.array(grid_people) ** 0.5, at_least=1)
    rows = [(code, people) for code, people in zip(layers[2].codes, staff, strict=True)]
    write_table(target / "staff.csv", ("area", "staff"), rows)
    aliases = [(row["code"], row["covered_by"], row["name_zh"], row["reason"])
               for row in communities if row["covered_by"]]  # fmt: skip
    names = {row["code"]: row["short_zh"] for row in towns.rows}
    aliases += [(code, town, f"园区, 由{names[town]}管辖", "park entry") for code, town in PARK_TOWNS.items()]
    write_table(target / "aliases.csv", ("code", "area", "name", "reason"), sorted(aliases))


def _grids(
    villages: list[BaseGeometry], people: list[int], random: np.random.Generator
) -> tuple[list[BaseGeometry], list[int], list[int]]:
    """All base grids: shape, index of the village, people."""
    heads = np.array(people, dtype=np.float64)
    areas = np.array([village.area for village in villages])
    # As many grids as both people and ground ask for: a dense village has small ones.
    counts = apportion(GRIDS, (heads / heads.sum()) ** 0.5 * (areas / areas.sum()) ** 0.5, at_least=1)
    shapes: list[BaseGeometry] = []
    owners: list[int] = []
    shares: list[int] = []
    for index, village in enumerate(villages):
        parts = divide(village, counts[index], village_density(village, random), random, rounds=4)
        shapes += [part.shape for part in parts]
        owners += [index] * len(parts)
        shares += apportion(people[index], np.array([part.people for part in parts]), at_least=1)
    return shapes, owners, shares


def _layers(
    towns: Towns,
    stations: list[dict[str, str]],
    village_people: list[int],
    grids: npt.NDArray[np.object_],
    owners: list[int],
    grid_people: list[int],
    plane: pyproj.Transformer,
) -> tuple[Layer, Layer, Layer]:
    """Towns, villages and grids with their properties; declared areas of children sum to their parent's."""
    town_of = [next(i for i, row in enumerate(towns.rows) if row["code"] == s["town"]) for s in stations]
    village_index, town_index = np.array(owners), np.array(town_of)[owners]
    drawn = shapely.area(grids)
    scale = towns.areas_km2 / np.bincount(town_index, weights=drawn)
    grid_km2 = np.round(drawn * scale[town_index], 6)
    village_km2 = np.bincount(village_index, weights=grid_km2)
    counter = np.arange(len(owners)) - np.searchsorted(village_index, village_index) + 1
    village_shapes = _join(grids, village_index, len(stations))
    town_shapes = _join(grids, town_index, len(towns.rows))
    labels = _labels(town_shapes, towns.labels, plane)
    town_layer = Layer(
        "town", town_shapes,
        [{"code": row["code"], "name_zh": row["name_zh"], "short_zh": row["short_zh"],
          "name_en": row["name_en"], "cluster": row["cluster"], "area_km2": float(row["area_km2"]),
          "population": int(row["population"]),
          "label": label} for row, label in zip(towns.rows, labels, strict=True)],
    )  # fmt: skip
    village_layer = Layer(
        "village", village_shapes,
        [{"code": s["code"], "parent": s["town"], "name_zh": s["name_zh"], "short_zh": s["short_zh"],
          "name_en": s["name_en"], "area_km2": round(float(size), 6), "population": people}
         for s, size, people in zip(stations, village_km2, village_people, strict=True)],
    )  # fmt: skip
    grid_layer = Layer(
        "grid", grids,
        [{"code": f"{stations[v]['code']}{n:03d}", "parent": stations[v]["code"],
          "name_zh": f"{stations[v]['short_zh']}第{n}网格", "short_zh": f"{stations[v]['short_zh']}{n:02d}",
          "name_en": f"{stations[v]['name_en']} grid {n}", "area_km2": float(size), "population": people}
         for v, n, size, people in zip(owners, counter.tolist(), grid_km2, grid_people, strict=True)],
    )  # fmt: skip
    return town_layer, village_layer, grid_layer


def _join(grids: npt.NDArray[np.object_], owner: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.object_]:
    joined = [shapely.coverage_union_all(grids[owner == index]) for index in range(count)]
    return np.array(joined, dtype=object)


def _labels(
    shapes: npt.NDArray[np.object_], published: Floats, plane: pyproj.Transformer
) -> list[list[float]]:
    """Label points in degrees: the published ones where they lie well inside the schematic town."""
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=50.0)
    middles = shapely.get_coordinates(shapely.get_point(circles, 0))
    room = shapely.distance(shapely.points(published), shapely.boundary(shapes))
    well = shapely.contains_xy(shapes, published[:, 0], published[:, 1])
    well &= room > LABEL_ROOM * shapely.length(circles)
    points = np.where(well[:, None], published, middles)
    degrees = np.column_stack(plane.transform(points[:, 0], points[:, 1], direction="INVERSE"))
    rounded: list[list[float]] = np.round(degrees, 5).tolist()
    return rounded


def main() -> None:
    """Build the pack and its compiled file, and say what came out."""
    build()
    (TARGET / "compiled.npz").unlink(missing_ok=True)
    city = load_city("dongguan")
    tree = city.tree
    sys.stdout.write(
        f"{TARGET.name}: {len(tree.towns)} towns, {len(tree.villages)} villages, {len(tree.grids)} grids, "
        f"{tree.city.staff} staff, version {city.version}\n"
    )


if __name__ == "__main__":
    main()
