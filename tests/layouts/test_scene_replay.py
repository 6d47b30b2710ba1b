"""The scene of the replay says that it is not live, hands over its film, and keeps its shape."""

import json
import re
from typing import Any

import pytest

from layouts import tokens
from layouts.patch import all_properties, component_patches
from layouts.wall.ids import Ids
from layouts.wall.replay.curves import COURSES
from layouts.wall.replay.ids import ReplayIds, curve, tick
from layouts.wall.replay.page import STILLS, film, replay_page
from layouts.wall.view import WallView
from tests.layouts.canvas_scenes import replay_snapshot
from tests.layouts.conftest import wall_view
from tests.layouts.test_tokens import contrast
from tests.layouts.trees import components, part, words


@pytest.fixture
def scene(zh: WallView) -> dict[str, Any]:
    return replay_snapshot(zh.city)


def test_the_tree_has_one_shape_and_every_id_once(scene: dict[str, Any], view: WallView) -> None:
    empty, full = replay_page({}, view), replay_page(scene, view)
    found = [item.id for item in components(full) if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    assert Ids.PAGE not in component_patches(empty, full)
    assert set(all_properties(full)) == set(found)


def test_the_film_is_the_snapshots(zh: WallView, scene: dict[str, Any]) -> None:
    told = json.loads(part(replay_page(scene, zh), ReplayIds.FILM).to_plotly_json()["props"]["data-film"])
    assert told == {name: scene[name] for name in told}
    assert {"start", "step", "window", "cells", "steps", "open", "overdue"} == set(told)
    assert film({}) == ""


def test_the_page_says_that_it_is_no_live_picture(zh: WallView, en: WallView, scene: dict[str, Any]) -> None:
    assert "非实时画面 回放" in words(replay_page(scene, zh))
    assert "Not live Replay" in words(replay_page(scene, en))
    for theme in tokens.WALL_THEMES.values():
        for ground in (theme.base.bg, theme.base.land):
            assert contrast(theme.replay, ground) >= 4.5
        assert theme.replay not in (theme.base.accent, theme.base.warn)


def test_courses_and_axes(zh: WallView, scene: dict[str, Any]) -> None:
    page = replay_page(scene, zh)
    for name in COURSES:
        path = part(page, curve(name)).d
        assert path.startswith("M0 400L10 ")
        assert path.count("L") == 96
    hours = [part(page, tick("x", place)).children for place in range(8)]
    # The film of the sample begins on Sunday at 14:30.
    assert hours == ["15:00", "18:00", "21:00", "11/23", "03:00", "06:00", "09:00", "12:00"]
    assert part(page, ReplayIds.SPAN).children == "14:30 至次日 14:30"


def test_there_are_eight_stills_for_viewers_who_ask_for_less_motion(
    view: WallView, scene: dict[str, Any]
) -> None:
    page = replay_page(scene, view)
    assert sum(getattr(item, "className", None) == "still" for item in components(page)) == STILLS == 8


def test_a_towns_replay_names_its_villages(zh: WallView, scene: dict[str, Any]) -> None:
    town = zh.city.tree.towns[0]
    page = replay_page({**scene, "area": town.code}, wall_view(zh.city, "zh", town.code))
    names = json.loads(part(page, ReplayIds.NAMES).to_plotly_json()["props"]["data-names"])
    assert [name for name, *_ in names] == [v.short_zh for v in zh.city.tree.villages if v.parent == 0]


def test_before_the_first_data_nothing_is_zero(view: WallView) -> None:
    page = replay_page({}, view)
    assert part(page, ReplayIds.EMPTY).className == "empty"
    assert "None" not in words(page)
    assert part(page, curve("report")).d == ""


def test_english_screens_carry_no_chinese(en: WallView, scene: dict[str, Any]) -> None:
    assert not re.findall(r"[\u4e00-\u9fff]+", words(replay_page(scene, en)))
