"""Every indicator on a few rows, with the value worked out by hand."""

from typing import Any

import pytest

from data_access.domain.indicators import INDICATORS
from data_access.domain.period import Period
from data_access.domain.rows import NEVER, Columns, RowFlag, Stage
from data_access.domain.scope import Scope
from data_access.queries.overview import overview
from tests.data_access.queries.rows import (
    CITY,
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    NAMES,
    NOON,
    TODAY,
    case,
    continuation,
    incomplete,
    table,
)

COLLECTOR, HOTLINE, APP, WECHAT, VIDEO = 0, 1, 2, 3, 4
NOISE = 2
"""The class that collectors do not patrol for."""
DUE = RowFlag.FALLS_DUE
ON_TIME = RowFlag.ON_TIME_DISPOSAL


def ask(columns: Columns, as_of: float = MIDNIGHT + 2 * DAY, period: Period = TODAY) -> dict[str, Any]:
    return overview(columns, CITY, NAMES, None, as_of=as_of, period=period, scope=Scope())


def pair(answer: dict[str, Any], name: str) -> tuple[int, int]:
    ratio = answer[name]
    assert ratio["value"] == (ratio["numerator"] / ratio["denominator"] if ratio["denominator"] else None)
    return ratio["numerator"], ratio["denominator"]


COUNTS = [
    ("reported_count", {"reported": HOUR}, Stage.REPORTED),
    ("accepted_count", {"accepted": HOUR}, Stage.ACCEPTED),
    ("filed_count", {"filed": HOUR}, Stage.FILED),
    ("disposed_count", {"disposed": HOUR}, Stage.DISPOSED),
    ("verified_count", {"verified": HOUR}, Stage.VERIFIED),
    ("closed_count", {"ended": HOUR}, Stage.CLOSED),
    ("rejected_count", {"ended": HOUR}, Stage.REJECTED),
    ("void_count", {"ended": HOUR}, Stage.VOID),
    ("dispatched_count", {"dispatch_action": HOUR}, Stage.DISPATCHED),
    ("return_count", {"return_action": HOUR}, Stage.FILED),
    ("rework_count", {"rework_action": HOUR}, Stage.DISPATCHED),
    ("extension_count", {"extend_action": HOUR}, Stage.DISPATCHED),
    ("suspension_count", {"suspend_action": HOUR}, Stage.DISPATCHED),
]


@pytest.mark.parametrize(("name", "times", "stage"), COUNTS, ids=[name for name, _, _ in COUNTS])
def test_a_time_in_the_period_counts_once_under_its_own_name(
    name: str, times: dict[str, int], stage: Stage
) -> None:
    answer = ask(table(case(stage, **times), case(stage)))
    counted = {other for other, _, _ in COUNTS if answer[other]}
    assert counted == {name}
    assert answer[name] == 1


def test_the_period_holds_its_start_and_not_its_end() -> None:
    columns = table(*[case(reported=at) for at in (-1, 0, DAY - 1, DAY)])
    assert ask(columns)["reported_count"] == 2


def test_the_period_is_cut_at_as_of_whose_fractions_are_dropped() -> None:
    columns = table(*[case(reported=at) for at in (12 * HOUR - 1, 12 * HOUR, 12 * HOUR + 1)])
    assert ask(columns, as_of=NOON)["reported_count"] == 1
    assert ask(columns, as_of=NOON + 0.9)["reported_count"] == 1
    assert ask(columns, as_of=NOON + 1)["reported_count"] == 2
    assert ask(columns, as_of=MIDNIGHT - 1)["reported_count"] == 0


def test_a_void_case_stays_in_the_counts_of_its_earlier_steps() -> None:
    answer = ask(table(case(Stage.VOID, reported=1, accepted=2, filed=3, ended=4)))
    counted = {
        name: answer[name] for name in ("reported_count", "accepted_count", "filed_count", "void_count")
    }
    assert set(counted.values()) == {1}


def test_cases_without_a_report_count_nowhere() -> None:
    answer = ask(table(incomplete(Stage.FILED, filed=HOUR, due=2 * HOUR)))
    assert all(not answer[name] for name, indicator in INDICATORS.items() if indicator.kind == "count")


def test_actions_of_continuation_rows_count_and_cases_do_not() -> None:
    answer = ask(
        table(
            case(Stage.DISPATCHED, reported=0, first_dispatched=5, dispatch_action=5, return_action=6),
            continuation(dispatch_action=7, return_action=8),
            continuation(dispatch_action=9),
        )
    )
    assert answer["dispatched_count"] == 3
    assert answer["return_count"] == 2
    assert answer["reported_count"] == 1
    assert answer["open_count"] == 1
    assert pair(answer, "return_rate") == (2, 3)
    assert pair(answer, "dispatch_accuracy_rate") == (1, 3)
    assert pair(answer, "on_time_dispatch_rate") == (0, 1)


def test_cases_settle_at_the_earlier_of_due_and_disposed() -> None:
    columns = table(
        case(Stage.CLOSED, DUE | ON_TIME, due=DAY + 5, disposed=HOUR, ended=2 * DAY),  # settles by disposal
        case(Stage.VERIFIED, DUE, due=HOUR, disposed=DAY + 5),  # settles when due, disposed late
        case(Stage.CLOSED, DUE, due=HOUR, disposed=2 * HOUR, ended=3 * HOUR),  # closed late
        case(Stage.DISPATCHED, DUE, due=HOUR),  # never disposed
        case(Stage.DISPATCHED, DUE, due=DAY),  # settles tomorrow
        case(Stage.DISPOSED, DUE | ON_TIME, due=HOUR, disposed=-1),  # settled yesterday
        case(Stage.DISPATCHED, due=HOUR),  # suspended or void: does not fall due
    )
    answer = ask(columns)
    assert answer["should_dispose_count"] == 4
    assert pair(answer, "disposal_rate") == (3, 4)
    assert pair(answer, "on_time_disposal_rate") == (1, 4)
    assert pair(answer, "closing_rate") == (2, 4)
    assert pair(answer, "on_time_closing_rate") == (1, 4)


def test_a_ratio_without_denominator_has_no_value() -> None:
    answer = ask(table())
    for name, indicator in INDICATORS.items():
        if indicator.kind == "ratio":
            assert answer[name] == {"value": None, "numerator": 0, "denominator": 0}
        elif indicator.kind == "number" and name != "load_per_staff":
            assert answer[name] is None
    assert answer["load_per_staff"] == 0


def test_open_overdue_and_due_soon_look_at_the_clock_alone() -> None:
    waiting = {"filed": -5 * DAY}
    columns = table(
        case(Stage.REPORTED),  # open only
        case(Stage.FILED, due=12 * HOUR - 1, **waiting),  # overdue by a second
        case(Stage.DISPATCHED, due=12 * HOUR, **waiting),  # due this second: not overdue, due soon
        case(Stage.DISPATCHED, due=14 * HOUR, **waiting),  # due in two hours, inclusive
        case(Stage.DISPATCHED, due=14 * HOUR + 1, **waiting),  # later
        case(Stage.DISPATCHED, RowFlag.SUSPENDED, due=HOUR, **waiting),  # its clock stands
        case(Stage.DISPOSED, due=HOUR, disposed=2 * HOUR, **waiting),  # disposed
        case(Stage.DISPATCHED, **waiting),  # without a limit
        case(Stage.CLOSED, due=HOUR, ended=HOUR, **waiting),
        case(Stage.REJECTED, ended=HOUR),
        case(Stage.VOID, due=HOUR, ended=HOUR, **waiting),
    )
    answer = ask(columns, as_of=NOON, period=Period(0, 0))
    assert (answer["open_count"], answer["overdue_open_count"], answer["due_soon_count"]) == (8, 1, 2)
    assert answer["load_per_staff"] == 8 / 24
    assert ask(columns, as_of=NOON + 1)["overdue_open_count"] == 2


def test_rework_rate_is_reworks_over_disposed_cases() -> None:
    answer = ask(
        table(
            case(Stage.DISPOSED, disposed=HOUR, rework_action=MINUTE),
            continuation(rework_action=2 * MINUTE),
            continuation(rework_action=-1),
        )
    )
    assert pair(answer, "rework_rate") == (2, 1)


def test_stage_limits_are_kept_as_the_rows_say() -> None:
    answer = ask(
        table(
            case(Stage.VERIFIED, RowFlag.ON_TIME_ACCEPT, accepted=1, first_dispatched=2, verified=3),
            case(Stage.VERIFIED, RowFlag.ON_TIME_DISPATCH, accepted=1, first_dispatched=2, verified=3),
            case(Stage.VERIFIED, RowFlag.ON_TIME_VERIFY, accepted=-1, first_dispatched=DAY, verified=3),
        )
    )
    assert pair(answer, "on_time_accept_rate") == (1, 2)
    assert pair(answer, "on_time_dispatch_rate") == (1, 2)
    assert pair(answer, "on_time_verify_rate") == (1, 3)


def test_valid_reports_are_collectors_cases_filed_and_not_void() -> None:
    answer = ask(
        table(
            case(Stage.CLOSED, source=COLLECTOR, filed=1, ended=2),
            case(Stage.VOID, source=COLLECTOR, filed=1, ended=2),
            case(Stage.REJECTED, source=COLLECTOR, ended=2),
            case(Stage.REJECTED, source=COLLECTOR, ended=DAY),  # decided tomorrow
            case(Stage.VOID, source=COLLECTOR, filed=-1, ended=2),  # decided yesterday
            case(Stage.ACCEPTED, source=COLLECTOR, accepted=1),  # not decided
            case(Stage.FILED, source=VIDEO, filed=1),
        )
    )
    assert pair(answer, "valid_report_rate") == (1, 3)


def test_missed_reports_are_confirmed_public_cases_of_patrolled_classes() -> None:
    confirmed = RowFlag.CONFIRMED
    answer = ask(
        table(
            case(Stage.FILED, confirmed, source=HOTLINE, filed=1),
            case(Stage.FILED, confirmed, source=APP, filed=1),
            case(Stage.FILED, confirmed, source=WECHAT, filed=1),
            case(Stage.FILED, confirmed, source=COLLECTOR, filed=1),
            case(Stage.FILED, confirmed, source=HOTLINE, filed=1, **{"class": NOISE}),
            case(Stage.FILED, source=HOTLINE, filed=1),
            case(Stage.FILED, confirmed, source=HOTLINE, filed=-1),
        )
    )
    assert pair(answer, "missed_report_rate") == (3, 6)


def test_public_reports_are_answered_within_a_day_or_counted_when_older() -> None:
    answered = RowFlag.RESPONDED_24H
    columns = table(
        case(Stage.CLOSED, answered, source=HOTLINE, reported=1, accepted=2),
        case(Stage.REJECTED, answered, source=APP, reported=1, ended=2),
        case(Stage.ACCEPTED, source=APP, reported=1, accepted=30 * HOUR),  # answered too late
        case(Stage.REPORTED, source=WECHAT, reported=1),  # not answered
        case(Stage.REPORTED, source=WECHAT, reported=20 * HOUR),  # not answered, still young
        case(Stage.REPORTED, source=COLLECTOR, reported=1),
    )
    assert pair(ask(columns, as_of=MIDNIGHT + DAY + 10 * HOUR), "response_24h_rate") == (2, 4)
    assert pair(ask(columns, as_of=MIDNIGHT + DAY + 1), "response_24h_rate") == (2, 3), "a day old, not older"
    assert pair(ask(columns, as_of=MIDNIGHT + DAY + 2), "response_24h_rate") == (2, 4)


def test_self_handled_cases_are_those_of_collectors() -> None:
    handled = RowFlag.SELF_HANDLED
    answer = ask(
        table(
            case(Stage.CLOSED, handled, source=COLLECTOR, reported=1),
            case(Stage.CLOSED, source=COLLECTOR, reported=1),
            case(Stage.CLOSED, handled, source=VIDEO, reported=1),
        )
    )
    assert pair(answer, "self_handled_rate") == (1, 2)


def test_disposal_time_is_interpolated_between_ranks() -> None:
    seconds = (100.0, 200.0, 300.0, 1000.5)
    rows = [case(Stage.DISPOSED, disposed=1, disposal_seconds=value) for value in seconds]
    answer = ask(table(*rows, case(Stage.DISPOSED, disposed=DAY, disposal_seconds=9e9)))
    assert answer["disposal_seconds_median"] == 250.0
    assert answer["disposal_seconds_p90"] == pytest.approx(300 + 0.7 * 700.5, abs=1e-9)


def test_satisfaction_is_that_of_cases_rated_in_the_period() -> None:
    scores = [(5, 1), (4, 1), (3, 1), (1, DAY)]
    answer = ask(table(*[case(Stage.CLOSED, score=score, rated=at, ended=0) for score, at in scores]))
    assert answer["satisfaction_mean"] == 4.0
    assert pair(answer, "satisfied_rate") == (2, 3)


def test_times_before_2020_and_never_are_told_apart() -> None:
    february_2019 = Period(1_548_950_400, 1_551_369_600)
    at = 1_549_000_000 - MIDNIGHT
    columns = table(case(Stage.DISPATCHED, DUE, reported=at, due=at), case(Stage.REPORTED, reported=NEVER))
    answer = ask(columns, period=february_2019)
    assert answer["reported_count"] == 1
    assert answer["should_dispose_count"] == 1
    assert ask(columns, period=Period(-(10**10), 10**11))["reported_count"] == 1
