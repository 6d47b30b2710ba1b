"""Tiles of a service under the map: asked for where they lie, moved back by their offset, named."""

import re
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from dashboard.apps.wall_views import WallViews
from data_access.domain.city import City
from data_access.ingest.coordinates import FROM_WGS84
from layouts.wall.basemap import BaseMap
from tests.browser.wall_server import WallServer
from tests.layouts.snapshots import sample_snapshot
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x10\x80\x40"))
    + _chunk(b"IEND", b"")
)


MOVED = """([system, factor]) => {
  zhiwang.basemap.setup(system);
  zhiwang.mapview.look(1, null);
  zhiwang.closeup.zoom(factor, { left: 400, top: 300 });
  const { side, middle } = zhiwang.mapview.view();
  const moved = document.querySelector(".leaflet-base-pane").style.translate.split(" ").map(parseFloat);
  const lon = (middle.x - 0.5) * 360;
  return { side, lon, lat: zhiwang.mercator.lat(middle.y), moved: [moved[0] || 0, moved[1] || 0] };
}"""
"""How far the tiles of a system are moved when somebody looks so many times closer, and the middle then."""
WORLD = """([[lon, lat], [there, up]]) => {
  const { x, y } = zhiwang.mercator;
  return [x(there) - x(lon), y(up) - y(lat)];
}"""


class Tiles(ThreadingHTTPServer):
    """A tile service; `asked` are the paths of its tiles that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Its template."""
        return f"http://127.0.0.1:{self.server_address[1]}/{{z}}/{{x}}/{{y}}.png"


class _Answer(BaseHTTPRequestHandler):
    server: Tiles

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(PNG)))
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, *_: object) -> None:
        """Nothing on the tests' output."""


@pytest.fixture
def tiles() -> Iterator[Tiles]:
    server = Tiles()
    yield server
    server.shutdown()
    server.server_close()


def test_tiles_lie_under_the_city(browser: Browser, city_dongguan: City, tiles: Tiles) -> None:
    server = WallServer(city_dongguan, sample_snapshot(city_dongguan, time.time()))
    server.views = WallViews(city_dongguan, BaseMap(tiles.url, "© the survey", "gcj02"))
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.goto(f"{server.url}?lang=en")
    page.wait_for_selector(".leaflet-base-pane img.leaflet-tile-loaded", state="attached", timeout=PATIENCE)
    assert "© the survey" in page.inner_text(".schematic")
    places = [re.fullmatch(r"/(\d+)/(\d+)/(\d+)\.png", path) for path in tiles.asked]
    assert places
    assert all(places)
    # At every zoom the picture of the middle is moved back to within a pixel of where the middle is.
    for system, shifted in FROM_WGS84.items():
        for factor in (1, 30):
            found = page.evaluate(MOVED, [system, factor])
            lon, lat = shifted(found["lon"], found["lat"])
            away = page.evaluate(WORLD, [[found["lon"], found["lat"]], [lon, lat]])
            assert found["moved"] == pytest.approx([-part * found["side"] for part in away], abs=1.0), system
    page.close()
    server.stop()
    assert trouble == []


def test_without_a_service_none_is_asked(browser: Browser, city_dongguan: City) -> None:
    server = WallServer(city_dongguan, sample_snapshot(city_dongguan, time.time()))
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    beyond: list[str] = []
    page.on("request", lambda request: beyond.append(request.url))
    page.goto(server.url)
    page.wait_for_selector("html[data-fresh='live']", timeout=PATIENCE, state="attached")
    page.wait_for_selector(".leaflet-image-layer[src^='blob:']", timeout=PATIENCE, state="attached")
    own = server.url.removesuffix("wall/")
    assert [url for url in beyond if not url.startswith((own, "blob:", "data:"))] == []
    page.close()
    server.stop()
