"""The scene of heat by class shows the figures of its snapshot, in both languages, and keeps its shape."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from data_access.domain.taxonomy import Taxonomy
from layouts.patch import all_properties, component_patches
from layouts.wall.classes.ids import ClassIds, tile
from layouts.wall.classes.page import MOST, classes_page
from layouts.wall.ids import Ids
from layouts.wall.view import WallView
from tests.layouts.canvas_scenes import classes_snapshot
from tests.layouts.trees import components, part, words


@pytest.fixture
def scene(zh: WallView) -> dict[str, Any]:
    return classes_snapshot(zh.city)


def test_the_tree_has_one_shape_and_every_id_once(scene: dict[str, Any], view: WallView) -> None:
    empty, full = classes_page({}, view), classes_page(scene, view)
    found = [item.id for item in components(full) if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    assert Ids.PAGE not in component_patches(empty, full)
    assert set(all_properties(full)) == set(found)


def test_a_tile_shows_its_class(zh: WallView, en: WallView, scene: dict[str, Any]) -> None:
    first = scene["classes"][0]
    town = zh.city.tree.towns[4]
    first |= {"reported": 770, "last_week": 818, "open": 1299, "overdue": 36}
    first["most"] = {"code": town.code, "count": 71}
    first["spark"] = [100] + [0] * 22 + [66]
    shown = words(part(classes_page(scene, zh), tile(0, "tile")))
    assert "770 件 ▼ 5.9% 上周 818" in shown
    assert "在办 1,299 超期 36" in shown
    assert f"最多 {town.short_zh} 71" in shown
    assert "峰值 100 件/时" in shown
    page = classes_page(scene, en)
    assert part(page, tile(0, "c")).children == "−5.9%"
    assert part(page, tile(0, "m")).to_plotly_json()["props"]["data-layer"] == str(first["index"])
    assert part(page, tile(0, "x")).className == "count bad"
    assert part(page, tile(0, "s")).d == "M2.1 30V0.0"
    assert part(page, tile(0, "r")).d == "M97.9 30V10.2"


def test_a_class_without_overdue_cases_has_a_dot_and_no_colour(zh: WallView, scene: dict[str, Any]) -> None:
    scene["classes"][0]["overdue"] = 0
    mark = part(classes_page(scene, zh), tile(0, "x"))
    assert (mark.children, mark.className) == ("·", "count")


def test_scale_unit_kernel_and_window_are_said_once(view: WallView, scene: dict[str, Any]) -> None:
    shown = words(classes_page(scene, view))
    for said in (view.text("wall.heat.classes.title"), "0.25 0.5 1 2 4 ≥8", "1.6 km", "/km²"):
        assert shown.count(said) == 1, said
    settings = part(classes_page(scene, view), ClassIds.MAPS).to_plotly_json()["props"]["data-heat"]
    assert json.loads(settings) == {"kernel_km": 1.6, "limits": [0.25, 8]}


@pytest.mark.parametrize("count", range(1, 16))
def test_any_number_of_classes_fits(zh: WallView, scene: dict[str, Any], count: int) -> None:
    known = zh.city.taxonomy.classes
    some = tuple(replace(known[n % 12], code=f"X{n:02}") for n in range(count))
    view = replace(zh, city=replace(zh.city, taxonomy=Taxonomy(some, ())))
    figures = [{**scene["classes"][0], "code": c.code, "index": n} for n, c in enumerate(some)]
    page = classes_page({**scene, "classes": figures}, view)
    tiles = [item for item in components(page) if getattr(item, "className", None) == "class-tile"]
    assert len(tiles) == min(MOST, count)
    rest = part(page, "h-rest").children
    assert (f"另有 {count - MOST} 类" in rest) if count > MOST else rest == ""
    assert part(page, ClassIds.MAPS).style["--three"] in ("3", "6"), "whole columns on each of three screens"
    assert int(part(page, ClassIds.MAPS).style["--two"]) % 2 == 0


def test_before_the_first_data_nothing_is_zero(view: WallView) -> None:
    page = classes_page({}, view)
    assert part(page, ClassIds.EMPTY).className == "empty"
    assert part(page, tile(0, "v")).children == "–"
    assert "None" not in words(page)


def test_english_screens_carry_no_chinese(en: WallView, scene: dict[str, Any]) -> None:
    assert not re.findall(r"[\u4e00-\u9fff]+", words(classes_page(scene, en)))


def test_demonstration_data_and_schematic_boundaries_are_labelled(
    zh: WallView, scene: dict[str, Any]
) -> None:
    assert "演示数据" in words(classes_page(scene, zh))
    assert "示意，非法定边界" in words(classes_page(scene, zh))
