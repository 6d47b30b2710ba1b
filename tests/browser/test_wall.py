"""The wall in a browser: it follows the stream, never looks live when it is not."""

import copy
import re
import time
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from data_access.domain.city import City
from tests.browser.conftest import OpenWall
from tests.browser.screens import MISPLACED, lasting
from tests.browser.wall_server import WallServer
from tests.layouts.snapshots import sample_snapshot
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_figures_follow_the_stream(open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]) -> None:
    page = open_wall()
    later = copy.deepcopy(snapshot)
    later["seq"] = 2
    later["kpis"]["reported"]["value"] = 4321
    wall.show(later)
    page.wait_for_function("document.getElementById('k-reported-v').textContent === '4,321'")


def test_a_text_that_dash_does_not_know_of_never_outlives_a_new_parent(open_wall: OpenWall) -> None:
    page = open_wall(anew=True)
    before = page.inner_text("#k-reported-v")
    said = """([parent, text]) => zhiwang.apply.apply(parent === null
      ? { "k-reported-v": { children: text } }
      : { [parent]: { children: [{ namespace: "dash_html_components", type: "Span",
          props: { id: "k-reported-v", children: text } }] } })"""
    page.evaluate(said, [None, "7,654"])
    assert page.inner_text("#k-reported-v") == "7,654"
    page.evaluate(said, ["k-reported-tile", before])
    page.wait_for_function(
        "before => document.querySelectorAll('#k-reported-tile *').length === 1"
        " && document.getElementById('k-reported-v').textContent === before",
        arg=before,
    )


def test_nonsense_on_the_stream_leads_to_a_fresh_picture(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any]
) -> None:
    page = open_wall()
    for nonsense in (b"not json", b"[]", b'{"seq":9,"props":7}', b"null", b'{"seq":9,"heat":{"x":1}}'):
        met = page.evaluate("zhiwang.link.problems")
        wall.send(b"event: patch\ndata: " + nonsense + b"\n\n")
        # The page leaves the stream and comes back to it.
        page.wait_for_function(
            "met => zhiwang.link.problems > met && zhiwang.stream.number() !== null", arg=met
        )
    later = copy.deepcopy(snapshot)
    later["seq"] = 3
    later["kpis"]["closed"]["value"] = 1234
    wall.show(later)
    page.wait_for_function("document.getElementById('k-closed-v').textContent === '1,234'", timeout=PATIENCE)
    page.wait_for_selector("html[data-fresh='live']", state="attached")


def test_a_cut_stream_is_said_within_seconds_and_recovery_removes_the_marks(
    open_wall: OpenWall, wall: WallServer
) -> None:
    page = open_wall()
    wall.streaming = wall.polling = False
    wall.cut()
    page.wait_for_selector("html[data-fresh='delayed']", state="attached", timeout=PATIENCE)
    expect(page.locator(".head-a .pill-text")).to_contain_text("连接中断")
    wall.streaming = wall.polling = True
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    expect(page.locator(".head-a .pill-text")).to_contain_text("实时")


def test_a_silent_feed_freezes_the_picture_under_a_banner(open_wall: OpenWall, wall: WallServer) -> None:
    page = open_wall()
    wall.feed_age = 192
    page.wait_for_selector("html[data-fresh='broken']", state="attached", timeout=PATIENCE)
    assert re.match(r"数据中断 3 分 \d+ 秒", page.inner_text(".banner-a .banner-age"))
    assert page.evaluate("getComputedStyle(document.querySelector('.kpis')).filter") == (
        "grayscale(1) brightness(0.9)"
    )
    wall.feed_age = 0.5
    page.wait_for_selector("html[data-fresh='live']", state="attached", timeout=PATIENCE)
    expect(page.locator(".banner-a")).to_be_hidden()


def test_a_store_that_is_away_is_named(open_wall: OpenWall, wall: WallServer) -> None:
    page = open_wall()
    wall.store = "down"
    expect(page.locator(".head-a .pill-text")).to_contain_text("存储无应答")
    page.wait_for_selector("html[data-fresh='delayed']", state="attached", timeout=PATIENCE)


def test_one_late_feed_turns_its_panels_amber(open_wall: OpenWall, wall: WallServer) -> None:
    page = open_wall()
    wall.staff_age = 600
    page.wait_for_selector("html[data-fresh='live'] .panel-city.late .late-note", timeout=PATIENCE)
    assert "截至" in page.inner_text(".panel-city .late-note")


def test_times_are_the_servers_even_when_the_browsers_clock_is_wrong(
    open_wall: OpenWall, city_dongguan: City
) -> None:
    hour_wrong = """(() => {
      const Real = Date;
      const shifted = class extends Real {
        constructor(...given) { given.length ? super(...given) : super(Real.now() + 3600000); }
        static now() { return Real.now() + 3600000; }
      };
      window.Date = shifted;
    })()"""
    page = open_wall(script=hour_wrong)
    page.wait_for_function("document.querySelector('.head-a .clock').textContent !== ''")

    def apart() -> int:
        """Seconds between the clock on the page and that of the server."""
        hours, minutes, seconds = map(int, page.inner_text(".head-a .clock").split(":"))
        local = time.gmtime(time.time() + 8 * 3600)
        found = (hours - local.tm_hour) * 3600 + (minutes - local.tm_min) * 60 + seconds - local.tm_sec
        return abs((found + 43_200) % 86_400 - 43_200)

    until("the page shows the server's time", lambda: apart() <= 3)


def test_heat_lies_where_its_cell_lies(open_wall: OpenWall, city_dongguan: City) -> None:
    page = open_wall()
    locator = city_dongguan.locator
    cell = locator.locate(np.array([113.7513]), np.array([23.0207])).cell
    lon, lat = (float(axis[0]) for axis in locator.cell_centres(cell))
    found = page.evaluate(
        """([cell]) => {
          const box = zhiwang.outline.box();
          const raster = zhiwang.density.raster([[cell, 3]], zhiwang.heat.settings(), box, 720);
          let best = 0;
          raster.values.forEach((value, place) => { if (value > raster.values[best]) best = place; });
          const total = raster.values.reduce((sum, value) => sum + value, 0);
          const pixel = (zhiwang.mercator.x(box.east) - zhiwang.mercator.x(box.west)) / raster.width;
          const row = Math.floor(best / raster.width);
          const lat = zhiwang.mercator.lat(zhiwang.mercator.y(box.north) + (row + 0.5) * pixel);
          const lon = box.west + ((best % raster.width) + 0.5) * (box.east - box.west) / raster.width;
          const area = (zhiwang.mercator.metres(lat) * pixel / 1000) ** 2;
          return {lon, lat, peak: raster.values[best], cases: total * area};
        }""",
        [int(cell[0])],
    )
    assert abs(found["lon"] - lon) * 102_500 < 110
    assert abs(found["lat"] - lat) * 110_750 < 110
    assert found["cases"] == pytest.approx(3, rel=0.01)
    assert found["peak"] == pytest.approx(3 * 3 / (np.pi * 1.2**2), rel=0.01)


def test_the_map_places_a_position_where_leaflet_does(open_wall: OpenWall, city_dongguan: City) -> None:
    page = open_wall()
    town = city_dongguan.tree.towns[0]
    expect(page.locator(".town-label", has_text=town.short_zh).first).to_be_attached()
    ours = page.evaluate("([lon, lat]) => zhiwang.mapview.place(lon, lat)", [town.lon, town.lat])
    label = page.evaluate(
        """(name) => {
          const map = document.getElementById("map").getBoundingClientRect();
          for (const label of document.querySelectorAll(".town-label")) {
            if (label.textContent === name) {
              const box = label.getBoundingClientRect();
              return {left: box.left - map.left, top: box.top - map.top};
            }
          }
        }""",
        town.short_zh,
    )
    assert ours["left"] == pytest.approx(label["left"], abs=1.5)
    assert ours["top"] == pytest.approx(label["top"], abs=1.5)


def test_markup_in_data_stays_text(open_wall: OpenWall, wall: WallServer, city_dongguan: City) -> None:
    evil = sample_snapshot(city_dongguan, time.time(), 3, seq=5)
    evil["subclasses"][0]["code"] = "<img src=x onerror=document.title='hacked'>"
    evil["ticker"][0] |= {"subclass": "<script>document.title='hacked'</script>", "id": "<b>"}
    page = open_wall()
    wall.show(evil)
    page.wait_for_function("document.getElementById('c0-n').textContent.startsWith('<img')")
    page.wait_for_function("document.getElementById('n0-w').textContent.includes('<script>')")
    assert "hacked" not in page.title()
    assert page.query_selector("#c0-n img") is None


def test_before_the_first_data_the_wall_says_that_it_waits(open_wall: OpenWall, wall: WallServer) -> None:
    wall.current = {}
    page = open_wall("?lang=en", anew=True)
    assert "waiting for the first data" in page.inner_text("#hours-empty")
    assert "no report yet" in page.inner_text("#ticker-empty")
    assert page.evaluate(MISPLACED) == []


def test_reduced_motion_stops_the_rings(open_wall: OpenWall) -> None:
    page = open_wall()
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_selector("html[data-motion='less']", state="attached")
    assert page.evaluate(
        """[...document.querySelectorAll('.pulse i')].every(
          (ring) => getComputedStyle(ring).animationName === 'none')"""
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_names_leave_the_counts_free(
    open_wall: OpenWall, wall: WallServer, snapshot: dict[str, Any], language: str
) -> None:
    longest = sorted(wall.city.taxonomy.subclasses, key=lambda subclass: -len(subclass.name_zh))[:5]
    longest += sorted(wall.city.taxonomy.subclasses, key=lambda subclass: -len(subclass.name_en))[:5]
    rows = [{"code": subclass.code, "count": 1118, "last_week": 3} for subclass in longest]
    wall.show({**snapshot, "subclasses": rows[::-1] if language == "en" else rows})
    page = open_wall("" if language == "zh" else "?lang=en")
    covered = lasting(
        page,
        """() => [...document.querySelectorAll(".subclass")].filter((row) => row.getClientRects().length)
          .filter((row) => {
            const name = row.querySelector(".sub-name");
            const edge = (part) => row.querySelector(part).getBoundingClientRect();
            return edge(".sub-mark").right > edge(".sub-count").left
              || edge(".sub-name").left + name.scrollWidth
                * (edge(".sub-name").width ? 1 : name.style.getPropertyValue("--fit"))
                > edge(".sub-mark").left + 1;
          }).map((row) => row.textContent)""",
    )
    assert covered == []
