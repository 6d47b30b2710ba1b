"""A closer look at the map: names come, cells become squares and points, and the whole comes back."""

import time
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from data_access.domain.city import City
from tests.browser.conftest import OpenWall
from tests.browser.wall_server import WallServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LIT = """([left, top]) => {
  const layer = document.querySelector(".near-layer");
  const ratio = layer.width / layer.clientWidth;
  const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  const [box, map] = [layer, layer.closest(".map")].map((one) => one.getBoundingClientRect());
  const from = { left: left + map.left - box.left, top: top + map.top - box.top };
  pen.drawImage(layer, -Math.floor(from.left * ratio), -Math.floor(from.top * ratio));
  return pen.getImageData(0, 0, 1, 1).data[3];
}"""
"""Opacity of one pixel of what a closer look draws."""


def closer(page: Page, lon: float, lat: float, share: float) -> None:
    """Look `share` times closer at a position, as a wheel over it does."""
    look = "([lon, lat, share]) => zhiwang.closeup.zoom(share, zhiwang.mapview.place(lon, lat))"
    page.evaluate(look, [lon, lat, share])


def near(page: Page) -> str | None:
    return page.get_attribute("html", "data-near")


def test_the_closer_the_more_is_shown_and_the_button_leads_back(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any], city_dongguan: City
) -> None:
    page = open_wall(anew=True)
    town = city_dongguan.tree.towns[5]
    before = page.inner_text(".scale span")
    box = page.locator(".map").bounding_box()
    assert box is not None
    at = page.evaluate("([lon, lat]) => zhiwang.mapview.place(lon, lat)", [town.lon, town.lat])
    page.mouse.move(box["x"] + at["left"], box["y"] + at["top"])
    page.mouse.wheel(0, -100)
    page.wait_for_function("document.documentElement.dataset.near === 'some'")
    with page.expect_response(lambda answer: "names-zh.json" in answer.url) as names:
        closer(page, town.lon, town.lat, 3)
    villages = {area.name("zh") for area in city_dongguan.tree.villages}
    assert {name for name, *_ in names.value.json()} == villages
    assert near(page) == "yes"
    assert page.is_visible(".legend:not(.legend-near)")
    closer(page, town.lon, town.lat, 4)
    assert page.get_attribute("html", "data-cells") == "yes"
    assert page.is_visible(".legend-near")
    assert not page.is_visible(".legend:not(.legend-near)")
    assert page.inner_text(".scale span") != before
    page.click(".map-whole")
    assert near(page) == "no"
    assert page.evaluate("zhiwang.mapview.factor()") == 1
    assert page.inner_text(".scale span") == before
    assert not page.is_visible(".map-whole")


def test_squares_lie_where_leaflet_and_the_server_have_their_cells(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any], city_dongguan: City
) -> None:
    cell = max(snapshot["heat"]["cells"], key=lambda one: snapshot["heat"]["cells"][one])
    centres = city_dongguan.locator.cell_centres(np.array([int(cell)], dtype=np.uint32))
    lon, lat = (float(one[0]) for one in centres)
    page = open_wall()
    closer(page, lon, lat, 20)
    at = page.evaluate("([lon, lat]) => zhiwang.mapview.place(lon, lat)", [lon, lat])
    page.wait_for_function(f"(at) => ({LIT})(at) === 255", arg=[at["left"], at["top"]])
    # Closer still the cell is a point: its corner is empty.
    closer(page, lon, lat, 2)
    at = page.evaluate("([lon, lat]) => zhiwang.mapview.place(lon, lat)", [lon, lat])
    assert page.evaluate(LIT, [at["left"], at["top"]]) == 255


def test_a_closer_look_holds_the_playlist_and_ends_by_itself(open_wall: OpenWall) -> None:
    page = open_wall("?playlist=overview,overview:441900121&dwell=300", anew=True)
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.clock.install(time=time.time())
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -100)
    page.wait_for_function("document.documentElement.dataset.near === 'some'")
    assert page.get_attribute("html", "data-paused") == "yes"
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.up()
    assert page.get_attribute("html", "data-paused") == "yes"
    page.clock.fast_forward(61_000)
    page.wait_for_function("document.documentElement.dataset.near === 'no'")


APART = """([name, lon, lat]) => {
  const map = document.getElementById("map").getBoundingClientRect();
  const label = [...document.querySelectorAll(".town-label")].find((one) => one.textContent === name);
  const box = label.getBoundingClientRect();
  const ours = zhiwang.mapview.place(lon, lat);
  return [box.left - map.left - ours.left, box.top - map.top - ours.top];
}"""
"""Pixels between where Leaflet has a town and where we have it."""


@pytest.mark.parametrize(
    ("step", "anew"),
    [pytest.param(20, False, id="what is drawn is shifted"), pytest.param(250, True, id="edge comes in")],
)
def test_a_dragged_map_moves_as_a_whole_and_is_drawn_anew_at_the_end(
    open_wall: OpenWall, city_dongguan: City, step: int, anew: bool
) -> None:
    page = open_wall()
    town = city_dongguan.tree.towns[5]
    where = [town.short_zh, town.lon, town.lat]
    box = page.locator(".map").bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    closer(page, town.lon, town.lat, 8)
    before = page.evaluate("([, lon, lat]) => zhiwang.mapview.place(lon, lat)", where)
    moved = "document.querySelector('.leaflet-map-pane').style.translate"
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + step, top - step)
    # A map that is held still would be drawn anew after a moment.
    shifted, apart = page.evaluate(f"(where) => [{moved}, ({APART})(where)]", where)
    page.mouse.move(left + step + 5, top - step)
    assert apart == pytest.approx([0, 0], abs=1.5)
    assert anew or shifted in {f"{step}px {-step}px", ""}
    page.mouse.up()
    assert page.evaluate(moved) == ""
    assert page.evaluate(APART, where) == pytest.approx([0, 0], abs=1.5)
    after = page.evaluate("([, lon, lat]) => zhiwang.mapview.place(lon, lat)", where)
    assert after["left"] - before["left"] == pytest.approx(step + 5, abs=0.5)
    assert after["top"] - before["top"] == pytest.approx(-step, abs=0.5)


def test_a_raster_that_is_kept_is_the_one_made_at_once(open_wall: OpenWall, city_dongguan: City) -> None:
    page = open_wall()
    for scale in ({"kernel_km": 1.2}, {"kernel_km": None, "square_cells": 4}):
        away, most = page.evaluate(
            """(scale) => {
              const heat = { ...zhiwang.heat.settings(), ...scale };
              const box = zhiwang.outline.box();
              const { density } = zhiwang;
              const first = new Map(zhiwang.heat.layer(0).cells);
              const left = [...first].filter((_, place) => place % 3);
              const last = new Map(left.map(([cell, count]) => [cell, count + (cell % 4)]));
              const [from, to] = [first, last].map((cells) => density.entries(cells, heat));
              const kept = density.empty(heat, box, 300);
              from.forEach((count, key) => kept.put(key, count, 0));
              for (const key of new Set([...from.keys(), ...to.keys()])) {
                kept.put(key, to.get(key) || 0, from.get(key) || 0);
              }
              const whole = density.raster(last, heat, box, 300).values;
              const away = whole.map((value, place) => Math.abs(value - kept.values[place]));
              return [Math.max(...away), Math.max(...whole)];
            }""",
            scale,
        )
        assert most > 1
        assert away < 1e-9
