"""The shipped pack: counts, names, sums and topology."""

import gzip
import re
from collections import Counter
from pathlib import Path

import numpy as np
import orjson
import pytest
import shapely

from data_access.cities.check import check_pack
from data_access.cities.findings import Severity
from data_access.cities.overlap import overlap
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.geography import CellLocator
from data_access.domain.taxonomy import CaseKind, Clock


def test_counts_are_those_of_the_study(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    assert (len(tree.towns), len(tree.villages), len(tree.grids)) == (33, 593, 3201)
    assert tree.city.staff == sum(grid.staff for grid in tree.grids) == 9177
    assert min(grid.staff for grid in tree.grids) >= 1
    assert tree.city.population == sum(grid.population for grid in tree.grids) == 10_466_625


def test_figures_of_children_sum_to_those_of_their_parents(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    for level, above in ((AreaLevel.GRID, tree.villages), (AreaLevel.VILLAGE, tree.towns)):
        areas, people, staff = np.zeros(len(above)), np.zeros(len(above)), np.zeros(len(above))
        for area in tree.at(level):
            areas[area.parent] += area.area_km2
            people[area.parent] += area.population
            staff[area.parent] += area.staff
        np.testing.assert_allclose(areas, [parent.area_km2 for parent in above], rtol=2e-5)
        np.testing.assert_array_equal(people, [parent.population for parent in above])
        np.testing.assert_array_equal(staff, [parent.staff for parent in above])


def test_drawn_areas_are_within_three_percent_of_the_published_ones(city_dongguan: City) -> None:
    locator, tree = city_dongguan.locator, city_dongguan.tree
    assert isinstance(locator, CellLocator)
    village = tree.parents(AreaLevel.GRID)
    town = tree.parents(AreaLevel.VILLAGE)[village]
    drawn = np.bincount(town, weights=shapely.area(locator.mosaic.shapes)) / 1e6
    np.testing.assert_allclose(drawn, [area.area_km2 for area in tree.towns], rtol=0.03)


def test_grids_leave_no_gap_and_do_not_overlap(city_dongguan: City) -> None:
    locator = city_dongguan.locator
    assert isinstance(locator, CellLocator)
    shapes = locator.mosaic.shapes
    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) == {3}, "every grid is one piece"
    union = shapely.union_all(shapes)
    assert union.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-7)
    assert shapely.get_num_interior_rings(union) == 0


def test_codes_nest(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    assert all(v.code.startswith(tree.towns[v.parent].code) for v in tree.villages)
    grids = Counter(grid.code[:-3] for grid in tree.grids)
    assert set(grids) == {village.code for village in tree.villages}
    for grid in tree.grids[:50]:
        assert tree.villages[grid.parent].code == grid.code[:-3]
        assert 1 <= int(grid.code[-3:]) <= grids[grid.code[:-3]]
    assert city_dongguan.tree.find("441900003005004") is not None, "the grid of the wire format's example"


def test_names_are_short_on_screens_and_full_in_exports(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    names = {t.name_zh: (t.short_zh, t.name_en) for t in tree.towns}
    assert names["长安镇"] == ("长安", "Chang'an")
    assert names["东城街道"] == ("东城", "Dongcheng")
    assert names["松山湖"] == ("松山湖", "Songshan Lake")
    assert all(1 < len(t.short_zh) <= 3 for t in tree.towns)
    villages = {v.name_zh: v.short_zh for v in tree.villages}
    assert villages["河田社区居民委员会"] == "河田社区"
    assert not any("委员会" in v.short_zh or len(v.short_zh) > 8 for v in tree.villages)
    assert sum(v.short_zh.endswith("村") for v in tree.villages) == 350
    english = [a.name_en for a in (*tree.towns, *tree.villages, *tree.grids)]
    assert [name for name in english if not re.fullmatch(r"[A-Z][A-Za-z' 0-9]+", name)] == []


def test_labels_lie_in_their_towns(city_dongguan: City) -> None:
    towns = city_dongguan.tree.towns
    found = city_dongguan.locator.locate(
        np.array([town.lon for town in towns]), np.array([town.lat for town in towns])
    )
    assert found.town.tolist() == list(range(33))


def test_published_entries_that_are_no_station_are_accepted(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    villages = [code for code in tree.aliases if len(code) == 12]
    assert len(tree.villages) + len(villages) == 609
    for code, target in tree.aliases.items():
        assert tree.find(code) == tree.find(target) is not None


def test_the_taxonomy_has_the_twelve_classes_of_the_study(city_dongguan: City) -> None:
    taxonomy = city_dongguan.taxonomy
    kinds = Counter(c.kind for c in taxonomy.classes)
    assert kinds == {CaseKind.COMPONENT: 6, CaseKind.EVENT: 6}
    used = {s.class_index for s in taxonomy.subclasses}
    assert used == set(range(12))
    for subclass in taxonomy.subclasses:
        assert subclass.code.startswith(taxonomy.classes[subclass.class_index].code)
        assert subclass.limit is not None
        assert subclass.clock is not None
        assert subclass.department
        assert subclass.name_en.isascii()


@pytest.mark.parametrize(
    ("code", "limit", "clock"),
    [
        ("E0110", 4, Clock.WORKING_HOUR),  # exposed rubbish
        ("E0112", 2, Clock.WORKING_HOUR),  # dirty road
        ("E0401", 2, Clock.URGENT_HOUR),  # street stall
        ("E0201", 1, Clock.WORKING_DAY),  # small adverts
        ("E0113", 5, Clock.WORKING_DAY),  # broken road
        ("C0601", 15, Clock.WORKING_DAY),  # illegal building
        ("C0102", 2, Clock.URGENT_HOUR),  # manhole cover
        ("C0137", 2, Clock.WORKING_DAY),  # street lamp
    ],
)
def test_typical_time_limits(city_dongguan: City, code: str, limit: float, clock: Clock) -> None:
    index = city_dongguan.taxonomy.subclass_index(code)
    assert index is not None
    subclass = city_dongguan.taxonomy.subclasses[index]
    assert (subclass.limit, subclass.clock) == (limit, clock)


def test_the_pack_is_labelled_schematic_and_passes_its_check(city_dongguan: City) -> None:
    assert city_dongguan.schematic
    findings = check_pack("dongguan", years=[2026])
    assert [str(f) for f in findings if f.severity is not Severity.NOTE] == []
    assert any("schematic" in f.message for f in findings)


def test_holidays_that_are_not_announced_yet_are_named() -> None:
    assert any("2090" in f.message for f in check_pack("dongguan", years=[2090]))


def test_map_files_are_small_and_complete(city_dongguan: City) -> None:
    folder = Path(city_dongguan.folder) / "map"
    for name, areas in (("towns", city_dongguan.tree.towns), ("grids", city_dongguan.tree.grids)):
        data = (folder / f"{name}.geojson").read_bytes()
        assert len(gzip.compress(data)) < 350_000
        properties = [feature["properties"] for feature in orjson.loads(data)["features"]]
        assert properties == [{"code": area.code, "index": i} for i, area in enumerate(areas)]
    assert len(orjson.loads((folder / "outline.geojson").read_bytes())["features"]) == 1


def test_the_pack_is_modest_in_size(city_dongguan: City) -> None:
    assert sum(f.stat().st_size for f in Path(city_dongguan.folder).rglob("*") if f.is_file()) < 6_000_000


def test_schematic_towns_resemble_the_real_ones(shared_data: Path) -> None:
    found = overlap("dongguan", shared_data / "dongguan" / "boundaries_import_test.geojson")
    assert found.missing == []
    assert len(found.areas) == 33
    assert found.mean is not None
    assert found.mean > 0.6
