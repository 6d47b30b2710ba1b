"""The public API: documents, fixed questions, headers, and what it refuses."""

import gzip
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from data_access.domain.city import City
from tests.dashboard.public.conftest import Surface, surface_over
from tests.dashboard.public.parts import NOON, Store

API = "/public/api/v1"
TOWN, WITHHELD = "441900003", "441900004"


def get(surface: Surface, path: str) -> Any:
    answer = surface.client.get(f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_documents_stand_under_their_addresses_the_newest_also_as_latest(surface: Surface) -> None:
    assert get(surface, "index")["latest"] == "2026-10"
    assert get(surface, "live")["open_count"] == 2500
    assert get(surface, "months/2026-09")["month"] == "2026-09"
    assert get(surface, "months/latest") == get(surface, "months/2026-10")
    assert get(surface, "rankings/latest")["month"] == "2026-10"
    assert get(surface, "heat/latest")["week"] == "2026-W45"
    assert get(surface, "method")["rules"]["smallest_count"] == 5
    assert get(surface, "log")["entries"][0]["kind"] == "released"


def test_an_answer_is_cheap_to_keep_and_to_ask_for_again(surface: Surface) -> None:
    first = surface.client.get(f"{API}/months/latest")
    assert first.headers["Cache-Control"] == "public, max-age=60, stale-if-error=86400"
    assert first.headers["Vary"] == "Accept-Encoding"
    assert first.headers["Zhiwang-Age-Seconds"] == "0"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    tag = first.headers["ETag"]
    for known in (tag, f'"old", {tag}', tag.removeprefix("W/")):
        again = surface.client.get(f"{API}/months/latest", headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    assert surface.status(f"{API}/months/latest", headers={"If-None-Match": '"old"'}) == 200
    packed = surface.client.get(f"{API}/months/latest", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == first.data
    head = surface.client.head(f"{API}/months/latest")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(first.data)))


def test_the_door_and_flask_give_the_same_answer(surface: Surface) -> None:
    # A query string takes a request past the door.
    for path in ("index", "live", "months/latest", "rankings/2026-10"):
        door, flask = (surface.client.get(f"{API}/{path}{query}") for query in ("", "?"))
        slow = surface.client.get(f"{API}/{path}?x=1")
        assert door.data == flask.data == slow.data
        assert set(door.headers) == set(slow.headers)
        assert door.headers["Content-Security-Policy"] == slow.headers["Content-Security-Policy"]


def test_errors_say_why_and_are_never_kept(surface: Surface) -> None:
    for path, status in (
        (f"{API}/months/2020-01", 404),
        (f"{API}/months/latest/more", 404),
        (f"{API}/overview?month=2020-01", 400),
        (f"{API}/overview?month=2026-10&month=2026-09", 400),
        (f"{API}/data/2026-10/none.csv", 404),
        (f"{API}/track", 405),
        ("/public/nothing", 404),
        ("/open311/v2/requests.json", 403),
    ):
        answer = surface.client.get(path)
        assert (path, answer.status_code) == (path, status)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_nothing_else_is_served_by_a_public_process(surface: Surface) -> None:
    paths = ("/api/v1/overview", "/api/v1/openapi.json", "/login", "/review/", "/wall/", "/metrics", "/x")
    assert {surface.status(path) for path in paths} == {404}
    assert surface.client.get("/").headers["Location"] == "/public/"
    assert surface.status("/healthz") == 200


def test_readiness_tells_the_age_of_what_is_held(surface: Surface) -> None:
    ready = surface.client.get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (200, "ready")  # type: ignore[index]
    surface.store.away = True
    surface.clock.now += 31
    surface.public.held.refresh()
    late = surface.client.get("/readyz")
    assert late.status_code == 503
    assert "31 s ago" in late.text


def test_before_the_first_release_everything_is_503(city_dongguan: City, tmp_path: Path) -> None:
    empty = surface_over(Store({}), city_dongguan, tmp_path)
    for path in ("index", "months/latest", "overview", "data", "dcat.json", "data/latest/areas.csv"):
        answer = empty.client.get(f"{API}/{path}")
        assert (path, answer.status_code) == (path, 503)
        assert answer.headers["Retry-After"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert empty.status("/readyz") == 503
    assert empty.status("/open311/v2/services.json") == 200


def test_while_the_store_is_away_answers_go_on_and_say_their_age(surface: Surface) -> None:
    before = surface.client.get(f"{API}/overview").json
    surface.store.away = True
    surface.clock.now += 60
    surface.public.held.refresh()
    answer = surface.client.get(f"{API}/months/latest")
    assert answer.status_code == 200
    assert answer.headers["Zhiwang-Held"] == NOON
    assert answer.headers["Zhiwang-Age-Seconds"] == "60"
    assert answer.json["held"] == NOON  # type: ignore[index]
    question = surface.client.get(f"{API}/overview")
    assert question.headers["Zhiwang-Held"] == NOON
    assert question.json == before
    assert surface.status(f"{API}/data/latest/areas.csv") == 200


def test_overview_has_the_fixed_shape(surface: Surface) -> None:
    found = get(surface, "overview")
    assert found["area"] == {"code": "441900", "name": "东莞市", "level": "city"}
    assert found["period"] == {"from": "2026-10-01T00:00:00+08:00", "to": "2026-11-01T00:00:00+08:00"}
    assert found["reported_count"] == 38_001
    assert found["closing_rate"] == {"value": 34_200 / 38_001, "numerator": 34_200, "denominator": 38_001}
    same = ("month=2026-10", "from=2026-10-01&to=2026-11-01", "area=441900", "month=2026-10&indicators=")
    assert [get(surface, f"overview?{query}") == found for query in same[:3]] == [True] * 3
    town = get(surface, f"overview?area={WITHHELD}&month=2026-09")
    assert town["area"]["level"] == "town"
    assert town["closed_count"] is None
    assert town["closing_rate"] == {"value": None}
    assert town["withheld"] == ["closed_count", "closing_rate"]
    assert get(surface, "overview?class=E01")["of"]["code"] == "E01"
    assert set(get(surface, "overview?indicators=closed_count")) & {"reported_count", "closed_count"} == {
        "closed_count"
    }


@pytest.mark.parametrize(
    ("query", "option", "words"),
    [
        ("overview?from=2026-10-05&to=2026-10-12", "from", "released month"),
        ("overview?from=2026-10-01", "to", "needed"),
        ("overview?area=441900003&class=E01", "class", "together"),
        ("overview?area=441900003,441900004", "area", "one area at a time"),
        ("overview?area=nowhere", "area", "no area"),
        ("overview?department=x", "department", "not open to the public"),
        ("overview?as-of=2026-10-01", "as-of", "complete months"),
        ("overview?as_of=2026-10-01", "as-of", "complete months"),
        ("overview?compare=month", "compare", "each month"),
        ("overview?stage=filed", "stage", "single cases"),
        ("overview?indicators=open_count", "indicators", "not published here"),
        ("overview?indicators=bogus", "indicators", "no indicator"),
        ("overview?month=1999-01", "month", "released are 2026-10, 2026-09"),
        ("ranking?area=441900003", "area", "ranking of the towns"),
        ("ranking?month=1999-01", "month", "no released ranking"),
        ("trend?bucket=hour", "bucket", "must be one of day, month"),
        ("trend?area=441900003", "area", "whole city"),
        ("trend?bucket=month&from=2026-10-02&to=2026-11-01", "from", "begin months"),
        ("trend?bucket=month&from=2026-10-01&to=2026-12-01", "from", "2026-11 is not released"),
        ("trend?from=2026-10-30&to=2026-11-05", "from", "every day"),
        ("heat?layer=open", "layer", "must be one of reported"),
        ("heat?week=2026-W01", "week", "not published"),
        ("heat?from=2026-11-02&to=2026-11-05", "from", "no week"),
        ("categories?by=department", "by", "must be one of"),
        ("categories?by=source&area=441900003", "by", "classes and villages"),
        ("categories?area=nowhere", "area", "no town"),
        ("overview?nonsense=1", "nonsense", "no option"),
    ],
)
def test_what_is_not_published_is_refused_with_the_reason(
    query: str, option: str, words: str, surface: Surface
) -> None:
    answer = surface.client.get(f"{API}/{query}")
    assert answer.status_code == 400, answer.text
    error = answer.json["error"]  # type: ignore[index]
    assert error["option"] == option
    assert words in error["message"]


def test_ranking_has_the_fixed_shape(surface: Surface) -> None:
    first, *_, last = get(surface, "ranking?month=2026-10")
    assert (first["rank"], first["score"], first["grade"], first["change"]) == (1, 95.0, "优秀", 1)
    assert first["indicators"]["collection"] == {
        "value": None, "numerator": None, "denominator": None, "points": 14.0, "weight": 15,
    }  # fmt: skip
    assert (last["rank"], last["score"], last["change"]) == (None, None, None)


def test_trends_by_month_and_by_day(surface: Surface) -> None:
    months = get(surface, "trend?bucket=month")
    assert [month["start"] for month in months] == ["2026-09-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00"]
    town = get(surface, f"trend?bucket=month&area={TOWN}&indicators=reported_count")
    assert [month["reported_count"] for month in town] == [1000, 1000]
    days = get(surface, "trend")
    assert len(days) == 30
    assert days[0]["reported_count"] == 1201
    across = get(surface, "trend?from=2026-09-29&to=2026-10-03")
    assert [day["start"][:10] for day in across] == ["2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02"]


def test_heat_names_the_cell_of_each_count(surface: Surface, city_dongguan: City) -> None:
    found = get(surface, "heat")
    assert found["cell_size_m"] == 1000
    (cell,) = found["cells"]
    assert (cell["lon"], cell["lat"], cell["count"]) == (113.75, 23.02, 25)
    rows, columns = city_dongguan.locator.shape
    assert 0 <= cell["cell"] < rows * columns
    assert get(surface, "heat?from=2026-11-02&to=2026-11-09")["week"] == "2026-W45"


def test_categories_by_class_area_and_of_a_town(surface: Surface, city_dongguan: City) -> None:
    taxonomy, tree = city_dongguan.taxonomy, city_dongguan.tree
    assert len(get(surface, "categories")) == len(taxonomy.classes)
    assert len(get(surface, "categories?by=town")) == len(tree.towns)
    villages = get(surface, f"categories?by=village&area={TOWN}")
    assert {tree.area(row["code"]).parent for row in villages} == {tree.indexes(tree.towns[0].level)[TOWN]}  # type: ignore[union-attr]
    assert [row["code"] for row in get(surface, f"categories?area={TOWN}")][-1] == "other"
    hidden = get(surface, f"categories?area={WITHHELD}")
    assert {row["reported_count"] for row in hidden} == {None}
    assert {tuple(row["withheld"]) for row in hidden} == {("reported_count",)}


def test_a_question_is_worked_out_once_until_something_is_released(surface: Surface) -> None:
    tags = {surface.client.get(f"{API}/trend").headers["ETag"] for _ in range(3)}
    assert len(tags) == 1
    live = orjson.loads(surface.store.documents["live"])
    surface.store.documents["live"] = orjson.dumps({**live, "open_count": 2600})
    surface.public.held.refresh()
    assert get(surface, "live")["open_count"] == 2600
    assert surface.client.get(f"{API}/trend").headers["ETag"] in tags


def test_the_description_names_every_route_and_no_other(surface: Surface) -> None:
    described = get(surface, "openapi.json")
    rules = {
        re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule): (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for rule in surface.client.application.url_map.iter_rules()
        if rule.rule.startswith((API, "/open311"))
    }
    named = {"{name}": ("/open311/v2/services/{code}.{form}", "/open311/v2/requests/{number}.{form}")}
    routes = {
        next((path for path in named["{name}"] if path.startswith(rule.removesuffix("{name}"))), rule)
        if rule.startswith("/open311") and rule.endswith("{name}")
        else rule
        for rule in rules
    }
    assert described["paths"].keys() == routes
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            assert all(answer["description"] for answer in operation["responses"].values())
            placed = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert placed == set(re.findall(r"{(\w+)}", path)), (method, path)
