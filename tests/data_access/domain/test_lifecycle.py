"""The table of the life cycle, row by row, and its fine print."""

import pytest

from data_access.domain.actions import MICROSECONDS, RANKS, ActionSet, Field, Fields, add_action, order_of
from data_access.domain.lifecycle import CaseState, fold
from data_access.domain.rows import Stage

HOUR = 3600
LIMIT = 4 * HOUR

Step = tuple[str, float] | tuple[str, float, Fields]


def fold_steps(*steps: Step) -> CaseState:
    """State after steps of (action, seconds[, fields]); every subclass has a limit of four hours."""
    actions: ActionSet = {}
    for action, seconds, *rest in steps:
        fields = rest[0] if rest else None
        if action == "report" and fields is None:
            fields = {Field.CLASS: "E01"}
        add_action(actions, order_of(int(seconds * MICROSECONDS), RANKS[action]), fields)
    return fold(actions, lambda report, filed: filed + LIMIT * MICROSECONDS)


def at(seconds: float | None) -> int | None:
    """Microseconds of seconds."""
    return None if seconds is None else int(seconds * MICROSECONDS)


MAIN_PATH: list[Step] = [
    ("report", 0),
    ("accept", 60),
    ("file", 120),
    ("dispatch", 180),
    ("dispose", 240),
    ("verify", 300),
    ("close", 360),
]


def test_the_main_path_reaches_every_stage_in_turn() -> None:
    for length, stage in enumerate(list(Stage)[:7], 1):
        assert fold_steps(*MAIN_PATH[:length]).stage == stage
    state = fold_steps(*MAIN_PATH)
    times = (state.reported_at, state.accepted_at, state.filed_at, state.first_dispatched_at)
    assert times == (0, at(60), at(120), at(180))
    assert (state.disposed_at, state.verified_at, state.ended_at) == (at(240), at(300), at(360))
    assert state.due_at == at(120 + LIMIT)
    assert state.anomalies == 0


@pytest.mark.parametrize(
    ("action", "implied"),
    [
        ("file", {"accepted_at"}),
        ("dispatch", {"accepted_at", "filed_at"}),
        ("dispose", {"accepted_at", "filed_at", "first_dispatched_at"}),
        ("close", {"accepted_at", "filed_at", "first_dispatched_at", "disposed_at", "verified_at"}),
    ],
)
def test_an_action_implies_the_missing_earlier_stages_at_its_own_time(action: str, implied: set[str]) -> None:
    state = fold_steps(("report", 0), (action, 500))
    for name in ("accepted_at", "filed_at", "first_dispatched_at", "disposed_at", "verified_at"):
        own = {"file": "filed_at", "dispatch": "first_dispatched_at", "dispose": "disposed_at"}.get(action)
        assert (getattr(state, name) == at(500)) == (name in implied or name == own), name
    assert state.dispatches == ([at(500)] if action == "dispatch" else [])


def test_verify_and_reject_imply_nothing() -> None:
    assert fold_steps(("report", 0), ("verify", 10)).anomalies == 1
    rejected = fold_steps(("report", 0), ("reject", 10))
    assert (rejected.stage, rejected.accepted_at, rejected.ended_at) == (Stage.REJECTED, None, at(10))


@pytest.mark.parametrize(
    ("steps", "action"),
    [
        ([("accept", 1)], "accept"),
        ([("file", 1)], "accept"),
        ([("file", 1)], "confirm"),
        ([("file", 1)], "reject"),
        ([("file", 1)], "file"),
        ([("dispatch", 1)], "dispatch"),
        ([("file", 1)], "return"),
        ([], "return"),
        ([("accept", 1)], "suspend"),
        ([("dispose", 1)], "suspend"),
        ([("dispatch", 1), ("suspend", 2)], "suspend"),
        ([("dispatch", 1)], "resume"),
        ([("accept", 1)], "extend"),
        ([("dispose", 1)], "dispose"),
        ([("dispatch", 1)], "verify"),
        ([("dispose", 1), ("verify", 2)], "verify"),
        ([("dispatch", 1)], "rework"),
        ([("accept", 1)], "void"),
        ([], "rate"),
        ([("dispose", 1)], "rate"),
        ([("close", 1)], "close"),
        ([("close", 1)], "void"),
        ([("close", 1)], "escalate"),
        ([("reject", 1)], "accept"),
        ([("reject", 1)], "rate"),
        ([("file", 1), ("void", 2)], "dispatch"),
    ],
)
def test_an_action_that_makes_no_sense_is_an_anomaly_without_effect(steps: list[Step], action: str) -> None:
    fields: Fields = {Field.SCORE: 5, Field.LEVEL: 2}
    before = fold_steps(("report", 0), *steps)
    after = fold_steps(("report", 0), *steps, (action, 100, fields))
    assert after.anomalies == before.anomalies + 1
    after.anomalies -= 1
    assert after == before


def test_a_real_action_after_an_implied_one_is_an_anomaly_and_the_implied_time_stays() -> None:
    state = fold_steps(("report", 0), ("dispatch", 10), ("file", 20), ("accept", 30))
    assert (state.filed_at, state.accepted_at, state.anomalies) == (at(10), at(10), 2)


def test_actions_may_precede_the_report_and_the_first_report_gives_the_attributes_even_after_the_end() -> (
    None
):
    state = fold_steps(
        ("accept", 1),
        ("close", 5),
        ("report", 9, {Field.CLASS: "E02"}),
        ("report", 10, {Field.CLASS: "E01"}),
    )
    assert state.report == {Field.CLASS: "E02"}
    assert (state.reported_at, state.stage, state.anomalies) == (at(9), Stage.CLOSED, 1)


def test_a_case_without_report_is_incomplete_but_keeps_its_stage() -> None:
    state = fold_steps(("accept", 1), ("file", 2))
    assert (state.report, state.stage, state.due_at) == (None, Stage.FILED, None)


def test_a_return_leads_back_to_filed_and_dispatch_may_recur() -> None:
    state = fold_steps(
        ("report", 0),
        ("dispatch", 10, {Field.DEPARTMENT: "a"}),
        ("return", 20),
        ("dispatch", 30, {Field.DEPARTMENT: "b"}),
    )
    assert (state.dispatches, state.returns) == ([at(10), at(30)], [at(20)])
    assert (state.first_dispatched_at, state.department, state.stage) == (at(10), "b", Stage.DISPATCHED)


def test_rework_empties_disposal_and_verification() -> None:
    state = fold_steps(*MAIN_PATH[:6], ("rework", 400))
    assert (state.stage, state.disposed_at, state.verified_at) == (Stage.DISPATCHED, None, None)
    assert state.reworks == [at(400)]
    closed = fold_steps(*MAIN_PATH[:6], ("rework", 400), ("close", 500))
    assert (closed.disposed_at, closed.verified_at) == (at(500), at(500))


def test_resume_moves_the_due_time_by_the_time_suspended() -> None:
    state = fold_steps(("report", 0), ("file", 0), ("suspend", 100), ("resume", 400))
    assert (state.due_at, state.suspended_us) == (at(LIMIT + 300), at(300))


@pytest.mark.parametrize("action", ["dispose", "close"])
def test_disposal_and_closing_end_a_suspension(action: str) -> None:
    state = fold_steps(("report", 0), ("file", 0), ("suspend", 100), (action, 700))
    assert (state.due_at, state.suspended_at, state.suspended_us) == (at(LIMIT + 600), None, at(600))


def test_void_leaves_a_suspension_as_it_is() -> None:
    state = fold_steps(("report", 0), ("file", 0), ("suspend", 100), ("void", 700))
    assert (state.due_at, state.suspended_at) == (at(LIMIT), at(100))


def test_an_extension_without_a_due_time_adds_the_original_limit_twice_at_most() -> None:
    one = fold_steps(("report", 0), ("file", 0), ("extend", 10))
    assert one.due_at == at(2 * LIMIT)
    three = fold_steps(("report", 0), ("file", 0), ("extend", 10), ("extend", 20), ("extend", 30))
    assert (three.due_at, len(three.extensions), three.anomalies) == (at(3 * LIMIT), 2, 1)


def test_the_original_limit_is_that_of_the_first_due_time() -> None:
    state = fold_steps(
        ("report", 0),
        ("file", 0, {Field.DUE_AT: at(1000)}),
        ("dispatch", 5, {Field.DUE_AT: at(5000)}),
        ("extend", 10),
    )
    assert state.due_at == at(6000)


def test_an_extension_needs_a_due_time_still_ahead_as_stored() -> None:
    late = fold_steps(("report", 0), ("file", 0), ("extend", LIMIT))
    assert (late.extensions, late.anomalies) == ([], 1)
    # The running suspension is not yet added, so the stored due time decides.
    suspended = fold_steps(("report", 0), ("file", 0), ("suspend", 10), ("extend", LIMIT + 1))
    assert suspended.extensions == []
    after_disposal = fold_steps(("report", 0), ("dispose", 5), ("extend", 10))
    assert len(after_disposal.extensions) == 1


def test_the_latest_effective_due_time_given_wins() -> None:
    steps: list[Step] = [
        ("report", 0),
        ("file", 0, {Field.DUE_AT: at(1000)}),
        ("dispatch", 5),
        ("extend", 10, {Field.DUE_AT: at(700)}),
        ("file", 20, {Field.DUE_AT: at(9000)}),
    ]
    assert fold_steps(*steps).due_at == at(700)


def test_the_last_rating_holds() -> None:
    steps: list[Step] = [("close", 5), ("rate", 10, {Field.SCORE: 2}), ("rate", 20, {Field.SCORE: 5})]
    state = fold_steps(("report", 0), *steps)
    assert (state.score, state.rated_at) == (5, at(20))


def test_actions_at_one_time_follow_their_rank() -> None:
    state = fold_steps(("close", 0), ("dispose", 0), ("file", 0), ("report", 0), ("accept", 0))
    assert (state.stage, state.anomalies) == (Stage.CLOSED, 0)
    assert state.first_dispatched_at == 0
