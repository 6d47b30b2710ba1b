"""The clock of a case in words and as a bar; lengths of time with two units."""

from typing import Any

import pytest

from dashboard.i18n.load import load_text
from layouts.review.case.clock import clock_card, limit_of
from layouts.review.case.parts import span_words
from tests.layouts.trees import components, words


def case(**more: Any) -> dict[str, Any]:
    """Filed at 8 with a limit of two hours; the answer is of 9 o'clock."""
    clock = {
        "filed_at": "2026-03-02T08:00:00+08:00",
        "due_at": "2026-03-02T10:00:00+08:00",
        "light": "green",
        "suspensions": [],
        "extensions": [],
    } | more.pop("clock", {})
    return {
        "as_of": "2026-03-02T09:00:00+08:00",
        "clock": clock,
        "disposed_at": None,
        "ended_at": None,
        **more,
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "已用 1 时，还剩 1 时。"),
        ({"as_of": "2026-03-02T10:30:00+08:00"}, "已用 2 时 30 分，超期 30 分。"),
        ({"disposed_at": "2026-03-02T09:15:00+08:00"}, "处置用时 1 时 15 分，提前 45 分。"),
        ({"disposed_at": "2026-03-02T10:00:00+08:00"}, "处置用时 2 时，提前 0 秒。"),
        ({"disposed_at": "2026-03-04T11:00:00+08:00"}, "处置用时 2 天 3 时，超期 2 天 1 时。"),
        (
            {
                "clock": {
                    "due_at": "2026-03-02T10:30:00+08:00",
                    "suspensions": [{"from": "2026-03-02T08:10:00+08:00", "to": "2026-03-02T08:40:00+08:00"}],
                }
            },
            "已用 30 分，还剩 1 时 30 分。",
        ),
    ],
)
def test_the_clock_says_what_was_used_and_what_is_left(given: dict[str, Any], said: str) -> None:
    assert said in words(clock_card(case(**given), load_text("zh")))


def test_without_a_limit_there_is_no_clock() -> None:
    unfiled = case(clock={"filed_at": None, "due_at": None})
    assert limit_of(unfiled) is None
    assert "尚未立案" in words(clock_card(unfiled, load_text("zh")))


def test_the_bar_is_whole_and_marks_the_limit() -> None:
    late = clock_card(case(disposed_at="2026-03-02T12:00:00+08:00"), load_text("zh"))
    parts = {
        part.className: part.style for part in components(late) if getattr(part, "style", None) is not None
    }
    assert parts["used late"] == {"left": "0.00%", "width": "50.00%"}
    assert parts["over"] == {"left": "50.00%", "width": "50.00%"}
    assert parts["due"] == {"left": "50.00%"}


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (45, "45 秒", "45 s"),
        (180, "3 分", "3 min"),
        (20_400, "5 时 40 分", "5 h 40 min"),
        (3600, "1 时", "1 h"),
    ],
)
def test_lengths_of_time_have_two_units_at_most(seconds: float, zh: str, en: str) -> None:
    assert span_words(load_text("zh"), seconds) == zh
    assert span_words(load_text("en"), seconds) == en
