"""The list of cases and the page of one case, as the browser asks for them."""

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard.services import Services
from data_access.domain.indicator_types import Kind
from data_access.domain.indicators import INDICATORS
from data_access.ingest.ingest import Ingest
from data_access.store.accounts import Account
from layouts.review.cases.page import BLOCK
from tests.dashboard.conftest import log_in
from tests.dashboard.review_pages import open_page, update
from tests.dashboard.test_actions_api import report

ROWS = "..cases-grid.getRowsResponse...cases-cursors.data...cases-total.children.."


@pytest.fixture
def many(services: Services, client: FlaskClient, account: Account) -> list[str]:
    """More cases than three pages of the grid hold, all reported at moments of their own."""
    lines = []
    for number in range(3 * BLOCK + 7):
        at = f"2026-03-02T{8 + number // 60:02d}:{number % 60:02d}:00"
        fields = {"description": "楼下有垃圾", "reporter": "王先生"} if number == 5 else {}
        lines.append(
            report(f"C{number:04d}", at=at, town="441900004" if number % 2 else "441900003", **fields)
        )
    lines += [
        {"case_id": "C0005", "action": "file", "at": "2026-03-02T08:10:00", "due_at": "2026-03-02T10:10:00"},
        {"case_id": "C0005", "action": "dispatch", "at": "2026-03-02T08:20:00", "department": "城管分局"},
        {"case_id": "C0005", "action": "suspend", "at": "2026-03-02T09:00:00"},
        {"case_id": "C0005", "action": "resume", "at": "2026-03-02T10:00:00"},
        {"case_id": "C0005", "action": "verify", "at": "2026-03-02T10:30:00"},
        {"case_id": "C0005", "action": "dispose", "at": "2026-03-02T11:00:00"},
        {"case_id": "OPEN", "action": "close", "at": "2026-03-02T11:00:00"},
    ]
    done = Ingest(services.connection.redis, services.city, services.keys).ingest(
        list(map(orjson.dumps, lines)), feed="test"
    )
    assert done.quarantined == 0
    log_in(client)
    return [f"C{number:04d}" for number in range(3 * BLOCK + 7)]


def rows(
    client: FlaskClient, search: str, start: int, cursors: Any = None, sort: Any = ()
) -> tuple[Any, ...]:
    request = {"startRow": start, "endRow": start + BLOCK, "sortModel": list(sort)}
    state = [("cases-cursors", "data", cursors), ("url", "search", search)]
    answer = update(client, ROWS, [("cases-grid", "getRowsRequest", request)], state)
    assert answer.status_code == 200, answer.text
    found = answer.json["response"]
    return (
        found["cases-grid"]["getRowsResponse"],
        found["cases-cursors"]["data"],
        found["cases-total"]["children"],
    )


@pytest.mark.parametrize("sort", [(), ({"colId": "reported_at", "sort": "asc"},)])
def test_page_after_page_gives_every_case_once(many: list[str], client: FlaskClient, sort: Any) -> None:
    seen, cursors, start, last = [], None, 0, None
    while last is None:
        answer, cursors, total = rows(client, "", start, cursors, sort)
        assert total.startswith("共 307 件")
        seen += [row["case_id"] for row in answer["rowData"]]
        start, last = start + len(answer["rowData"]), answer["rowCount"]
    assert last == len(many)
    assert seen == (many if sort else list(reversed(many)))


def test_a_page_of_another_list_is_never_mixed_in(many: list[str], client: FlaskClient) -> None:
    _, cursors, _ = rows(client, "", 0)
    answer, _, _ = rows(client, "?area=441900004", BLOCK, cursors)
    assert answer == {"rowData": [], "rowCount": BLOCK}


def test_the_address_narrows_the_list_and_says_so(many: list[str], client: FlaskClient) -> None:
    search = "?area=441900004&measure=filed&from=2026-03-01&to=2026-03-05"
    page = json.dumps(open_page(client, "cases", search), ensure_ascii=False)
    for words in ("计入：立案", '"2026-03-01", "2026-03-04"', "共 1 件"):
        assert words in page, words
    answer, _, _ = rows(client, search, 0)
    assert [row["case_id"] for row in answer["rowData"]] == ["C0005"]
    assert answer["rowData"][0]["counted_at"] == "2026-03-02 08:10"


def test_a_list_without_cases_and_a_wrong_filter_say_what_to_do(many: list[str], client: FlaskClient) -> None:
    empty = json.dumps(open_page(client, "cases", "?stage=void"), ensure_ascii=False)
    assert "没有符合条件的案卷" in empty
    wrong = json.dumps(open_page(client, "cases", "?stage=nonsense"), ensure_ascii=False)
    assert "筛选条件有误" in wrong
    assert "重置筛选" in wrong


def test_a_case_tells_what_was_done_and_where_it_counts(many: list[str], client: FlaskClient) -> None:
    page = json.dumps(open_page(client, "case/C0005"), ensure_ascii=False)
    for words in (
        "挂账 2026-03-02 09:00:00 至 2026-03-02 10:00:00",
        "部门：城管分局",
        "应处置数",
        "按期处置率",
    ):
        assert words in page, words
    assert "此时不适用" in page, "the verification before the disposal had no effect"
    assert "楼下有垃圾" not in page
    assert "王先生" not in page


def test_what_is_private_comes_only_when_it_is_asked_for(many: list[str], client: FlaskClient) -> None:
    def shown(clicks: int) -> str:
        state = [("case-id", "data", "C0005"), ("url", "search", "")]
        answer = update(client, "case-private.children", [("case-show-private", "n_clicks", clicks)], state)
        return json.dumps(answer.json, ensure_ascii=False) if answer.status_code == 200 else ""

    assert "王先生" not in shown(0)
    assert "王先生" in shown(1)
    assert "楼下有垃圾" in shown(1)


def test_what_is_no_case_says_so(many: list[str], client: FlaskClient) -> None:
    assert "没有这个编号的案卷" in json.dumps(open_page(client, "case/nobody"), ensure_ascii=False)
    incomplete = json.dumps(open_page(client, "case/OPEN"), ensure_ascii=False)
    assert "还没有收到上报" in incomplete


def test_the_exported_list_is_the_list(many: list[str], client: FlaskClient) -> None:
    query = urlencode({"area": "441900004"})
    answer = client.get(f"/review/csv/cases.csv?{query}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases.csv"'
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(row["case_id"] for row in found) == many[1::2]
    assert "reporter" not in found[0]
    assert "description" not in found[0]
    assert client.get("/review/csv/cases.csv?stage=nonsense").status_code == 400


def test_the_bulletin_is_a_download(many: list[str], client: FlaskClient) -> None:
    answer = client.get("/review/bulletin/2026-03.xlsx?lang=en")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bulletin-441900-2026-03-en.xlsx"'
    assert answer.data.startswith(b"PK")
    assert client.get("/review/bulletin/2026-13.pdf").status_code == 400
    assert client.get("/review/bulletin/2026-03.exe").status_code == 404


def links(page: Any) -> list[str]:
    """Addresses of the links from figures to their cases; panels of figures come as HTML."""
    text = html.unescape(json.dumps(page, ensure_ascii=False))
    return re.findall(r'/review/cases\?measure=[^"\\ ]*', text)


def test_the_cases_behind_a_figure_are_as_many_as_it_says(
    many: list[str], client: FlaskClient, services: Services
) -> None:
    lines = [
        {"case_id": name, "action": action, "at": f"2026-03-02T2{number % 3}:00:00"}
        for number, name in enumerate(many[6:90])
        for action in ("file", "dispose", *(("close",) if number % 4 else ()))
    ]
    Ingest(services.connection.redis, services.city, services.keys).ingest(
        list(map(orjson.dumps, lines)), feed="test"
    )
    found = links(open_page(client, "", "?period=2026-03&indicator=closing_rate"))
    asked = set()
    for link in found:
        search = link.removeprefix("/review/cases")
        given = dict(parse_qsl(search.removeprefix("?")))
        _, _, total = rows(client, search, 0)
        options = {name: value for name, value in given.items() if name not in ("measure", "lang")}
        overview = services.answers.ask("overview", options)
        for name, indicator in INDICATORS.items():
            if indicator.kind is not Kind.NUMBER and given["measure"] == (
                indicator.denominator or indicator.numerator
            ):
                value = overview[name]
                count = value["denominator"] if isinstance(value, dict) else value
                assert total.split(" ")[1] == str(count), (name, given)
                asked.add(name)
    assert {"filed_count", "closing_rate", "rework_rate"} <= asked
    assert len(found) >= 7
