"""The scenes of time limits and of the public's voice show their figures, and say so when there are none."""

import json
import re
from typing import Any

import pytest

from data_access.domain.city import City
from layouts.patch import all_properties, component_patches, plain
from layouts.wall.deadlines import ids as deadline_ids
from layouts.wall.deadlines.ids import Ids as DeadlineIds
from layouts.wall.deadlines.page import deadlines_page
from layouts.wall.ids import Ids
from layouts.wall.view import WallView
from layouts.wall.voice import ids as voice_ids
from layouts.wall.voice.channels import daily_shares
from layouts.wall.voice.ids import Ids as VoiceIds
from layouts.wall.voice.page import voice_page
from tests.layouts.conftest import NOW, wall_view
from tests.layouts.scenes import SCENES, Scene, scene_snapshot
from tests.layouts.trees import components, part, words

Snapshots = dict[str, dict[str, Any]]
each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


@pytest.fixture(scope="session")
def busy(city_dongguan: City) -> Snapshots:
    return {scene.name: scene_snapshot(scene, city_dongguan, NOW) for scene in SCENES}


@each_scene
def test_the_tree_has_one_shape_and_every_id_once(scene: Scene, busy: Snapshots, view: WallView) -> None:
    empty, full = scene.page({}, view), scene.page(busy[scene.name], view)
    found = [item.id for item in components(full) if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    patches = component_patches(empty, full)
    assert Ids.PAGE not in patches
    assert set(patches) <= set(found) == set(all_properties(full))
    # Whatever changes goes straight into its element: a text, a class, a style of texts, a geometry.
    for identity, properties in patches.items():
        for value in properties.values():
            texts = value.values() if isinstance(value, dict) else [value]
            assert all(isinstance(one, str) for one in texts), identity


@each_scene
def test_a_scene_before_the_first_data_says_so(scene: Scene, view: WallView) -> None:
    shown = words(scene.page({}, view))
    assert view.text(f"wall.{scene.name}.wait") in shown
    assert view.text("unit.no_data") in shown
    assert not re.search(r"None|nan\b|100\.0|\b0\.0", shown)


@each_scene
def test_english_scenes_carry_no_chinese_but_names_of_departments(
    scene: Scene, busy: Snapshots, en: WallView
) -> None:
    shown = scene.page(busy[scene.name], en)
    named = {"城管分局", "市城市管理综合执法局", "水务工程运营中心"}
    assert set(re.findall(r"[\u4e00-\u9fff]+", words(shown))) <= named
    assert part(shown, Ids.PAGE).lang == "en"


@each_scene
def test_demonstration_data_are_always_labelled(scene: Scene, busy: Snapshots, zh: WallView) -> None:
    assert "演示数据" in words(scene.page(busy[scene.name], zh))


def test_windows_overdue_and_bands_are_those_of_the_snapshot(busy: Snapshots, zh: WallView) -> None:
    snapshot = {**busy["deadlines"], "windows": [3, 15, 98, 1102], "overdue": 166, "today": 1110}
    snapshot["bands"] = [6, 27, 34, 10, 0, 89]
    page = deadlines_page(snapshot, zh)
    assert words(part(page, "dl-w15-tile")) == "15 分内到期 3 件 至 14:47"
    assert part(page, "dl-w15-tile").className == "kpi soon"
    assert words(part(page, "dl-w240-tile")) == "4 小时内到期 1,102 件 至 18:32"
    assert words(part(page, "dl-overdue-tile")) == "已超期 166 件 逾 4 时 133"
    assert part(page, "dl-overdue-tile").className == "kpi alarm"
    assert [part(page, deadline_ids.band(place, "v")).children for place in (0, 4, 5)] == ["6", "·", "89"]
    assert part(page, deadline_ids.band(5, "b")).style == {"--share": "100.0%"}


def test_the_next_case_has_a_sign_a_word_and_a_moment_to_count_down_to(busy: Snapshots, zh: WallView) -> None:
    town = zh.city.tree.towns[0]
    subclass = zh.city.taxonomy.subclasses[0]
    case = {
        "class": "C01",
        "subclass": subclass.code,
        "town": town.code,
        "village": None,
        "urgent": True,
        "department": "城管分局",
        "stage": "dispatched",
        "filed_at": int(NOW) - 7000,
        "due_at": int(NOW) + 86_400,
        "light": "yellow",
    }
    page = deadlines_page({**busy["deadlines"], "next": [case]}, zh)
    row = part(page, deadline_ids.case("n", 0, "r"))
    assert words(row) == f"▲ 临期 紧急 {subclass.name_zh} {town.short_zh} 城管分局 处置中 周二 14:32"
    left = part(page, deadline_ids.case("n", 0, "t"))
    assert getattr(left, "data-until") == str(int(NOW) + 86_400)
    assert "is-urgent" in row.className
    assert "off" in part(page, deadline_ids.case("n", 1, "r")).className
    assert words(part(deadlines_page({**busy["deadlines"], "next": []}, zh), DeadlineIds.NEXT_EMPTY)) == (
        "没有待处置的案件"
    )


def test_towns_come_by_what_presses_and_the_citys_own_cases_last(busy: Snapshots, zh: WallView) -> None:
    towns = zh.city.tree.towns
    rows = [{"code": town.code, "overdue": 0, "soon": 0, "today": 0} for town in towns]
    rows[7] |= {"overdue": 2, "soon": 3, "today": 4}
    rows[9] |= {"overdue": 1, "soon": 5, "today": 5}
    page = deadlines_page(
        {**busy["deadlines"], "areas": [*rows, {"code": None, "overdue": 90, "soon": 0, "today": 0}]}, zh
    )
    assert part(page, deadline_ids.row("a", 0, "n")).children == towns[9].short_zh
    assert words(part(page, deadline_ids.row("a", 1, "r"))) == f"{towns[7].short_zh} 2 3 4"
    assert words(part(page, deadline_ids.row("a", 33, "r"))) == "市直 90 · ·"
    bar = part(page, deadline_ids.row("a", 1, "b")).style
    assert bar == {"--lo": "33.3%", "--hi": "83.3%", "--share": "100.0%"}


def test_departments_beyond_the_tenth_are_summed_up(busy: Snapshots, zh: WallView) -> None:
    rows = [{"name": f"部门{n}", "overdue": 20 - n, "soon": 1, "today": 2} for n in range(13)]
    page = deadlines_page({**busy["deadlines"], "departments": rows}, zh)
    assert words(part(page, deadline_ids.row("d", 10, "r"))) == "其余 3 个 27 3 6"


def test_the_timeline_tells_missed_past_and_waiting_to_come(busy: Snapshots, zh: WallView) -> None:
    line = {name: [0] * 31 for name in ("met", "missed", "done", "soon", "waiting")}
    line["met"][0], line["missed"][0], line["soon"][7], line["waiting"][8] = 9, 3, 5, 2
    start = int(NOW) - int(NOW) % 3600 - 6 * 3600
    page = deadlines_page({**busy["deadlines"], "timeline": {"start": start, **line}}, zh)
    assert part(page, DeadlineIds.PAST).children == "08:00 以来到期 12 件，超期 3 件"
    figures = [part(page, deadline_ids.slot(place, "f")) for place in (0, 6, 7, 8)]
    assert [figure.children for figure in figures] == ["3", "·", "5", "2"]
    assert [figure.className.split()[-1] for figure in figures[:3]] == ["missed", "zero", "soon"]
    assert part(page, deadline_ids.slot(1, "h")).children == "09"
    assert part(page, deadline_ids.slot(16, "h")).children == "周二"


def test_channels_stand_beside_last_week_and_the_thirty_days_before(busy: Snapshots, zh: WallView) -> None:
    channels = [
        {"source": "hotline_12345", "today": 37, "last_week": 37, "month": 2027, "before": 1889},
        {"source": "app", "today": 22, "last_week": 17, "month": 853, "before": 863},
        {"source": "wechat", "today": 32, "last_week": 0, "month": 1240, "before": 1100},
    ]
    whole = {"today": 884, "month": 39_970, "before": 38_095}
    page = voice_page({**busy["voice"], "channels": channels, "all": whole}, zh)
    assert words(part(page, "vo-reports-tile")) == "今日公众上报 91 件 ▲ 68.5% 上周 54"
    assert words(part(page, "vo-app-tile")) == "市民 App 22 件 ▲ 29.4% 上周 17"
    assert words(part(page, "vo-share-tile")) == "公众上报占比 10.3 % ▲ 0.2 点 此前 10.1"
    assert part(page, "vo-share-c").className == "change"
    assert part(page, voice_ids.channel("wechat", "m")).children == "1,240"
    assert part(page, voice_ids.channel("wechat", "g")).children == "▲ 12.7%"


def test_an_unanswered_report_counts_down_to_its_24_hours(busy: Snapshots, zh: WallView) -> None:
    page = voice_page(busy["voice"], zh)
    first = busy["voice"]["waiting"]["oldest"][0]
    left = part(page, voice_ids.case(0, "t"))
    assert getattr(left, "data-until") == str(first["reported_at"] + 86_400)
    nobody = {"count": 0, "bands": [0] * 5, "oldest": []}
    none = voice_page({**busy["voice"], "waiting": nobody}, zh)
    assert words(part(none, VoiceIds.WAITING_EMPTY)) == "没有等待答复的公众上报"


def test_areas_with_few_ratings_say_so_and_come_last(busy: Snapshots, zh: WallView) -> None:
    towns = zh.city.tree.towns
    areas = [{"code": town.code, "rated": 30, "mean": 4.5, "satisfied": 0.9} for town in towns]
    areas[0] |= {"rated": 9, "mean": None, "satisfied": None}
    areas[5] |= {"mean": 3.25, "satisfied": 0.5}
    page = voice_page({**busy["voice"], "areas": areas}, zh)
    assert words(part(page, voice_ids.area(0, "r"))) == f"{towns[5].short_zh} 3.25 50% 30"
    assert words(part(page, voice_ids.area(32, "r"))) == f"{towns[0].short_zh} 不足 9"


def test_a_day_without_a_report_has_no_share() -> None:
    days = {"channels": {"app": [1, 0], "wechat": [1, 0]}, "all": [8, 0]}
    assert daily_shares(days) == [0.25, None]


def test_a_case_that_leaves_the_list_travels_in_less_than_four_kilobytes(
    busy: Snapshots, zh: WallView
) -> None:
    snapshot = busy["deadlines"]
    later = {**snapshot, "next": snapshot["next"][1:]}
    patches = component_patches(deadlines_page(snapshot, zh), deadlines_page(later, zh))
    assert len(json.dumps(plain(patches), ensure_ascii=False).encode()) < 4096


def test_a_towns_wall_is_broken_down_by_its_villages(city_dongguan: City) -> None:
    town = city_dongguan.tree.find("441900119")
    assert town is not None
    zh = wall_view(city_dongguan, "zh", "441900119")
    limits, public = (scene_snapshot(scene, city_dongguan, NOW, home=town) for scene in SCENES)
    page = deadlines_page(limits, zh)
    own = [village for village in city_dongguan.tree.villages if village.parent == town[1]]
    assert words(part(page, DeadlineIds.AREAS_NAME)) == "村（社区）"
    assert part(page, DeadlineIds.AREAS).children == str(len(own))
    assert part(page, deadline_ids.row("a", len(own), "n")).children == "其他"
    assert {part(page, deadline_ids.row("a", place, "n")).children for place in range(len(own))} == {
        village.short_zh for village in own
    }
    page = voice_page(public, zh)
    assert words(part(page, VoiceIds.AREAS_NAME)) == "满意度 · 村（社区）"
    names = {village.short_zh for village in own}
    assert part(page, voice_ids.case(0, "p")).children in names
