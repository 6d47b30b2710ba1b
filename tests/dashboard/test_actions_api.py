"""`POST /api/v1/actions`: good lines applied once, bad ones told, nothing else breaks."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import redis
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.api.actions import LARGEST_BODY
from dashboard.services import Services
from data_access.ingest.parsing import MAX_LINE_BYTES
from data_access.store.heartbeats import Heartbeats
from data_access.store.tokens import Token

NOW = datetime.now(UTC) - timedelta(minutes=5)
AS_OF = {"as-of": (NOW + timedelta(seconds=1)).isoformat()}
"""For questions about the day of `report`: midnight may come before they are asked."""


def report(case_id: str = "C1", **more: Any) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "action": "report",
        "at": NOW.isoformat(),
        "kind": "event",
        "class": "E01",
        "source": "collector",
        "town": "441900003",
        **more,
    }


def lines(*actions: dict[str, Any]) -> bytes:
    return b"\n".join(map(orjson.dumps, actions))


class Sender:
    """Posts bodies with a token."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self._client, self._headers = client, headers

    def post(self, body: bytes, **headers: str) -> TestResponse:
        return self._client.post("/api/v1/actions", data=body, headers=self._headers | headers)

    def counts(self, body: bytes) -> tuple[int, int, int]:
        answer = self.post(body)
        assert answer.status_code == 200, answer.text
        found = answer.get_json()
        return found["applied"], found["duplicate"], found["quarantined"]


@pytest.fixture
def sender(client: FlaskClient, ingest: dict[str, str]) -> Sender:
    return Sender(client, ingest)


def test_what_is_answered_is_in_the_store(sender: Sender, services: Services) -> None:
    assert sender.counts(lines(report(), {"case_id": "C1", "action": "file", "at": NOW.isoformat()})) == (
        2,
        0,
        0,
    )
    assert services.answers.ask("overview", AS_OF)["filed_count"] == 1


def test_sending_again_changes_nothing(sender: Sender) -> None:
    body = lines(report(), report("C2"))
    assert sender.counts(body) == (2, 0, 0)
    assert sender.counts(body) == (0, 2, 0)


def test_lines_and_an_array_are_the_same(sender: Sender) -> None:
    assert sender.counts(lines(report("C1"), report("C2"))) == (2, 0, 0)
    assert sender.counts(orjson.dumps([report("C1"), report("C2"), report("C3")])) == (1, 2, 0)
    assert sender.counts(b"\xef\xbb\xbf  [" + orjson.dumps(report("C4")) + b" ]\n") == (1, 0, 0)


@pytest.mark.parametrize("separator", [b"\n", b"\r\n", b"\n\n \n"])
def test_lines_end_as_they_like(separator: bytes, sender: Sender) -> None:
    body = orjson.dumps(report("C1")) + separator + orjson.dumps(report("C2")) + separator
    assert sender.counts(body) == (2, 0, 0)


def test_a_bad_line_is_told_by_number_and_stops_nothing(sender: Sender) -> None:
    body = lines(report("C1"), report("C2", town="999"), {}, report("C3", source="rumour"), report("C4"))
    answer = sender.post(body + b"\nnonsense").get_json()
    assert (answer["applied"], answer["quarantined"]) == (2, 4)
    assert [problem["line"] for problem in answer["problems"]] == [2, 3, 4, 6]
    assert answer["problems"][0]["code"] == "unknown_area"
    assert all(problem["reason"] for problem in answer["problems"])


def test_an_element_of_an_array_is_numbered_from_one(sender: Sender) -> None:
    answer = sender.post(orjson.dumps([report(), 7, "x", None, [report("C2")]])).get_json()
    assert [problem["line"] for problem in answer["problems"]] == [2, 3, 4, 5]


def test_an_empty_array_is_a_sign_of_life(sender: Sender) -> None:
    assert sender.counts(b"[]") == (0, 0, 0)


@pytest.mark.parametrize(
    "body", [b"", b"  \n\r\n ", b"[", b"[{]", b'[{"a":1}', b"[1] trailing", b"[" * 100_000]
)
def test_a_body_that_is_none_is_refused_with_a_sentence(body: bytes, sender: Sender) -> None:
    answer = sender.post(body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


def test_a_body_that_is_too_large_is_refused(sender: Sender) -> None:
    assert sender.post(b" " * (LARGEST_BODY + 1)).status_code == 413


def test_an_encoded_body_is_refused(sender: Sender) -> None:
    assert sender.post(b"x", **{"Content-Encoding": "gzip"}).status_code == 415


def test_a_giant_line_is_quarantined_beside_good_ones(sender: Sender) -> None:
    giant = orjson.dumps(report("C1", description="長" * MAX_LINE_BYTES))
    assert sender.counts(giant + b"\n" + orjson.dumps(report("C2"))) == (1, 0, 1)


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_are_no_fault_of_the_server(seed: int, sender: Sender) -> None:
    chance = random.Random(seed)
    body = bytearray(lines(*(report(f"C{number}") for number in range(50))))
    for _ in range(200):
        body[chance.randrange(len(body))] = chance.randrange(256)
    assert sender.post(bytes(body)).status_code == 200
    assert sender.post(chance.randbytes(20_000)).status_code in (200, 400)


def test_naughty_strings_are_kept_or_told(sender: Sender, shared_data: Path) -> None:
    naughty = orjson.loads((shared_data / "torture" / "blns" / "blns.json").read_bytes())
    good = report("last", description="fine")
    actions = [report(f"C{number}", description=text, department=text) for number, text in enumerate(naughty)]
    actions += [report(text, check=text, by=text, event_id=text) for text in naughty]
    applied, duplicate, quarantined = sender.counts(lines(*actions, good))
    assert applied + duplicate + quarantined == len(actions) + 1
    assert applied > len(naughty)


@pytest.mark.parametrize(
    "change",
    [
        {"at": "1970-01-01"},
        {"at": (datetime.now(UTC) + timedelta(days=2)).isoformat()},
        {"at": 5},
        {"at": "now"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"case_id": ""},
        {"case_id": "x" * 65},
        {"case_id": "a\nb"},
        {"action": "explode"},
        {"town": None, "lon": 23.0, "lat": 113.0},
        {"town": None, "lon": 1e308, "lat": -1e308},
        {"town": 441900003},
        {"urgent": "yes"},
        {"due_at": "tomorrow", "action": "file"},
        {"action": "rate", "score": 6},
        {"action": "rate", "score": 4.5},
        {"action": "escalate", "level": 10**18},
    ],
)
def test_wrong_values_are_quarantined(change: dict[str, Any], sender: Sender) -> None:
    assert sender.counts(lines(report(**change))) == (0, 0, 1)


def test_a_private_text_is_in_no_answer(sender: Sender, client: FlaskClient, read: dict[str, str]) -> None:
    sender.post(lines(report(description="SECRETLY", reporter="SECRETLY", check="SECRETLY")))
    for path in ("overview", "categories?by=department", "heat", "centres"):
        assert "SECRETLY" not in client.get(f"/api/v1/{path}", headers=read).text


def test_a_token_with_a_promise_beats_for_its_feed(client: FlaskClient, services: Services) -> None:
    secret = services.tokens.add(Token("platform", ("ingest",), 0, every_seconds=30.0))
    client.post("/api/v1/actions", data=b"[]", headers={"Authorization": f"Bearer {secret}"})
    beats = Heartbeats(services.connection.redis, services.city, services.keys).all()
    assert beats["http:platform"].expected_seconds == 30.0


def test_a_store_that_is_away_is_said_and_nothing_is_acknowledged(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sender.counts(lines(report())) == (1, 0, 0)

    def away(*_args: object, **_more: object) -> None:
        raise redis.ConnectionError("gone")

    monkeypatch.setattr("data_access.store.writer.CaseStore.apply", away)
    answer = sender.post(lines(report("C2")))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
