"""The public pages as they are served: whole without scripts, kept between, framed only where meant."""

import re
from pathlib import Path
from xml.etree import ElementTree

import orjson
import pytest
from flask.testing import FlaskClient

from data_access.domain.city import City
from tests.dashboard.public.conftest import Surface, surface_over
from tests.dashboard.public.parts import Store
from tests.dashboard.review_pages import update
from tests.layouts.public.documents import MONTHS, documents

LIMIT = 450_000
"""Bytes of the first load, compressed; 1.5 MB are allowed."""
PACKED = {"Accept-Encoding": "gzip"}
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGE = "..page.children...title.data.."


@pytest.fixture(scope="module")
def shown(city_dongguan: City, tmp_path_factory: pytest.TempPathFactory) -> Surface:
    found = documents(city_dongguan)
    # The clock of the surface stands at noon of the day after.
    found["live"]["at"] = found["live"]["data_at"] = "2026-11-24T12:00:00+08:00"
    store = Store({name: orjson.dumps(one) for name, one in found.items()})
    return surface_over(store, city_dongguan, tmp_path_factory.mktemp("public"))


@pytest.fixture
def client(shown: Surface) -> FlaskClient:
    return shown.client


def test_headline_ranking_and_method_are_plain_html(client: FlaskClient) -> None:
    home = client.get("/public/").get_data(as_text=True)
    assert re.search(r'<h1 class="headline">东莞市 2026 年 10 月到期的 [\d,]+ 件问题，<em>[\d.]+%</em>', home)
    ranking = client.get("/public/ranking?lang=en").get_data(as_text=True)
    assert ranking.count('<span class="rank">') == 32
    assert '<html lang="en"' in ranking
    assert "÷" in client.get("/public/method").get_data(as_text=True)


def test_the_document_names_itself_for_search_engines_and_previews(client: FlaskClient) -> None:
    text = client.get("/public/area/441900121?lang=en").get_data(as_text=True)
    assert re.search(r'<meta name="description" content="[\d.]+% of the [\d,]+ problems due in Humen', text)
    assert '<link rel="canonical" href="http://localhost/public/area/441900121?lang=en">' in text
    assert 'hreflang="zh-CN" href="http://localhost/public/area/441900121"' in text
    assert re.search(r'property="og:image" content="http://localhost/public/preview.png\?lang=en"', text)
    assert "<title>Humen · Dongguan" in text


def test_search_engines_find_every_page_in_both_languages_and_nothing_else(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").get_data(as_text=True)
    assert {"Disallow: /", "Allow: /public/", "Disallow: /public/api/"} <= set(robots.splitlines())
    address = robots.split("Sitemap: ")[1].strip()
    answer = client.get(address)
    assert answer.mimetype == "application/xml"
    assert answer.headers["Cache-Control"].startswith("public")
    listed = [one.text or "" for one in ElementTree.fromstring(answer.data).iter(f"{SITEMAPS}loc")]
    assert len(listed) == len(set(listed)) == 2 * (8 + 33 + 593)
    for page in ("?lang=en", "", "ranking", "area/441900121", "area/441900003005?lang=en"):
        assert f"http://localhost/public/{page}" in listed
        found = client.get(f"/public/{page}")
        assert found.status_code == 200
        assert 'name="robots"' not in found.get_data(as_text=True), page
    assert not [one for one in listed if "track" in one or "embed" in one or "/api" in one]


def test_pages_may_be_kept_between_and_are_confirmed_by_their_tag(client: FlaskClient) -> None:
    first = client.get("/public/trends")
    assert "stale-if-error=86400" in first.headers["Cache-Control"]
    again = client.get("/public/trends", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    missing = client.get("/public/area/1")
    assert missing.status_code == 404
    assert missing.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in missing.get_data(as_text=True)


@pytest.mark.parametrize("name", ["headline?area=441900121", "map?lang=en", "ranking"])
def test_only_cards_may_be_framed_and_they_need_no_dash(client: FlaskClient, name: str) -> None:
    card, page = client.get(f"/public/embed/{name}"), client.get("/public/")
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in card.headers
    assert "_dash-" not in card.get_data(as_text=True)
    assert '<base target="_blank">' in card.get_data(as_text=True)
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get("/public/embed/other").status_code == 404


def test_dash_makes_the_same_page_again(client: FlaskClient) -> None:
    inputs = [("url", "pathname", "/public/ranking"), ("url", "search", "?lang=en")]
    answer = update(client, PAGE, inputs, [], surface="public")
    assert answer.status_code == 200
    found = answer.json["response"]
    assert found["title"]["data"] == {
        "title": "Ranking · Dongguan city services, open data",
        "language": "en",
    }
    assert "Songshan Lake" in orjson.dumps(found["page"]["children"]).decode()


def test_the_first_load_is_light(client: FlaskClient) -> None:
    total, text = len(client.get("/public/", headers=PACKED).data), client.get("/public/").text
    parts = re.findall(r'(?:src|href)="(/public/(?:assets|_dash)[^"]+)"', text)
    assert len(parts) > 12
    for part in [*parts, "/public/_dash-layout", "/public/_dash-dependencies"]:
        answer = client.get(part, headers=PACKED)
        assert answer.status_code == 200, part
        total += len(answer.data)
        answer.close()
    assert total < LIMIT
    assert not [part for part in parts if re.search("plotly|mantine|leaflet|ag_grid", part)]


def test_the_form_of_tracking_is_answered_as_a_page_and_as_a_part_of_one(client: FlaskClient) -> None:
    sent = {"number": "E1", "check": "4821"}
    page = client.post("/public/track?lang=en", data=sent)
    assert "Street order" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    part = client.post("/public/track", data={**sent, "check": "<b>"}, headers={"X-Fragment": "yes"})
    assert part.text == '<p class="said-no">没有查到。请核对案件编号和查询码。</p>'


def test_the_preview_is_a_picture_of_its_size(client: FlaskClient) -> None:
    answer = client.get(f"/public/preview.png?lang=en&month={MONTHS[-1]}")
    assert answer.mimetype == "image/png"
    assert [int.from_bytes(answer.data[at : at + 4]) for at in (16, 20)] == [1200, 630]


def test_while_the_store_is_away_pages_go_on_and_say_since_when(city_dongguan: City, tmp_path: Path) -> None:
    found = documents(city_dongguan)
    store = Store({name: orjson.dumps(one) for name, one in found.items()})
    surface = surface_over(store, city_dongguan, tmp_path)
    store.away = True
    surface.clock.now += 60
    surface.public.held.refresh()
    text = surface.client.get("/public/").text
    assert 'class="freshness held"' in text
    assert "暂时连不上数据库 · 显示的是 11 月 24 日 12:00 确认过的数字" in text
    assert 'class="headline"' in text
