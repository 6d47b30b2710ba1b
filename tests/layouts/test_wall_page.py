"""The wall's panels show the snapshot's figures, in both languages, and say so when there are none."""

import copy
import json
import re
from typing import Any

import plotly.utils
import pytest

from layouts.patch import all_properties, component_patches, plain
from layouts.wall import ids
from layouts.wall.browser import Playlist, Running, browser_config, wall_document
from layouts.wall.children import sorted_children
from layouts.wall.ids import Ids
from layouts.wall.overview import overview_page
from layouts.wall.view import WallView
from tests.layouts.conftest import NOW
from tests.layouts.snapshots import sample_snapshot
from tests.layouts.trees import components, part, words

Snapshot = dict[str, Any]
ALONE = Playlist(0, 1, 30)
RUNNING = Running("build", "protocol")


def test_every_id_is_there_once(snapshot: Snapshot, view: WallView) -> None:
    found = [item.id for item in components(overview_page(snapshot, view)) if getattr(item, "id", None)]
    assert len(found) == len(set(found))


def test_the_page_is_json(snapshot: Snapshot, view: WallView) -> None:
    document = wall_document(
        snapshot, view, stream_url="/wall/stream?lang=zh", now=NOW, playlist=ALONE, running=RUNNING
    )
    assert json.loads(json.dumps(document, cls=plotly.utils.PlotlyJSONEncoder))["props"]["children"]


def test_the_tree_has_one_shape_so_that_only_properties_travel(snapshot: Snapshot, view: WallView) -> None:
    empty, full = overview_page({}, view), overview_page(snapshot, view)
    patches = component_patches(empty, full)
    assert Ids.PAGE not in patches
    assert Ids.MAP not in patches
    applied = {identity for identity, values in patches.items() if "children" in values}
    inner = {item.id for item in components(full) if getattr(item, "id", None)}
    assert applied <= inner
    assert set(all_properties(full)) == inner


def test_kpis_show_value_change_and_last_week(zh: WallView, en: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    kpis = snapshot["kpis"]
    kpis["reported"] |= {"value": 884, "last_week": 818}
    kpis["overdue"] |= {"value": 63, "last_week": 52}
    kpis["on_time_disposal_rate"] |= {"value": 0.893, "last_week": 0.902}
    kpis["staff_on_duty"] |= {"value": 8412, "roster": 9177}
    page = overview_page(snapshot, zh)
    assert words(part(page, "k-reported-tile")) == "上报 884 件 ▲ 8.1% 上周 818"
    assert part(page, "k-reported-c").className == "change"
    assert words(part(page, "k-overdue-tile")) == "超期 63 件 ▲ 11 件 上周 52"
    assert part(page, "k-overdue-c").className == "change bad"
    assert part(page, "k-overdue-tile").className == "kpi alarm"
    assert words(part(page, "k-on_time_disposal_rate-tile")) == "按期处置率 89.3 % ▼ 0.9 点 上周 90.2"
    assert words(part(page, "k-staff_on_duty-tile")) == "网格员在岗 8,412 人 91.7% 应到 9,177"
    english = overview_page(snapshot, en)
    assert words(part(english, "k-overdue-tile")) == "Overdue 63 +11 last wk 52"


def test_a_rate_without_denominator_is_no_data(zh: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    snapshot["kpis"]["closing_rate"] |= {"value": None, "last_week": None, "spark": [None] * 25}
    tile = words(part(overview_page(snapshot, zh), "k-closing_rate-tile"))
    assert tile == "结案率 – 无数据"


def test_towns_are_sorted_by_load_and_none_overdue_is_a_dot(zh: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    code = sorted_children(snapshot, zh)[-1][0]
    snapshot["children"][code] = {**snapshot["children"][code], "open": 321, "overdue": 0, "load": 99.4}
    page = overview_page(snapshot, zh)
    assert part(page, ids.child(0, "n")).children == zh.area_name(code)
    assert part(page, ids.child(0, "o")).children == "321"
    assert part(page, ids.child(0, "x")).children == "·"
    assert "zero" in part(page, ids.child(0, "x")).className
    assert "overloaded" in part(page, ids.child(0, "c")).className
    loads = [facts["load"] for _, facts in sorted_children(snapshot, zh)]
    assert loads == sorted(loads, reverse=True)


def test_the_city_says_what_its_open_cases_are_made_of(zh: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    snapshot["centre"] |= {
        "open": 1486,
        "direct": 58,
        "children_open": 1428,
        "overdue": 63,
        "load": 17.7,
        "aged": 5,
        "oldest_at": NOW - 9 * 86_400 - 4 * 3600,
    }
    page = overview_page(snapshot, zh)
    assert words(part(page, Ids.SHARES)) == "市直 58 + 镇街 1,428 件在办"
    assert (part(page, Ids.LOAD).children, part(page, Ids.LOAD_STATE).children) == ("17.7", "正常")
    assert part(page, Ids.OVERDUE_SHARE).children == "4.2%"
    assert part(page, Ids.OLDEST).children == "9 天 4 时"
    assert part(page, Ids.AGED).children == "其中上报逾一年未结 5 件"
    assert part(page, Ids.AGED).className == "aged"
    assert part(overview_page({**snapshot, "centre": {}}, zh), Ids.AGED).className == "aged off"


@pytest.mark.parametrize(("place", "state"), [(-0.1, "正常"), (0, "偏高"), (1, "过载"), (None, "无数据")])
def test_the_gauge_names_its_band(zh: WallView, place: float | None, state: str) -> None:
    busy, overloaded = zh.city.load_bands
    load = None if place is None else busy + place * (overloaded - busy)
    assert part(overview_page({"centre": {"load": load}}, zh), Ids.LOAD_STATE).children == state


def test_a_step_at_which_nothing_can_wait_shows_no_zero(zh: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    snapshot["steps"]["dispatch"] |= {"waiting": None, "rate": {"value": None}}
    page = overview_page(snapshot, zh)
    assert part(page, ids.step("dispatch", "l")).className == "step-waiting off"
    assert part(page, ids.step("dispatch", "r")).children == "15 分内 无数据"


def test_the_ranking_shows_both_ends_and_hides_the_middle_on_one_screen(
    zh: WallView, snapshot: Snapshot
) -> None:
    page = overview_page(snapshot, zh)
    first = snapshot["ranking"]["rows"][0]
    assert part(page, ids.rank(0, "n")).children == zh.area_name(first["code"])
    assert part(page, ids.rank(0, "v")).children == f"{first['value'] * 100:.1f}%"
    hidden = [k for k in range(33) if "middle" in part(page, ids.rank(k, "r")).className]
    assert hidden == list(range(5, 28))
    assert part(page, Ids.RANK_MIDDLE_LABEL).children == "6–28 名"
    assert part(page, Ids.RANK_STRIP).d.count("M") == 23


def test_unknown_codes_and_absent_places_do_no_harm(zh: WallView, snapshot: Snapshot) -> None:
    snapshot = copy.deepcopy(snapshot)
    snapshot["ticker"][0] |= {"subclass": "<script>", "village": None, "town": None, "lon": None, "lat": None}
    snapshot["subclasses"][0]["code"] = "X9"
    page = overview_page(snapshot, zh)
    assert part(page, ids.ticker(0, "p")).children == ""
    assert "<script>" in part(page, ids.ticker(0, "w")).children
    assert part(page, ids.subclass(0, "n")).children == "X9"
    assert len(part(page, Ids.PULSES).data) == 11


def test_only_the_newest_three_are_numbered(zh: WallView, snapshot: Snapshot) -> None:
    numbers = [pulse.get("number") for pulse in part(overview_page(snapshot, zh), Ids.PULSES).data]
    assert numbers == [1, 2, 3] + [None] * 9


def test_an_empty_snapshot_is_a_designed_state(view: WallView) -> None:
    page = overview_page({}, view)
    for identity in (Ids.HOURS_EMPTY, Ids.DAYS_EMPTY, Ids.RANK_EMPTY, Ids.SUBCLASSES_EMPTY, Ids.TICKER_EMPTY):
        assert part(page, identity).className == "empty"
    assert part(page, ids.kpi("reported", "v")).children == "–"
    assert part(page, ids.kpi("reported", "n")).children == view.text("unit.no_data")
    assert "None" not in words(page)
    assert "nan" not in words(page).lower().split()


def test_english_screens_carry_no_chinese(en: WallView, snapshot: Snapshot) -> None:
    assert not re.findall(r"[\u4e00-\u9fff]+", words(overview_page(snapshot, en)))


def test_demonstration_data_and_schematic_boundaries_are_always_labelled(
    zh: WallView, snapshot: Snapshot
) -> None:
    shown = words(overview_page(snapshot, zh))
    assert "演示数据" in shown
    assert "示意，非法定边界" in shown


def test_one_more_report_travels_in_less_than_four_kilobytes(zh: WallView, snapshot: Snapshot) -> None:
    later = copy.deepcopy(snapshot)
    later["at"] += 1
    later["kpis"]["reported"]["value"] += 1
    later["hours"]["today"][14] += 1
    later["ticker"] = [sample_snapshot(zh.city, NOW + 1, 9)["ticker"][0], *later["ticker"][:11]]
    patches = component_patches(overview_page(snapshot, zh), overview_page(later, zh))
    assert len(json.dumps(plain(patches), ensure_ascii=False).encode()) < 4096


def test_browser_code_gets_its_words_with_their_places(view: WallView) -> None:
    config = browser_config(
        {}, view, stream_url="/wall/stream?lang=zh", now=NOW, playlist=ALONE, running=RUNNING
    )
    assert "{age}" in config["text"]["live"]
    assert config["zone"] == "Asia/Shanghai"
    assert len(config["weekdays"]) == 7
    assert config["seq"] is None
