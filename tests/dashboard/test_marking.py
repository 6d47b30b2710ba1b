"""Marks by people: who may, which cases; and the board over HTTP, at the command line and as a frame."""

from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard.marking import MayNotMark, mark_case
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.coordination import BadMark, MarkState
from data_access.domain.viewer import Duty, Viewer
from data_access.ingest.ingest import Ingest
from data_access.store.archiver import Archiver
from data_access.store.refold import Refolder
from tests.dashboard.test_actions_api import report

AS_OF = "2026-03-04T12:00:00+08:00"
RAISED, DECIDED, SETTLED = MarkState


def actions() -> list[bytes]:
    lines: list[dict[str, Any]] = [
        report("P1", at="2026-03-01T08:00:00", town="441900003"),
        *(
            {"case_id": "P1", "action": action, "at": f"2026-03-01T{9 + hour:02}:00:00", **more}
            for hour, (action, more) in enumerate(
                (
                    ("dispatch", {"department": "城管分局"}),
                    ("return", {}),
                    ("dispatch", {"department": "住建局"}),
                    ("return", {}),
                    ("dispatch", {"department": "城管分局"}),
                )
            )
        ),
        report("Q1", at="2026-03-01T08:00:00", town="441900004"),
        {"case_id": "Q1", "action": "close", "at": "2026-03-01T10:00:00"},
    ]
    return list(map(orjson.dumps, lines))


@pytest.fixture
def filled(services: Services) -> Services:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    assert ingest.ingest(actions(), feed="test").quarantined == 0
    return services


def viewer(services: Services, duty: Duty, town: str | None = None) -> Viewer:
    place = None if town is None else services.city.tree.find(town)
    return Viewer("li", duty, () if place is None else (place,))


def board(services: Services, **options: str) -> dict[str, Any]:
    return dict(services.answers.ask("coordination", {"as-of": AS_OF, **options}))


@pytest.mark.parametrize("duty", list(Duty))
def test_only_those_who_answer_for_the_data_may_mark(filled: Services, duty: Duty) -> None:
    if duty in (Duty.STEWARD, Duty.ADMINISTRATOR):
        assert mark_case(filled, viewer(filled, duty), "P1", RAISED, "推诿").pending
        (told,) = filled.audit.entries()
        assert (told.action, told.who, told.what) == (AuditAction.MARK, "li", "P1: raised")
    else:
        with pytest.raises(MayNotMark):
            mark_case(filled, viewer(filled, duty), "P1", RAISED, "推诿")
        assert filled.marks.all() == {}
        assert filled.audit.entries() == []


def test_a_case_outside_the_persons_area_is_no_case(filled: Services) -> None:
    own = viewer(filled, Duty.STEWARD, "441900003")
    mark_case(filled, own, "P1", RAISED, "推诿")
    for case_id in ("Q1", "nothing"):
        with pytest.raises(BadMark, match="there is no case"):
            mark_case(filled, own, case_id, RAISED, "推诿")


def test_a_marked_case_is_on_the_board_until_it_is_settled(filled: Services) -> None:
    steward = viewer(filled, Duty.STEWARD)
    assert board(filled)["reasons"]["marked"] == 0
    for state in (RAISED, DECIDED):
        mark_case(filled, steward, "Q1", state, "请市里定")
        listed = board(filled, reason="marked")["cases"]
        assert [(one["case_id"], one["mark"]["state"]) for one in listed] == [("Q1", state.value)]
    mark_case(filled, steward, "Q1", SETTLED, "已定")
    assert board(filled, reason="marked")["cases"] == []


def test_marks_of_other_areas_are_not_told(filled: Services) -> None:
    mark_case(filled, viewer(filled, Duty.STEWARD), "Q1", RAISED, "请市里定")
    within = viewer(filled, Duty.VIEWER, "441900003").within
    answer = filled.answers.ask("coordination", {"as-of": AS_OF}, within)
    assert answer["reasons"]["marked"] == 0
    assert [one["case_id"] for one in answer["cases"]] == ["P1"]


def test_a_mark_survives_a_refold_and_the_archive(filled: Services) -> None:
    mark_case(filled, viewer(filled, Duty.STEWARD), "Q1", RAISED, "请市里定")
    before = filled.marks.all()
    client, keys = filled.connection.redis, filled.keys
    Refolder(client, filled.city, keys, again=True).run()
    archived = Archiver(client, filled.city, filled.archive, keys).run(2_000_000_000)
    assert archived.cases
    assert filled.marks.all() == before
    (listed,) = board(filled, reason="marked")["cases"]
    assert listed["mark"]["trail"][0]["note"] == "请市里定"
    assert listed["path"] == []


def test_a_missing_archive_is_told_and_hides_no_case(filled: Services) -> None:
    client, keys = filled.connection.redis, filled.keys
    close = {"case_id": "P1", "action": "close", "at": "2026-03-02T10:00:00"}
    Ingest(client, filled.city, keys).ingest([orjson.dumps(close)], feed="test")
    Archiver(client, filled.city, filled.archive, keys).run(2_000_000_000)
    assert board(filled, state="all")["reasons"]["ping_pong"] == 1
    assert filled.archive.folder is not None
    for path in filled.archive.folder.glob("*.parquet"):
        path.unlink()
    answer = board(filled, state="all", limit="7")
    assert (answer["unreadable"], answer["reasons"]["ping_pong"], answer["reasons"]["returned"]) == (1, 0, 1)
    assert answer["cases"][0]["path"] is None


def test_http_and_command_line_give_the_same_board_and_marks(
    filled: Services, client: FlaskClient, read: dict[str, str]
) -> None:
    answer = client.get("/api/v1/coordination", query_string={"as-of": AS_OF}, headers=read)
    assert answer.get_json() == board(filled)
    (case,) = answer.get_json()["cases"]
    assert case["reasons"] == ["returned", "ping_pong"] + (["stuck"] if "stuck" in case["reasons"] else [])
    assert [one["department"] for one in case["path"]] == ["城管分局", "住建局", "城管分局"]
    bad = client.get("/api/v1/coordination", query_string={"reason": "tired"}, headers=read)
    assert (bad.status_code, bad.get_json()["error"]["option"]) == (400, "reason")
    frame = filled.answers.frame("coordination", {"as-of": AS_OF})
    assert frame.loc["P1", "departments"] == "城管分局 > 住建局 > 城管分局"
    assert bool(frame.loc["P1", "reason_ping_pong"])
    quality = filled.answers.frame("quality", {"from": "2026-03-01", "to": "2026-03-02", "as-of": AS_OF})
    assert quality["reported_count"].sum() == 2
    assert quality.loc["441900003", "valid"] == 1
