"""Heat by class and the replay in a browser: they paint what they are told."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data_access.domain.city import City
from tests.browser.screens import MISPLACED, fits, lasting
from tests.browser.standing import Standing
from tests.browser.wall_server import WallServer
from tests.layouts.canvas_scenes import classes_snapshot, replay_snapshot
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SCENES: dict[str, tuple[Callable[..., dict[str, Any]], str]] = {
    "classes": (classes_snapshot, "canvas.smallmap"),
    "replay": (replay_snapshot, "canvas.replay-map"),
}
COPY = """
  const canvas = document.querySelector(selector);
  const { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  if (!width || !canvas.clientWidth) return 0;
  context.drawImage(canvas, 0, 0);
  const data = context.getImageData(0, 0, width, height).data;
"""
LIT = f"""(selector) => {{
  {COPY}
  let lit = 0;
  for (let at = 0; at < data.length; at += 4) lit += data[at] - data[at + 1] > 30;
  return lit;
}}"""
"""Pixels redder than green: those of heat alone."""
OPAQUE = f"(selector) => {{ {COPY} return data.some((value) => value > 0); }}"
OpenScene = Callable[..., tuple[Page, WallServer, dict[str, Any]]]


@pytest.fixture
def open_scene(standing: Standing, city_dongguan: City) -> Iterator[OpenScene]:
    """Opens a scene and waits until its first map is painted; fails on any console message."""

    def opened(name: str, *, calm: bool = False, **changes: Any) -> tuple[Page, WallServer, dict[str, Any]]:
        sample, canvas = SCENES[name]
        snapshot = {**sample(city_dongguan, time.time()), **changes}
        standing.server.reset(snapshot)
        page = standing.open(f"?scene={name}", drawn=(), calm=calm)
        page.wait_for_function(OPAQUE, arg=".still-map" if calm else canvas, timeout=PATIENCE)
        return page, standing.server, snapshot

    yield opened
    assert standing.end_test() == []


@pytest.mark.parametrize("minutes", [1, 20, 50, 1439])
def test_the_hours_of_the_course_stay_inside_at_any_time_of_day(open_scene: OpenScene, minutes: int) -> None:
    # The axis ends so many minutes after nine in the evening, city time.
    start = 1_795_438_800 - 86_400 + minutes * 60
    page, _, _ = open_scene("replay", start=start)
    # One of each composition: larger screens of a shape show the same in other pixels.
    sizes = ((1280, 720), (3840, 1080), (5760, 1080), (1080, 1920))
    assert [one for size in sizes for one in fits(page, *size)] == []


def test_before_the_first_data_a_scene_fits_too(open_scene: OpenScene, city_dongguan: City) -> None:
    page, server, _ = open_scene("replay")
    server.show({})
    page.wait_for_selector("#p-empty:not(.off)")
    assert page.evaluate(MISPLACED) == []


def test_each_map_shows_its_own_class_and_follows_the_stream(open_scene: OpenScene) -> None:
    page, server, snapshot = open_scene("classes")
    page.wait_for_function(f"({LIT})('#h0-m') > 20 * Math.max(1, ({LIT})('#h11-m'))", timeout=PATIENCE)
    busy = page.evaluate(LIT, "#h0-m")
    size = snapshot["heat"]["layer_size"]
    last = snapshot["classes"][11]["index"]
    cells = {
        key: n
        for key, n in snapshot["heat"]["cells"].items()
        if int(key) // size == snapshot["classes"][0]["index"]
    }
    moved = {str(last * size + int(key) % size): n for key, n in cells.items()}
    server.show({**snapshot, "seq": 2, "heat": {**snapshot["heat"], "cells": {**cells, **moved}}})
    page.wait_for_function(f"({LIT})('#h11-m') > {busy / 2}", timeout=PATIENCE)


def test_a_map_changes_its_class_with_the_order(open_scene: OpenScene) -> None:
    page, server, snapshot = open_scene("classes")
    page.wait_for_function(f"({LIT})('#h0-m') > 0", timeout=PATIENCE)
    busy = page.evaluate(LIT, "#h0-m")
    server.show({**snapshot, "seq": 2, "classes": snapshot["classes"][::-1]})
    page.wait_for_function(f"({LIT})('#h11-m') > {busy / 2}", timeout=PATIENCE)
    expect(page.locator("#h11-v")).to_have_text(f"{snapshot['classes'][0]['reported']:,}")


def test_the_replayed_moment_moves_and_its_figures_are_the_films(
    open_scene: OpenScene, city_dongguan: City
) -> None:
    page, _, snapshot = open_scene("replay")
    first = page.inner_text(".replay-time")
    page.wait_for_function("text => document.querySelector('.replay-time').textContent !== text", arg=first)
    shown = page.evaluate(
        """() => Object.fromEntries(['.replay-time', "[data-level='open']", "[data-level='overdue']",
          ".flow [data-passed='report']"].map((one) => [one, document.querySelector(one).textContent]))"""
    )
    hour, minute = map(int, shown[".replay-time"].split(":"))
    begin = time.gmtime(snapshot["start"] + 8 * 3600)
    frame = ((hour * 60 + minute - begin.tm_hour * 60 - begin.tm_min) % 1440) // 15
    frames = {frame, 96} if frame == 0 else {frame}
    passed = snapshot["steps"]["report"]
    assert shown["[data-level='open']"] in {f"{snapshot['open'][f]:,}" for f in frames}
    assert shown["[data-level='overdue']"] in {f"{snapshot['overdue'][f]:,}" for f in frames}
    assert shown[".flow [data-passed='report']"] in {f"{sum(passed[:f]):,}" for f in frames}
    assert page.inner_text(".head-a .clock") != shown[".replay-time"]
    expect(page.locator(".head-a .pill-text")).to_contain_text("实时")


def test_the_window_holds_the_reports_of_two_hours(open_scene: OpenScene) -> None:
    page, _, snapshot = open_scene("replay")
    for at in (0, 40, 96):
        window = page.evaluate("([film, at]) => [...zhiwang.replay.windowAt(film, at)]", [snapshot, at])
        assert dict(map(tuple, window)) == Counter(chain(*snapshot["cells"][at : at + 8]))


def test_all_screens_are_at_the_same_moment_and_hold_at_the_end(open_scene: OpenScene) -> None:
    page, _, _ = open_scene("replay")
    place = "([now, frames]) => zhiwang.replay.position(now, frames)"
    round_ = 96 * 0.4 + 3.6
    assert page.evaluate(place, [7 * round_, 96]) == pytest.approx(0, abs=1e-6)
    assert page.evaluate(place, [7 * round_ + 20, 96]) == pytest.approx(50)
    assert page.evaluate(place, [7 * round_ + 40, 96]) == 96


def test_less_motion_gets_eight_stills_and_nothing_moves(open_scene: OpenScene) -> None:
    page, _, snapshot = open_scene("replay", calm=True)
    assert page.is_hidden("canvas.replay-map >> nth=0")
    times = page.eval_on_selector_all(".still-time", "all => all.map((one) => one.textContent)")
    assert len(set(times)) == 8
    hours = [int(one.split(":")[0]) for one in times]
    assert all((b - a) % 24 == 3 for a, b in pairwise(hours))
    assert page.inner_text("[data-level='open']") == f"{snapshot['open'][96]:,}"
    before = page.inner_text(".replay")
    page.wait_for_timeout(1200)
    assert page.inner_text(".replay") == before
    for size in ((1920, 1080), (5760, 1080), (1080, 1920)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert lasting(page, MISPLACED) == [], size


def test_a_broken_feed_stops_the_loop(open_scene: OpenScene) -> None:
    page, server, _ = open_scene("replay")
    server.feed_age = 200
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=PATIENCE)
    frozen = page.inner_text(".replay-time")
    page.wait_for_timeout(1500)
    assert page.inner_text(".replay-time") == frozen
    assert "grayscale" in page.evaluate("getComputedStyle(document.querySelector('.replay')).filter")


def test_a_towns_map_is_the_towns(open_scene: OpenScene, city_dongguan: City) -> None:
    town = city_dongguan.tree.towns[0]
    page, _, _ = open_scene("classes", area=town.code)
    box = page.evaluate("(area) => zhiwang.ground.frame(area, 400, 300).box", town.code)
    assert box["west"] < town.lon < box["east"]
    assert box["south"] < town.lat < box["north"]
    assert box["east"] - box["west"] < 0.3


def test_squares_hold_whole_counts_where_their_cells_lie(open_scene: OpenScene) -> None:
    page, _, _ = open_scene("classes")
    found = page.evaluate(
        """() => {
          const heat = { ...zhiwang.heat.settings(), square_cells: 10 };
          const at = (row, column) => row * heat.columns + column;
          const raster = zhiwang.density.raster(
            [[at(203, 304), 2], [at(209, 300), 3], [at(210, 300), 4]], heat, zhiwang.outline.box(), 720);
          const kinds = new Map();
          raster.values.forEach((value, place) => {
            if (value) kinds.set(value, [...(kinds.get(value) || []), Math.floor(place / raster.width)]);
          });
          return [...kinds].map(([value, rows]) => [value, rows.length, Math.min(...rows)]);
        }"""
    )
    kinds = {value: (pixels, top) for value, pixels, top in found}
    assert set(kinds) == {5, 4}
    assert kinds[4][1] < kinds[5][1], "the square further north is drawn above"
    # A square kilometre is about ten pixels wide and keeps one free to its neighbours.
    assert 60 <= kinds[5][0] <= 120
