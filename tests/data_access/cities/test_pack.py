from pathlib import Path

import numpy as np
import pytest

from data_access.cities import compiled
from data_access.cities.findings import PackError
from data_access.cities.pack import load_city, pack_folder
from data_access.domain.areas import NO_AREA, AreaLevel
from tests.data_access.cities.packs import TOWNS, feature, square, write_pack


def test_a_pack_of_one_level_loads_and_locates(tmp_path: Path) -> None:
    city = load_city(write_pack(tmp_path / "toy"))
    assert (city.id, city.name_en, city.name_zh) == ("toy", "Toy", "玩具市")
    assert [town.code for town in city.tree.towns] == ["T1", "T2"]
    assert city.tree.villages == city.tree.grids == ()
    assert city.tree.towns[0].area_km2 == pytest.approx(4.92, abs=0.02)
    found = city.locator.locate(np.array([3.01, 3.03]), np.array([1.01, 1.01]))
    assert found.town.tolist() == [0, 1]
    assert found.village.tolist() == found.grid.tolist() == [NO_AREA, NO_AREA]


def test_the_compiled_form_is_used_again_until_a_file_changes(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy")
    first = load_city(pack)
    stamp = (pack / compiled.FILE).stat().st_mtime_ns
    assert load_city(pack).version == first.version
    assert (pack / compiled.FILE).stat().st_mtime_ns == stamp
    write_pack(pack, (TOWNS[0],))
    changed = load_city(pack)
    assert changed.version != first.version
    assert len(changed.tree.towns) == 1


def test_a_damaged_compiled_file_is_made_anew(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy")
    load_city(pack)
    (pack / compiled.FILE).write_bytes(b"PK\x03\x04 nothing of use")
    assert len(load_city(pack).tree.towns) == 2


def test_a_pack_in_a_folder_that_cannot_be_written_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = write_pack(tmp_path / "toy")
    monkeypatch.setattr(compiled, "write", lambda *args: False)
    assert len(load_city(pack).tree.towns) == 2
    assert not (pack / compiled.FILE).exists()


def test_levels_find_their_parents_and_staff_sums_up(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy", settings='village = "areas/village.geojson"\n')
    villages = (
        feature("V1", square(3.00, 1.00, 3.02, 1.01), parent="T1", population=100),
        feature("V2", square(3.00, 1.01, 3.02, 1.02), parent="T1", population=50),
        feature("V3", square(3.02, 1.00, 3.04, 1.02), parent="T2", population=7),
    )
    from tests.data_access.cities.packs import write_boundaries

    write_boundaries(pack / "areas" / "village.geojson", villages)
    (pack / "staff.csv").write_text("area,staff\nV1,3\nV2,4\nV3,5\n")
    (pack / "aliases.csv").write_text("code,area,name,reason\nV9,V3,an old name,merged\n")
    tree = load_city(pack).tree
    assert [village.parent for village in tree.villages] == [0, 0, 1]
    assert [town.staff for town in tree.towns] == [7, 5]
    assert [town.population for town in tree.towns] == [150, 7]
    assert (tree.city.staff, tree.city.population) == (12, 157)
    assert tree.find("V9") == (AreaLevel.VILLAGE, 2)


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(PackError, match="dongguan"):
        pack_folder("no-such-city")


@pytest.mark.parametrize(
    ("towns", "message"),
    [
        ((TOWNS[0], TOWNS[0]), "T1: the code occurs twice"),
        ((feature("", square(3, 1, 3.1, 1.1)),), "feature 1: has no usable code"),
        ((feature("T1", {"type": "Point", "coordinates": [3, 1]}),), "T1: must be a polygon, not Point"),
        ((feature("T1", square(500000, 110000, 510000, 120000)),), "T1: is not in degrees"),
        ((feature("T1", {"type": "Polygon", "coordinates": []}),), "T1: must be a polygon"),
        ((feature("T1", {"type": "Polygon"}),), "T1: has no readable geometry"),
        ((feature("T1", square(100, 60, 100.1, 60.1)),), "is not made for this place"),
        ((), "is not a GeoJSON FeatureCollection"),
        ((feature("toy", square(3, 1, 3.1, 1.1)),), "toy: the code of a town is used on a higher level too"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_by_feature(
    tmp_path: Path, towns: tuple[dict[str, object], ...], message: str
) -> None:
    with pytest.raises(PackError, match=message):
        load_city(write_pack(tmp_path / "toy", towns))


@pytest.mark.parametrize(
    ("taxonomy", "message"),
    [
        ("kind,class,subclass,limit,clock\nevent,E01,A,4,lunar_hour\n", "line 2: unknown clock 'lunar_hour'"),
        ("kind,class,subclass,limit,clock\nevent,E01,A,soon,natural_day\n", "line 2: the limit 'soon'"),
        ("kind,class,subclass,limit,clock\nevent,E01,A,-1,natural_day\n", "line 2: the limit -1"),
        ("kind,class,subclass\nevent,E01,A\nevent,E01,A\n", "line 3: the subclass A occurs twice"),
        ("kind,class\nthing,E01\n", "line 2: the kind must be component or event"),
        ("name\nrubbish\n", "line 1: lacks the columns class, kind"),
        ("kind,class\n", "has no classes"),
    ],
)
def test_a_taxonomy_that_cannot_be_used_is_refused_by_line(
    tmp_path: Path, taxonomy: str, message: str
) -> None:
    with pytest.raises(PackError, match=message):
        load_city(write_pack(tmp_path / "toy", taxonomy=taxonomy))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('village = "../elsewhere.geojson"\n', "is outside the pack"),
        ('grid = "areas/grid.geojson"\n', "must be town; town and village; or town, village and grid"),
        ("[calendar]\n", "is not valid TOML"),
        ("[[levels.town]]\n", "is not valid TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, settings: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        load_city(write_pack(tmp_path / "toy", settings=settings))


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="zone: is not a time zone: 'Mars/Olympus'"):
        load_city(write_pack(tmp_path / "toy", zone="Mars/Olympus"))
