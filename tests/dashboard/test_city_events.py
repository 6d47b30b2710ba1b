"""Events that charts mark, by people: who may, who sees which, and the page, charts, files and commands."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from typer.testing import CliRunner

from dashboard.city_events import (
    MayNotEnter,
    add_event,
    entered_events,
    events_shown,
    remove_event,
    restore_event,
)
from dashboard.cli.main import app as commands
from dashboard.live.hub import StreamHub
from dashboard.reports.gather import gather
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.city_events import BadEvent, CityEvent, EventKind
from data_access.domain.viewer import Duty, Viewer
from tests.dashboard.people import logged_in
from tests.dashboard.review_pages import open_page
from tests.dashboard.test_access import callbacks_of

TOWN, OTHER = "441900003", "441900004"
DAY = date(2026, 9, 5)
FIELDS = ("ev-zh", "ev-en", "ev-days", "ev-kind", "ev-area")


@pytest.fixture
def app(closed_app: tuple[Flask, StreamHub]) -> Flask:
    return closed_app[0]


def viewer(services: Services, duty: Duty, town: str | None = None) -> Viewer:
    place = None if town is None else services.city.tree.find(town)
    return Viewer("li", duty, () if place is None else (place,))


def enter(services: Services, who: Viewer, title: str = "台风", area: str = "", day: date = DAY) -> CityEvent:
    return add_event(services, who, zh=title, en="Typhoon", first=day, kind="storm", area=area)


@pytest.mark.parametrize("duty", list(Duty))
def test_those_who_evaluate_or_answer_for_data_enter_events_and_the_log_says_so(
    duty: Duty, services: Services
) -> None:
    who = viewer(services, duty)
    if duty is Duty.VIEWER:
        made = enter(services, viewer(services, Duty.STEWARD))
        with pytest.raises(MayNotEnter):
            enter(services, who)
        with pytest.raises(MayNotEnter):
            remove_event(services, who, made.key)
        assert services.events.standing() == [made]
        return
    made = enter(services, who)
    remove_event(services, who, made.key)
    restore_event(services, who, made.key)
    told = [(entry.action, entry.who, entry.what.split()[0]) for entry in services.audit.entries()]
    assert told == [(AuditAction.EVENTS, "li", deed) for deed in ("restore", "remove", "add")]
    assert services.audit.entries()[0].what == f"restore {made.key} 2026-09-05..2026-09-05 city storm: 台风"


def test_a_town_enters_and_removes_its_own_events_and_sees_no_other_towns(services: Services) -> None:
    whole, own = viewer(services, Duty.EVALUATOR), viewer(services, Duty.EVALUATOR, TOWN)
    of_city, of_other = enter(services, whole, "全市"), enter(services, whole, "别处", OTHER)
    of_town = enter(services, own, "本镇", TOWN)
    for area in ("", OTHER):
        with pytest.raises(BadEvent) as refused:
            enter(services, own, area=area)
        assert refused.value.code == "outside"
    for event, code in ((of_city, "outside"), (of_other, "gone")):
        with pytest.raises(BadEvent) as refused:
            remove_event(services, own, event.key)
        assert refused.value.code == code

    def seen(who: Viewer, *areas: str) -> list[str]:
        places = [place for code in areas if (place := services.city.tree.find(code)) is not None]
        return [one.zh for one in events_shown(services, who.within, DAY, DAY, places)]

    assert sorted(seen(whole)) == sorted(["全市", "别处", "本镇"])
    assert sorted(seen(own)) == sorted(seen(own, TOWN)) == sorted(["全市", "本镇"])
    assert seen(whole, OTHER) == ["全市", "别处"]
    assert seen(own, OTHER) == ["全市"]
    remove_event(services, own, of_town.key)
    remove_event(services, whole, of_other.key)
    assert seen(own) == seen(whole) == ["全市"]
    assert {k.event.zh for k in entered_events(services, own)} == {"全市", "本镇"}, "what it can bring back"
    reader = viewer(services, Duty.VIEWER, TOWN)
    assert {k.event.zh for k in entered_events(services, reader)} == {"全市"}


def test_the_calendars_holidays_stand_beside_what_was_entered(services: Services) -> None:
    enter(services, viewer(services, Duty.EVALUATOR), day=date(2026, 10, 3))
    found = events_shown(services, (), date(2026, 10, 2), date(2026, 10, 4))
    assert [(one.zh, one.first, one.kind) for one in found] == [
        ("国庆节", date(2026, 10, 1), EventKind.HOLIDAY),
        ("台风", date(2026, 10, 3), EventKind.STORM),
    ]


def press(client: FlaskClient, name: str, values: dict[str, Any], token: str, pressed: str = "") -> Any:
    """The answer of one of the page's callbacks."""
    callback = callbacks_of(client, "review", {})[name]
    outputs = callback["output"].strip(".").split("...")
    deed = json.dumps({"index": pressed, "type": "ev-deed"}, separators=(",", ":"))
    given = {"ev-token": token, "url": "?lang=en", **values}
    first: Any = {"id": "ev-add", "property": "n_clicks", "value": 1}
    if pressed:
        first = [{"id": json.loads(deed), "property": "n_clicks", "value": 1}]
    body = {
        "output": callback["output"],
        "outputs": [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in outputs],
        "inputs": [first],
        "state": [
            {"id": one["id"], "property": one["property"], "value": given.get(one["id"])}
            for one in callback["state"]
        ],
        "changedPropIds": [f"{deed}.n_clicks" if pressed else "ev-add.n_clicks"],
    }
    answer = client.post("/review/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()["response"]
    return found


def token_of(page: Any) -> str:
    """The token that the page was given."""
    found: list[str] = []

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("id") == "ev-token":
                found.append(part["data"])
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(page)
    return found[0]


def test_the_page_enters_removes_and_brings_back_and_says_what_is_wrong(
    app: Flask, services: Services
) -> None:
    client = logged_in(app, services, Duty.EVALUATOR)
    page = open_page(client, "events", "?lang=en")
    assert "Nothing has been entered yet" in json.dumps(page)
    token = token_of(page)
    right = dict(zip(FIELDS, ("台风", "Typhoon", ["2026-09-05", "2026-09-07"], "storm", TOWN), strict=True))
    for values, words in (
        ({**right, "ev-zh": "", "ev-en": None}, "give it a title"),
        ({**right, "ev-days": None}, "choose the days"),
        ({**right, "ev-days": ["x", None]}, "choose the days"),
        ({**right, "ev-area": "1"}, "belongs to the city or to a town"),
        ({**right, "ev-token": "another"}, "out of date"),
    ):
        answer = press(client, "ev-body < ev-add.n_clicks", values, token)
        assert words in answer["ev-said"]["children"]
        assert "ev-body" not in answer, "the form keeps what was typed"
    assert services.events.standing() == []
    answer = press(client, "ev-body < ev-add.n_clicks", right, token)
    (made,) = services.events.standing()
    assert (made.first, made.last, made.area) == (DAY, DAY + timedelta(days=2), TOWN)
    assert "“Typhoon” is entered" in json.dumps(answer["ev-said"], ensure_ascii=False)
    assert f"remove|{made.key}|said" in json.dumps(answer)
    for deed, standing in (("remove", []), ("restore", [made]), ("restore", [made])):
        answer = press(client, "ev-body < ev-deed.n_clicks", {}, token, f"{deed}|{made.key}|list")
        assert services.events.standing() == standing
    assert "somebody else was faster" in json.dumps(answer)


def test_a_reader_sees_the_list_and_no_form(app: Flask, services: Services) -> None:
    enter(services, viewer(services, Duty.STEWARD))
    enter(services, viewer(services, Duty.STEWARD), "别处", OTHER)
    reader = logged_in(app, services, Duty.VIEWER, (TOWN,), "reader")
    page = json.dumps(open_page(reader, "events"), ensure_ascii=False)
    assert "台风" in page
    assert "别处" not in page
    assert "ev-add" not in page
    assert "ev-deed" not in page
    answer = press(reader, "ev-body < ev-add.n_clicks", {"ev-zh": "x", "ev-days": ["2026-09-05", None]}, "")
    assert "out of date" in answer["ev-said"]["children"]


def test_charts_tables_and_files_tell_the_events_of_their_areas(app: Flask, services: Services) -> None:
    whole = viewer(services, Duty.EVALUATOR)
    for title, area in (("台风", ""), ("荔枝节", TOWN), ("别处", OTHER)):
        enter(services, whole, title, area)
    client = logged_in(app, services, Duty.VIEWER, (TOWN,), "reader")
    page = json.dumps(open_page(client, "", "?period=2026-09"), ensure_ascii=False)
    assert "台风" in page
    assert "东城·荔枝节" in page
    assert "别处" not in page
    own = json.dumps(open_page(client, "", f"?period=2026-09&area={TOWN}"), ensure_ascii=False)
    assert "东城·荔枝节" not in own
    assert "荔枝节" in own
    answer = client.get("/review/csv/trend-day.csv?period=2026-09")
    rows = {
        row["start"][:10]: row["events"]
        for row in csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    }
    assert {day: told for day, told in rows.items() if told} == {"2026-09-05": "台风; 东城·荔枝节"}
    place = services.city.tree.find(TOWN)
    assert place is not None
    assert [one.zh for one in gather(services, "2026-09", TOWN, (place,)).events if one.key] == [
        "台风",
        "荔枝节",
    ]


def test_commands_enter_list_remove_and_bring_back(services: Services, tmp_path: Path) -> None:
    # A store of its own: commands open the one that their settings name.
    environment = {"ZHIWANG_DATA": str(tmp_path / "own"), "ZHIWANG_CITY": "dongguan"}

    def run(*words: str) -> Any:
        return CliRunner().invoke(commands, ["events", *words], env=environment)

    made = run("add", "台风", "--from", "2026-09-05", "--kind", "storm", "--by", "li", "--json")
    assert made.exit_code == 0, made.output
    key = json.loads(made.stdout)["key"]
    (told,) = json.loads(run("list", "--json").stdout)
    assert told | {"at": ""} == {
        "key": key, "from": "2026-09-05", "to": "2026-09-05", "kind": "storm", "area": "441900",
        "zh": "台风", "en": "台风", "by": "li", "at": "", "removed_by": None,
    }  # fmt: skip
    assert run("remove", key, "--by", "wang").exit_code == 0
    assert json.loads(run("list", "--json").stdout) == []
    assert json.loads(run("list", "--removed", "--json").stdout)[0]["removed_by"] == "wang"
    assert run("remove", key).exception.status == 2
    assert run("restore", key).exit_code == 0
    bad = run("add", "台风", "--from", "2026-09-31")
    assert "no day" in str(bad.exception)
