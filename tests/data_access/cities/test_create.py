import gzip
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest

from data_access.cities.check import check_pack
from data_access.cities.create import PackWish, new_pack
from data_access.cities.findings import PackError, Severity
from data_access.cities.pack import load_city
from data_access.cities.places import country_of_zone, metric_projection, zone_of
from data_access.domain.areas import NO_AREA, AreaLevel
from tests.data_access.cities.packs import TOWNS, feature, square, write_boundaries, write_pack

BOW_TIE = {"type": "Polygon", "coordinates": [[[3.02, 1], [3.04, 1.02], [3.04, 1], [3.02, 1.02], [3.02, 1]]]}


def test_a_boundary_file_alone_makes_a_city(tmp_path: Path) -> None:
    areas = tuple({**f, "properties": {"KEY_ID": f"{i}", "Name": f["properties"]["name_en"]}}
                  for i, f in enumerate(TOWNS))  # fmt: skip
    source = write_boundaries(tmp_path / "towns.geojson", areas)
    made = new_pack(tmp_path / "new-town", {AreaLevel.TOWN: source})
    assert made.counts == {AreaLevel.TOWN: 2}
    assert "codes are taken from 'KEY_ID', names from 'Name'" in [f.message for f in made.findings]
    city = load_city(tmp_path / "new-town")
    assert (city.id, city.name_en, city.demo, city.schematic) == ("new-town", "New Town", False, False)
    assert [(t.code, t.name_en) for t in city.tree.towns] == [("0", "First"), ("1", "Second")]
    assert [c.code for c in city.taxonomy.classes] == ["OTHER"]
    assert [f for f in check_pack(tmp_path / "new-town") if f.severity is Severity.ERROR] == []


def test_lower_levels_find_their_parents_by_position(tmp_path: Path) -> None:
    towns = write_boundaries(tmp_path / "towns.geojson", TOWNS)
    villages = write_boundaries(
        tmp_path / "villages.geojson",
        (feature("V2", square(3.02, 1.0, 3.04, 1.02)), feature("V1", square(3.0, 1.0, 3.02, 1.02))),
    )
    new_pack(tmp_path / "toy", {AreaLevel.VILLAGE: villages, AreaLevel.TOWN: towns})
    tree = load_city(tmp_path / "toy").tree
    assert [(v.code, v.parent) for v in tree.villages] == [("V1", 0), ("V2", 1)]


def test_a_broken_ring_is_repaired_and_reported(tmp_path: Path) -> None:
    source = write_boundaries(tmp_path / "towns.geojson", (TOWNS[0], feature("T2", BOW_TIE)))
    made = new_pack(tmp_path / "toy", {AreaLevel.TOWN: source})
    repaired = [f for f in made.findings if f.severity is Severity.REPAIRED]
    assert [(f.file, f.feature) for f in repaired] == [("towns.geojson", "T2")]
    assert "Self-intersection" in repaired[0].message
    assert load_city(tmp_path / "toy").tree.towns[1].area_km2 == pytest.approx(2.46, abs=0.02)


def test_wishes_are_kept(tmp_path: Path) -> None:
    source = write_boundaries(tmp_path / "towns.geojson", TOWNS)
    taxonomy = tmp_path / "own.csv"
    taxonomy.write_text("kind,class\nevent,NOISE\n")
    wish = PackWish(
        name_zh="某市", name_en='The "Town"', zone="Europe/Madrid", country="ES", language="zh", epsg=32631,
        taxonomy=taxonomy,
    )  # fmt: skip
    new_pack(tmp_path / "toy", {AreaLevel.TOWN: source}, wish)
    city = load_city(tmp_path / "toy")
    assert (city.name_zh, city.name_en, city.language) == ("某市", 'The "Town"', "zh")
    assert city.zone == ZoneInfo("Europe/Madrid")
    assert [c.code for c in city.taxonomy.classes] == ["NOISE"]


def test_nothing_is_written_over_and_missing_levels_are_refused(tmp_path: Path) -> None:
    source = write_boundaries(tmp_path / "towns.geojson", TOWNS)
    with pytest.raises(FileExistsError):
        new_pack(tmp_path, {AreaLevel.TOWN: source})
    with pytest.raises(PackError, match="must be town"):
        new_pack(tmp_path / "toy", {AreaLevel.GRID: source})
    with pytest.raises(PackError, match="cannot be read"):
        new_pack(tmp_path / "toy", {AreaLevel.TOWN: tmp_path / "nothing.geojson"})
    assert not (tmp_path / "toy").exists()


def test_a_projection_that_stretches_areas_is_refused(tmp_path: Path) -> None:
    source = write_boundaries(tmp_path / "towns.geojson", (feature("T", square(3, 50, 3.1, 50.1)),))
    with pytest.raises(PackError, match="not made for this place"):
        new_pack(tmp_path / "toy", {AreaLevel.TOWN: source}, PackWish(epsg=3857))


def test_overlaps_gaps_and_wrong_areas_are_named(tmp_path: Path) -> None:
    ring = (
        feature("N", square(3.00, 1.02, 3.03, 1.03)),
        feature("S", square(3.00, 1.00, 3.03, 1.01), area_km2=99.0),
        feature("W", square(3.00, 1.005, 3.01, 1.02)),
        feature("E", square(3.02, 1.01, 3.03, 1.02)),
    )
    messages = [f"{f.feature}: {f.message}" for f in check_pack(write_pack(tmp_path / "toy", ring))]
    assert any(m.startswith("S: overlaps W by") or m.startswith("W: overlaps S by") for m in messages)
    assert any("a gap of" in m for m in messages)
    assert any(m.startswith("S: declares 99.000 km²") for m in messages)


def test_an_area_without_children_and_a_child_outside_are_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy", settings='village = "areas/village.geojson"\n')
    write_boundaries(
        pack / "areas" / "village.geojson", (feature("V1", square(3.0, 1.0, 3.03, 1.02), parent="T1"),)
    )
    messages = [f"{f.feature}: {f.message}" for f in check_pack(pack)]
    assert "T2: this town has no village" in messages
    assert "V1: 33.3% of it lies outside its parent T1" in messages


def test_places_know_their_zone_country_and_projection() -> None:
    assert zone_of(-71.06, 42.36) == "America/New_York"
    assert zone_of(113.75, 23.02) in ("Asia/Hong_Kong", "Asia/Macau", "Asia/Shanghai")
    assert country_of_zone("America/New_York") == "US"
    assert country_of_zone("UTC") == ""
    assert metric_projection(-71.06, 42.36) == 32619
    assert metric_projection(151.2, -33.9) == 32756


def test_boston_has_26_neighborhoods_and_one_repaired_ring(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "boston" / "boston_neighborhoods_city.geojson.gz"
    if not source.exists():
        pytest.skip("Boston's neighborhoods are not among the real data")
    wish = PackWish(
        name_en="Boston", name_zh="波士顿", zone="America/New_York", subdivision="MA",
        code_property="Neighborhood_ID", name_property="Name",
    )  # fmt: skip
    made = new_pack(tmp_path / "boston", {AreaLevel.TOWN: source}, wish)
    assert made.counts == {AreaLevel.TOWN: 26}
    repaired = [f for f in made.findings if f.severity is Severity.REPAIRED]
    assert len(repaired) == 1
    assert "Self-intersection" in repaired[0].message
    city = load_city(tmp_path / "boston")
    assert str(city.zone) == "America/New_York"
    drawn = {f["properties"]["Name"]: f["properties"]["SqMiles"]
             for f in orjson.loads(gzip.decompress(source.read_bytes()))["features"]}  # fmt: skip
    for town in city.tree.towns:
        assert town.area_km2 == pytest.approx(drawn[town.name_en] * 2.589988, rel=0.02, abs=0.02)
    found = city.locator.locate(np.array([-71.0587, 2.35]), np.array([42.3594, 48.85]))
    assert city.tree.towns[found.town[0]].name_en in ("Downtown", "Beacon Hill")
    assert found.grid.tolist() == [NO_AREA, NO_AREA]
    assert found.town[1] == NO_AREA
