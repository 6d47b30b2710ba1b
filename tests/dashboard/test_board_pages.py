"""The pages of the coordination board and of the quality of collection, as the browser asks for them."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.auth.passwords import hash_password
from dashboard.services import Services
from data_access.domain.viewer import Duty
from data_access.ingest.ingest import Ingest
from data_access.store.accounts import Account
from tests.dashboard.conftest import PASSWORD, log_in
from tests.dashboard.review_pages import open_page, update
from tests.dashboard.test_marking import actions
from tests.dashboard.test_screens_page import texts

EVER = "?since=all"


@pytest.fixture
def filled(services: Services) -> Services:
    Ingest(services.connection.redis, services.city, services.keys).ingest(actions(), feed="test")
    return services


@pytest.fixture
def steward(client: FlaskClient, filled: Services, account: Account) -> FlaskClient:
    log_in(client)
    return client


def found(component: Any, wanted: str) -> Any:
    """The properties of the component of an id."""
    if isinstance(component, dict):
        properties = component.get("props", component)
        if properties.get("id") == wanted:
            return properties
        component = properties.get("children")
    for part in component if isinstance(component, list) else [component]:
        if isinstance(part, dict | list) and (inside := found(part, wanted)) is not None:
            return inside
    return None


def shown(client: FlaskClient, path: str, search: str) -> Any:
    return open_page(client, path, search)["shell"]["children"]


def test_tiles_list_and_answer_agree(steward: FlaskClient, filled: Services) -> None:
    page = shown(steward, "coordination", EVER)
    answer = filled.answers.ask("coordination", {})
    assert found(page, "b-grid")["rowData"][0]["case_id"] == answer["cases"][0]["case_id"] == "P1"
    tiles = found(page, "b-tiles")["children"]
    counts = [texts(tile)[1] for tile in tiles]
    assert counts == [str(count) for count in answer["reasons"].values()]
    assert len(found(page, "b-grid")["rowData"]) == answer["total"] == 1
    assert "城管分局 → 住建局 → 城管分局" in found(page, "b-grid")["rowData"][0]["path"]


@pytest.mark.parametrize(("search", "rows"), [("&reason=ping_pong", 1), ("&reason=boundary", 0)])
def test_a_reason_narrows_the_list_and_no_count(steward: FlaskClient, search: str, rows: int) -> None:
    page = shown(steward, "coordination", EVER + search)
    assert len(found(page, "b-grid")["rowData"]) == rows
    assert texts(found(page, "b-tiles")["children"][1])[1] == "1"


@pytest.mark.parametrize("search", ["?reason=tired", "?since=yesterday", "?area=999", "?cursor=x"])
def test_an_address_that_makes_no_sense_is_said_on_the_page(steward: FlaskClient, search: str) -> None:
    page = shown(steward, "coordination", search)
    assert found(page, "b-grid") is None
    assert any("筛选" in text for text in texts(page))


def test_a_case_in_focus_tells_who_had_it(steward: FlaskClient) -> None:
    side = texts(found(shown(steward, "coordination", f"{EVER}&focus=P1"), "b-side"))
    assert [text for text in side if text in ("城管分局", "住建局")] == ["城管分局", "住建局", "城管分局"]
    gone = texts(found(shown(steward, "coordination", f"{EVER}&focus=Q1"), "b-side"))
    assert "此案卷已不在板上" in gone


def mark(client: FlaskClient, state: str, note: str, seen: int) -> Any:
    answer = client.get("/review/_dash-dependencies")
    wired: list[dict[str, Any]] = json.loads(answer.text)
    # Its outputs are written by another callback too, so that their names end in a hash.
    trigger = [{"id": "b-mark", "property": "n_clicks"}]
    (output,) = [one["output"] for one in wired if one["inputs"] == trigger]
    given = [
        ("b-mark-state", "value", state),
        ("b-note", "value", note),
        ("b-mark-seen", "data", {"case": "P1", "seen": seen}),
        ("url", "search", f"{EVER}&focus=P1"),
    ]
    return update(client, output, [("b-mark", "n_clicks", 1)], given)


def test_a_steward_marks_a_case_and_sees_the_trail(steward: FlaskClient, filled: Services) -> None:
    answer = mark(steward, "raised", "请市里定", 0)
    assert answer.status_code == 200, answer.text
    assert "请市里定" in json.dumps(answer.json, ensure_ascii=False)
    told = filled.marks.get("P1")
    assert told is not None
    assert (told.entries[0].by, told.entries[0].note) == ("zhang", "请市里定")
    late = mark(steward, "decided", "晚了一步", 0)
    assert "别人刚刚记录过" in json.dumps(late.json, ensure_ascii=False)
    empty = mark(steward, "decided", " ", 1)
    assert "请写明说明" in json.dumps(empty.json, ensure_ascii=False)
    assert filled.marks.get("P1") == told


def test_a_viewer_sees_no_form_and_may_not_mark(client: FlaskClient, filled: Services) -> None:
    filled.accounts.put(Account("lin", Duty.VIEWER, hash_password(PASSWORD), 0))
    log_in(client, "lin")
    page = shown(client, "coordination", f"{EVER}&focus=P1")
    assert found(page, "b-note") is None
    refused = mark(client, "raised", "我来", 0)
    assert "只有数据管理员" in json.dumps(refused.json, ensure_ascii=False)
    assert filled.marks.all() == {}


def test_a_towns_viewer_sees_that_town_only(client: FlaskClient, filled: Services) -> None:
    filled.accounts.put(Account("nan", Duty.VIEWER, hash_password(PASSWORD), 0, ("441900004",)))
    log_in(client, "nan")
    assert found(shown(client, "coordination", EVER), "b-grid")["rowData"] == []
    rows = found(shown(client, "quality", "?period=2026-03&by=town"), "q-grid")["rowData"]
    assert [row["code"] for row in rows] == ["441900004"]


def test_quality_shows_what_the_answer_says_in_both_languages(steward: FlaskClient, filled: Services) -> None:
    options = {"from": "2026-03-01", "to": "2026-04-01", "by": "town"}
    answer = filled.answers.ask("quality", options)
    for language, name in (("zh", "东城街道"), ("en", "Dongcheng")):
        page = shown(steward, "quality", f"?period=2026-03&by=town&lang={language}")
        rows = found(page, "q-grid")["rowData"]
        assert [row["reported"] for row in rows] == [one["reported_count"] for one in answer["groups"]]
        assert rows[0]["name"].startswith(name)
        assert texts(found(page, "q-tiles")["children"][0])[1] == "2"
    page = shown(steward, "quality", "?period=2026-03&by=town&only=unpatrolled")
    assert len(found(page, "q-grid")["rowData"]) == len(answer["groups"]) - 2
    page = shown(steward, "quality", "?period=2026-03&by=town&focus=441900003")
    assert "样本太少" in texts(found(page, "q-side"))


@pytest.mark.parametrize(
    ("name", "rows"), [("board", 1), ("board-legs", 6), ("board-departments", 1), ("quality", 33)]
)
def test_every_figure_can_be_taken_away(steward: FlaskClient, name: str, rows: int) -> None:
    search = "period=2026-03&by=town" if name == "quality" else "since=all"
    answer = steward.get(f"/review/csv/{name}.csv?{search}")
    assert answer.status_code == 200
    lines = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert len(lines) == rows
    assert steward.get(f"/review/csv/{name}.csv?area=999").status_code == 400


def test_a_name_from_the_feed_is_no_formula_in_a_file(steward: FlaskClient, filled: Services) -> None:
    lines = [line.replace("城管分局".encode(), b"=1+1").replace(b"P1", b"P2") for line in actions()]
    Ingest(filled.connection.redis, filled.city, filled.keys).ingest(lines, feed="test")
    for address in (
        "board.csv?since=all",
        "board-departments.csv?since=all",
        "department.csv?period=2026-03",
    ):
        text = steward.get(f"/review/csv/{address}").text
        assert "'=1+1" in text, address
        assert ",=1+1" not in text
        assert "\n=1+1" not in text
