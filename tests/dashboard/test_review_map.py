"""Single cases on the overview's map: as many as the list of the place has, and only what one may see."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.services import Services
from data_access.domain.viewer import Duty
from layouts.review.overview.points import SIGNS
from tests.dashboard.people import logged_in
from tests.dashboard.review_pages import open_page, update
from tests.review.installation import Installation, installation

OUTPUT = "..o-cases.data...o-cases-note.children.."
PERIOD = "?period=13-months&indicator=reported_count"
TOWN, OTHER = "441900003", "441900004"
EVERYTHING = [113.0, 22.0, 115.0, 24.0]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An app with cases, each at the middle of its town; nothing here changes them."""
    with installation(tmp_path_factory.mktemp("map")) as found:
        yield found


@pytest.fixture(scope="module")
def filled(installed: Installation) -> Services:
    """Its services."""
    return installed.services


@pytest.fixture(scope="module")
def leader(installed: Installation) -> FlaskClient:
    """Somebody who sees the whole city."""
    return logged_in(installed.app, installed.services, Duty.VIEWER)


def box_of(services: Services, code: str, reach: float = 0.004) -> list[float]:
    """A box around the middle of an area."""
    area = services.city.tree.area(code)
    assert area is not None
    return [area.lon - reach, area.lat - reach, area.lon + reach, area.lat + reach]


def near(client: FlaskClient, box: object, search: str = PERIOD) -> tuple[list[Any], list[Any]]:
    """Points, and what is said of them."""
    answer = update(client, OUTPUT, [("o-look", "data", {"box": box, "search": search})], [])
    assert answer.status_code == 200, answer.text
    found = answer.json["response"]
    return found["o-cases"]["data"], found["o-cases-note"]["children"]


def listed(services: Services, note: list[Any]) -> dict[str, Any]:
    """The answer of the question that the link beside the count leads to."""
    given: dict[str, str | None] = dict(parse_qsl(urlsplit(note[1]["props"]["href"]).query))
    return dict(services.answers.ask("cases", {**given, "lang": None, "limit": "500"}))


@pytest.mark.parametrize(
    "search",
    [
        PERIOD,
        f"{PERIOD}&view=heat",
        "?period=13-months",
        f"{PERIOD}&area={TOWN}&source=collector",
        f"{PERIOD}&polygon=113,22.5,114.5,22.5,114.5,23.5,113,23.5",
        "?period=today&indicator=open_count",
    ],
)
def test_there_are_as_many_points_as_the_list_of_the_place_has_cases(
    search: str, leader: FlaskClient, filled: Services
) -> None:
    drawn, note = near(leader, box_of(filled, TOWN, 0.2), search)
    answer = listed(filled, note)
    assert len(drawn) == answer["total"] == len(answer["cases"]) > 0
    assert f" {answer['total']} " in note[0]["props"]["children"]
    places = {(case["lon"], case["lat"], f"/review/case/{case['case_id']}") for case in answer["cases"]}
    assert {(lon, lat, href.split("?")[0]) for lon, lat, _, href, _ in drawn} == places
    states = [state for _, _, state, _, _ in drawn]
    assert states == sorted(states, key=lambda state: -list(SIGNS).index(state)), "the gravest is on top"
    assert states.count("overdue") == sum(case["overdue"] for case in answer["cases"])


def test_too_many_cases_are_counted_and_none_is_drawn(
    leader: FlaskClient, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, note = near(leader, EVERYTHING)
    total = listed(filled, note)["total"]
    assert len(drawn) == total > 500, "more than a page of the list"
    for module in ("callbacks.review.points", "layouts.review.overview.points"):
        monkeypatch.setattr(f"{module}.MOST", total - 1)
    drawn, note = near(leader, EVERYTHING)
    assert drawn == []
    assert f"{total} 件，放大后逐件显示" in note[0]["props"]["children"]
    assert listed(filled, note)["total"] == total


def test_where_no_case_lies_it_is_said(leader: FlaskClient) -> None:
    drawn, note = near(leader, [113.0, 22.0, 113.01, 22.01])
    assert drawn == []
    assert note[0]["props"]["children"] == "视野内没有案件"


def test_a_person_of_a_town_sees_no_point_of_another(installed: Installation) -> None:
    services = installed.services
    client = logged_in(installed.app, services, Duty.VIEWER, (TOWN,), "wang")
    assert near(client, box_of(services, OTHER))[0] == []
    assert near(client, box_of(services, OTHER), f"{PERIOD}&area={OTHER}")[0] == []
    drawn, note = near(client, EVERYTHING)
    given = {"measure": "reported", "area": TOWN, "from": "2020-01-01"}
    assert len(drawn) == services.answers.ask("cases", given)["total"] > 0
    assert "PRIVATE" not in str((drawn, note))


@pytest.mark.parametrize("box", [None, [1, 2, 3], ["a", 2, 3, 4], [113, 22, 999, 23], [None] * 4, "113,22"])
def test_what_is_no_box_is_refused(box: object, leader: FlaskClient) -> None:
    answer = update(leader, OUTPUT, [("o-look", "data", {"box": box, "search": PERIOD})], [])
    assert answer.status_code == 400


def test_borders_of_what_lies_in_an_area_are_there_for_the_map(leader: FlaskClient, filled: Services) -> None:
    tree = filled.city.tree
    for code, level in (("441900", tree.towns), (TOWN, tree.villages), (f"{TOWN}005", tree.grids)):
        answer = leader.get(f"/review/map/1/{code}/children.geojson")
        assert answer.status_code == 200
        found = {feature["properties"]["code"] for feature in answer.json["features"]}  # type: ignore[index]
        answer.close()
        place = tree.find(code)
        assert place is not None
        assert found == {area.code for area in level if area.parent == place[1]}
    assert leader.get("/review/map/1/999/children.geojson").status_code == 404
    assert leader.get(f"/review/map/1/{TOWN}/secrets.geojson").status_code == 404


@pytest.mark.parametrize(
    ("name", "area", "count"), [("villages", TOWN, 0), ("grids", f"{TOWN}005", 0), ("towns", TOWN, 33)]
)
def test_the_ranking_that_is_shown_can_be_taken_away(
    name: str, area: str, count: int, leader: FlaskClient, filled: Services
) -> None:
    answer = leader.get(f"/review/csv/{name}.csv?{PERIOD[1:]}&area={area}")
    assert answer.status_code == 200
    codes = [line.split(",")[0] for line in answer.text.splitlines()[1:]]
    inside = [code for code in codes if code]
    assert len(inside) == count or all(code.startswith(area) and code != area for code in inside)


def test_the_page_of_a_case_shows_its_place(leader: FlaskClient, filled: Services) -> None:
    case = filled.answers.ask("cases", {"limit": "1"})["cases"][0]
    page = str(open_page(leader, f"case/{case['case_id']}"))
    assert "place-point" in page
    assert "place-town" in page
