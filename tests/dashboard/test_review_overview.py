"""The overview through the app that `serve` makes: what it shows is what the questions answer."""

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from dashboard.services import Services
from data_access.store.accounts import Account
from layouts import format as fmt
from layouts.review.filters.chosen import Filters
from layouts.review.overview.choice import KPIS
from layouts.review.overview.panels import PROPERTIES
from tests.dashboard.conftest import log_in
from tests.dashboard.review_pages import open_page, update
from tests.review.installation import PASSWORD, USER, Installation, installation

OUTPUT = ".." + "...".join(f"{panel}.{name}" for panel, name in PROPERTIES) + "...o-texts.data.."


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An app with cases; nothing here changes them."""
    with installation(tmp_path_factory.mktemp("review")) as found:
        yield found


@pytest.fixture(scope="module")
def filled(installed: Installation) -> Services:
    """Its services."""
    return installed.services


@pytest.fixture(scope="module")
def leader(installed: Installation) -> FlaskClient:
    """Somebody who is logged in there."""
    client = installed.app.test_client()
    assert log_in(client, USER, PASSWORD) == 303
    return client


def shown(client: FlaskClient, **parameters: str) -> dict[str, Any]:
    """The panels at a choice of filters."""
    search = f"?{urlencode(parameters)}" if parameters else ""
    answer = update(client, OUTPUT, [("url", "search", search)], [("url", "pathname", "/review/")])
    assert answer.status_code == 200, answer.text
    panels: dict[str, Any] = answer.json["response"]
    return panels


def html(panels: dict[str, Any], panel: str) -> ElementTree.Element:
    """A panel that travels as HTML."""
    return ElementTree.fromstring(f"<div>{panels['o-texts']['data'][panel]}</div>")


def text(element: ElementTree.Element | None) -> str:
    """All words of an element."""
    return "" if element is None else "".join(element.itertext())


CHOICES: list[dict[str, str]] = [
    {},
    {"period": "13-months", "source": "app,hotline_12345"},
    {"period": "last-month", "compare": "year", "area": "441900121"},
    {"period": "week", "class": "E01", "stage": "closed,disposed"},
    {"department": "城管分局", "period": "13-months", "compare": "none"},
]


def question(filled: Services, choice: dict[str, str]) -> dict[str, str | None]:
    """The same scope as options of `zhiwang query`."""
    today = datetime.fromtimestamp(time.time(), filled.city.zone).date()
    filters = Filters.read(urlencode(choice), today)
    return {**filters.options(), **filters.compared()}


T = TypeVar("T")


def at_one_moment(
    filled: Services, choice: dict[str, str], look: Callable[[], T]
) -> tuple[T, dict[str, str | None]]:
    """What somebody sees who looks, and the question of the moment at which it was seen."""
    while True:
        first = datetime.now(filled.city.zone)
        asked = question(filled, choice)
        seen = look()
        clocks = [{**asked, "as-of": at.isoformat()} for at in (first, datetime.now(filled.city.zone))]
        before, after = (filled.answers.ask("overview", clock) for clock in clocks)
        # Midnight comes, and cases become overdue: then what was seen may be of before or of after.
        if {**before, "as_of": ""} == {**after, "as_of": ""} and asked == question(filled, choice):
            return seen, clocks[1]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: urlencode(choice) or "nothing chosen")
def test_every_figure_is_that_of_the_question_for_the_same_scope(
    choice: dict[str, str], leader: FlaskClient, filled: Services
) -> None:
    panels, asked = at_one_moment(filled, choice, lambda: shown(leader, **choice))
    overview = filled.answers.ask("overview", asked)
    tiles = {
        tile.attrib["data-indicator"]: text(tile.find(".//strong"))
        for tile in html(panels, "o-kpis").iterfind("./div")
    }
    assert list(tiles) == list(KPIS)
    for name, found in tiles.items():
        value = overview[name]
        ratio = isinstance(value, dict)
        number = value["value"] if ratio else value
        wanted = "无数据" if number is None else fmt.points(number) if ratio else fmt.count(number)
        assert found == wanted, name
    of_towns = {**asked, "area": None, "by": "town"}
    towns = {entry["name"]: entry for entry in filled.answers.ask("categories", of_towns)}
    rows = table_rows(panels, "o-ranking")
    assert len(rows) == len(filled.city.tree.towns)
    names = {town.short_zh: town.name_zh for town in filled.city.tree.towns}
    for row in rows:
        rate = towns[names[row[2]]]["on_time_disposal_rate"]
        assert row[-2] == ("无数据" if rate["value"] is None else f"{fmt.points(rate['value'])}%")
        assert row[-1] == fmt.count(towns[names[row[2]]]["filed_count"])
    cells = filled.answers.ask("rhythm", {k: v for k, v in asked.items() if k != "compare"})["cells"]
    total = sum(cell["count"] for cell in cells)
    week = table_rows(panels, "o-rhythm")
    assert sum(int(row[-1].replace(",", "")) for row in week) == total


def table_rows(panels: dict[str, Any], panel: str) -> list[list[str]]:
    """Words of the cells of a panel's table, row by row."""
    rows = html(panels, panel).iterfind(".//tbody/tr")
    return [[text(cell) for cell in row] for row in rows]


def test_the_page_opens_with_the_figures_that_its_address_chooses(leader: FlaskClient) -> None:
    page = json.dumps(open_page(leader, "", "?period=13-months&lang=en"))
    assert "Town ranking" in page
    told = shown(leader, period="13-months", lang="en")["o-texts"]["data"]["o-scope"]
    assert told.startswith("13 months")
    assert json.dumps(told) in page


@pytest.mark.parametrize(
    "query", ["period=2026-13", "period=x", "compare=x", "area=1", "indicator=x", "stage=x", "class=%00"]
)
def test_a_filter_that_makes_no_sense_is_said_so_and_leads_back(query: str, leader: FlaskClient) -> None:
    page = json.dumps(open_page(leader, "", f"?{query}"), ensure_ascii=False)
    assert "地址中的筛选条件有误" in page
    assert "重置筛选" in page
    search = [("url", "search", f"?{query}")]
    answer = update(leader, OUTPUT, search, [("url", "pathname", "/review/")])
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_request"


def test_nothing_chosen_has_an_answer_where_there_is_no_case(client: FlaskClient, account: Account) -> None:
    log_in(client)
    panels = shown(client)
    assert text(html(panels, "o-kpis")).count("无数据") >= 3
    assert "所选范围内没有案件" in json.dumps(panels, ensure_ascii=False)


def test_no_description_and_no_reporter_is_on_the_page(leader: FlaskClient) -> None:
    assert "PRIVATE" not in json.dumps(open_page(leader))
    assert "PRIVATE" not in json.dumps(shown(leader, view="heat", focus="441900121"))


def test_a_town_in_focus_opens_the_drawer_and_another_address_closes_it(leader: FlaskClient) -> None:
    town = "虎门镇"
    assert town in json.dumps(shown(leader, focus="441900121")["o-drawer"], ensure_ascii=False)
    assert shown(leader)["o-drawer"]["children"] == []


@pytest.mark.parametrize(
    "name", ["towns", "class", "subclass", "source", "department", "trend-month", "trend-day"]
)
def test_a_download_has_every_indicator_of_the_same_scope(
    name: str, leader: FlaskClient, filled: Services
) -> None:
    choice = {"period": "13-months", "source": "collector"}
    answer, asked = at_one_moment(
        filled, choice, lambda: leader.get(f"/review/csv/{name}.csv?{urlencode(choice)}")
    )
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    whole = filled.answers.ask("overview", asked)
    assert sum(int(row["reported_count"]) for row in rows) == whole["reported_count"] > 0
    parts = sum(int(row["closing_rate_numerator"]) for row in rows)
    assert parts == whole["closing_rate"]["numerator"]


def test_an_unknown_download_is_not_there_and_a_bad_filter_is_refused(leader: FlaskClient) -> None:
    assert leader.get("/review/csv/secrets.csv").status_code == 404
    assert leader.get("/review/csv/towns.csv?period=x").status_code == 400


def test_a_callback_of_another_page_leaves_the_overview_alone(leader: FlaskClient) -> None:
    search = [("url", "search", "?anything=1")]
    answer = update(leader, OUTPUT, search, [("url", "pathname", "/review/other")])
    assert answer.status_code == 204 or not answer.json["response"]
