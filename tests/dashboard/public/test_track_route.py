"""The route that tells one case, and what pages of other sites may do."""

from typing import Any

import pytest

from tests.dashboard.public.conftest import Surface
from tests.dashboard.public.parts import STEPS

API = "/public/api/v1"


def test_other_sites_may_read_and_not_write(surface: Surface) -> None:
    preflight = surface.client.options(f"{API}/overview", headers={"Origin": "https://example.org"})
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    sent = surface.client.post(f"{API}/track", json={"number": "E1", "check": "4821"})
    assert "Access-Control-Allow-Origin" not in sent.headers


def test_a_case_is_tracked_by_json_and_by_form(surface: Surface) -> None:
    for body in ({"json": {"number": "E1", "check": "4821"}}, {"data": {"number": "E1", "check": "4821"}}):
        answer = surface.client.post(f"{API}/track", **body)
        assert (answer.status_code, answer.json) == (200, STEPS)
        assert answer.headers["Cache-Control"] == "no-store"


def test_answers_to_strangers_are_the_same_to_the_byte(surface: Surface) -> None:
    answers = [
        surface.client.post(f"{API}/track", json={"number": number, "check": check})
        for number, check in (("E2", "4821"), ("E1", "0000"), ("E1", "none"))
    ]
    assert {(a.status_code, a.data, tuple(a.headers.items())) for a in answers} == {
        (404, answers[0].data, tuple(answers[0].headers.items()))
    }


def test_who_guesses_waits(surface: Surface) -> None:
    codes = [surface.client.post(f"{API}/track", json={"number": "E1", "check": f"{n:04}"}) for n in range(6)]
    assert [code.status_code for code in codes] == [404] * 5 + [429]
    assert 0 < int(codes[-1].headers["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"number": 1, "check": "1"},
        {"number": "E1"},
        {"number": "", "check": ""},
        {"number": "E" * 65, "check": "1"},
    ],
)
def test_half_a_question_is_refused(body: Any, surface: Surface) -> None:
    assert surface.client.post(f"{API}/track", json=body).status_code == 400
