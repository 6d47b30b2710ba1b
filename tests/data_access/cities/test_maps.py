"""Every pack has the map files that browsers ask for, drawn anew when its boundaries change."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from data_access.cities.create import new_pack
from data_access.cities.pack import load_city
from data_access.domain.areas import AreaLevel
from tests.data_access.cities.packs import TOWNS, feature, square, write_boundaries, write_pack


def features(pack: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads((pack / "map" / name).read_bytes())["features"]
    return found


@pytest.mark.parametrize("made", [True, False])
def test_a_pack_has_map_files_of_every_level_however_it_was_made(tmp_path: Path, made: bool) -> None:
    pack = tmp_path / "toy"
    if made:
        new_pack(pack, {AreaLevel.TOWN: write_boundaries(tmp_path / "towns.geojson", TOWNS)})
    else:
        load_city(write_pack(pack))
    towns = features(pack, "towns.geojson")
    assert [town["properties"] for town in towns] == [
        {"code": "T1", "index": 0},
        {"code": "T2", "index": 1},
    ]
    assert features(pack, "grids.geojson") == []
    ((west, south), *_rest) = sorted(features(pack, "outline.geojson")[0]["geometry"]["coordinates"][0])
    assert (west, south) == pytest.approx((3.0, 1.0), abs=2e-5)


def test_new_boundaries_give_a_new_map(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy")
    load_city(pack)
    load_city(write_pack(pack, (*TOWNS, feature("T3", square(3.04, 1.00, 3.06, 1.02)))))
    assert [town["properties"]["code"] for town in features(pack, "towns.geojson")] == ["T1", "T2", "T3"]


def test_areas_that_overlap_a_little_are_drawn_all_the_same(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "toy", (TOWNS[0], feature("T2", square(3.0199, 1.00, 3.04, 1.02))))
    load_city(pack)
    assert len(features(pack, "towns.geojson")) == 2
    assert len(features(pack, "outline.geojson")) == 1
