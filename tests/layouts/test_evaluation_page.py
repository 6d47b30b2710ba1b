"""The evaluation scene as a component tree."""

import re
from typing import Any

import pytest

from data_access.domain.city import City
from layouts.patch import component_patches
from layouts.wall.evaluation.ids import EvaluationIds as E
from layouts.wall.evaluation.ids import row
from layouts.wall.evaluation.page import evaluation_page
from layouts.wall.evaluation.rows import axis_start, lost_end
from layouts.wall.view import WallView
from tests.layouts.conftest import NOW
from tests.layouts.evaluation_scenes import sample_evaluation
from tests.layouts.trees import components, part, words


@pytest.fixture(scope="module")
def scene(city_dongguan: City) -> dict[str, Any]:
    return sample_evaluation(city_dongguan, NOW)


def test_ids_are_unique_and_the_tree_keeps_its_shape(scene: dict[str, Any], view: WallView) -> None:
    empty, full = evaluation_page({}, view), evaluation_page(scene, view)
    found = [item.id for item in components(full) if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    before = [item.id for item in components(empty) if getattr(item, "id", None)]
    assert before == found
    assert component_patches(empty, full)


def test_rows_stand_by_rank_with_grade_score_and_interval(scene: dict[str, Any], zh: WallView) -> None:
    page, rows = evaluation_page(scene, zh), scene["rows"]
    assert len(rows) == 33
    for place, one in enumerate(rows):
        assert part(page, row(place, "k")).children == str(one["rank"])
        assert part(page, row(place, "n")).children == zh.area_name(one["code"])
        assert part(page, row(place, "s")).children == f"{one['score']:.1f}"
        low, high = one["ranks"]
        assert part(page, row(place, "i")).children == f"{low}–{high}"
        assert part(page, row(place, "g")).children in ("优秀", "良好", "合格", "不合格")


def test_the_worst_three_of_a_column_are_marked(scene: dict[str, Any], zh: WallView) -> None:
    page = evaluation_page(scene, zh)
    marked = [part(page, row(place, "r0")) for place in range(33)]
    bad = [float(item.children) for item in marked if item.className == "bad"]
    assert len(bad) == 3
    assert max(bad) <= min(float(item.children) for item in marked if item.className != "bad")


def test_a_running_month_and_a_frozen_one_say_so(
    scene: dict[str, Any], city_dongguan: City, zh: WallView
) -> None:
    assert part(evaluation_page(scene, zh), E.LOCK).children == "本月进行中"
    frozen = {**scene, "running": False, "frozen": {"frozen_at": "2026-12-05T09:00:00+08:00", "revisions": 2}}
    page = evaluation_page(frozen, zh)
    assert part(page, E.LOCK).children == "定稿"
    assert "修订 2 处" in part(page, E.STATE).children
    assert "示例" in part(page, E.STATE).children
    assert part(evaluation_page({**scene, "running": False}, zh), E.LOCK).children == "未定稿"


def test_before_the_first_figures_it_says_why_it_is_empty(view: WallView) -> None:
    page = evaluation_page({}, view)
    assert part(page, E.EMPTY).className == "empty"
    assert "0.0" not in words(page)


def test_english_has_no_chinese_and_areas_not_ranked_are_named_so(
    scene: dict[str, Any], en: WallView
) -> None:
    last = {**scene["rows"][-1], "rank": None, "score": None, "grade": None, "ranks": None, "reach": None}
    last["lost"] = None
    page = evaluation_page({**scene, "rows": [*scene["rows"][:-1], last]}, en)
    assert not re.findall(r"[\u4e00-\u9fff]+", words(page))
    assert part(page, row(32, "g")).children == "Unranked"


def test_axes_hold_every_interval_and_every_bar(scene: dict[str, Any]) -> None:
    rows = scene["rows"]
    assert axis_start(rows) <= min(one["reach"][0] for one in rows)
    assert lost_end(rows) >= max(sum(one["lost"]) for one in rows)
    assert (axis_start([]), lost_end([])) == (70, 10)
