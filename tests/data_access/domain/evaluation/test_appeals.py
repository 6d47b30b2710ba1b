"""Appeals are the fold of their steps, external values their last entry."""

import random

import pytest

from data_access.domain.evaluation.appeals import AppealState, AppealStep, Step, appeals, possible
from data_access.domain.evaluation.entries import BadEntry, ExternalEntry, check_counts, standing
from data_access.domain.evaluation.scheme import ObjectKind

_NEXT = {
    None: {"raise": "open"},
    "open": {"withdraw": "withdrawn", "accept": "accepted", "refuse": "refused"},
    "withdrawn": {"raise": "open"},
    "accepted": {"undo": "open"},
    "refused": {"undo": "open", "raise": "open"},
}


def step(name: str, at: int = 0, case: str = "C1", month: str = "2026-03", by: str = "a") -> AppealStep:
    return AppealStep(month, case, Step(name), by, at, "because")


@pytest.mark.parametrize("seed", range(20))
def test_any_series_of_steps_ends_where_the_table_leads(seed: int) -> None:
    rng = random.Random(seed)
    names = [rng.choice(list(Step)).value for _ in range(30)]
    state, counted = None, 0
    for name in names:
        if name in _NEXT[state]:
            state, counted = _NEXT[state][name], counted + 1
    found = appeals([step(name, at) for at, name in enumerate(names)])
    assert (found["2026-03", "C1"].state.value if found else None) == state
    assert (len(found["2026-03", "C1"].steps) if found else 0) == counted


def test_of_two_decisions_the_first_one_counts_and_says_by_whom() -> None:
    found = appeals([step("raise"), step("refuse", 1, by="first"), step("accept", 2, by="second")])
    appeal = found["2026-03", "C1"]
    assert (appeal.state, appeal.left_out) == (AppealState.REFUSED, False)
    assert appeal.decided is not None
    assert appeal.decided.by == "first"


def test_months_and_cases_are_apart_and_an_undone_decision_is_open() -> None:
    found = appeals(
        [step("raise"), step("accept"), step("raise", month="2026-04"), step("raise", case="C2"),
         step("accept", case="C2"), step("undo", case="C2")]
    )  # fmt: skip
    assert {key: each.left_out for key, each in found.items()} == {
        ("2026-03", "C1"): True,
        ("2026-04", "C1"): False,
        ("2026-03", "C2"): False,
    }
    assert possible(found["2026-03", "C2"].state) == (Step.WITHDRAW, Step.ACCEPT, Step.REFUSE)


def entry(numerator: int | None, code: str = "1", kind: ObjectKind = ObjectKind.TOWN) -> ExternalEntry:
    whole = None if numerator is None else 50
    return ExternalEntry("2026-03", kind, code, "spot_check", numerator, whole, "a", 0, "form")


def test_the_last_entry_holds_and_one_without_counts_takes_it_back() -> None:
    values = standing(
        [entry(40), entry(30, "2"), entry(41), entry(None, "2"), entry(9, kind=ObjectKind.TEAM)]
    )
    assert values[ObjectKind.TOWN] == {("2026-03", "1", "spot_check"): (41, 50)}
    assert values[ObjectKind.TEAM] == {("2026-03", "1", "spot_check"): (9, 50)}


@pytest.mark.parametrize("counts", [(2, 1), (0, 0), (-1, 5), (1, 10**9)])
def test_counts_that_are_no_share_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(BadEntry):
        check_counts(*counts)
