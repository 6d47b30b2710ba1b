"""Rules of disclosure one by one: rounding, bands, points."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from data_access.cities.findings import Findings
from data_access.cities.rules_file import read_rules
from data_access.domain.disclosure.bands import band_of
from data_access.domain.disclosure.points import LEAST_SOLUTIONS, item_points, small_indicators
from data_access.domain.disclosure.rounding import floored, rounded_seconds
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.evaluation.formulas import of_indicator
from data_access.domain.evaluation.scheme import Criterion, KindRules
from data_access.domain.evaluation.scores import Counts, score
from data_access.domain.indicator_types import Better
from data_access.domain.taxonomy import Taxonomy

RULES = Disclosure()


def test_durations_are_told_in_minutes_and_long_ones_in_quarters_of_an_hour() -> None:
    assert [rounded_seconds(seconds) for seconds in (0, 29, 31, 7199, 7200, 7649, 7651)] == [
        0, 0, 60, 7200, 7200, 7200, 8100,
    ]  # fmt: skip


def test_running_counts_change_by_a_whole_step_or_not_at_all() -> None:
    told = [floored(count, 10) for count in range(200)]
    assert {later - earlier for earlier, later in itertools.pairwise(told)} == {0, 10}


@pytest.mark.parametrize("total", [10, 17, 40, 65, 99, 100, 400, 5000])
def test_a_band_never_says_that_a_count_is_small(total: int) -> None:
    for rest in range(total + 1):
        band = band_of(total - rest, total, RULES)
        if band is None:
            continue
        assert band.least <= rest <= band.most
        value = (total - rest) / total
        assert (value >= band.percent / 100) if band.at_least else (value <= band.percent / 100)
        small = {one for one in range(band.least, band.most + 1) if 0 < min(one, total - one) < 5}
        possible = band.most - band.least + 1
        assert not small or possible >= RULES.least_count + 1
        assert len(small) < possible


def test_few_cases_have_no_band() -> None:
    assert band_of(9, 9, RULES) is None


def _rules(*names: str) -> KindRules:
    weight = 100 / len(names)
    criteria = (Criterion(of_indicator(name), 0, Better.UP, 1.0, 0.5, weight, 1) for name in names)
    return KindRules(tuple(criteria), "settled", 1)


def _counts(*pairs: tuple[int, int]) -> Counts:
    hits, totals = (np.array([[pair[side] for pair in pairs]]) for side in (0, 1))
    return Counts(hits, totals, np.ones_like(hits, dtype=np.bool_), totals[:, 0])


@pytest.mark.parametrize("total", [12, 40, 150, 900])
@pytest.mark.parametrize("rest", [1, 2, 3, 4])
def test_points_leave_several_counts_possible_to_who_knows_everything_else(total: int, rest: int) -> None:
    rules = _rules("closing_rate", "on_time_disposal_rate")
    counts = _counts((total - rest, total), (total // 2, total))
    scores = score(counts, rules)
    assert small_indicators(counts, scores, rules, 0, RULES) == [0]
    [told] = item_points(counts, scores, rules, 0, frozenset({"on_time_disposal_rate"}), RULES)
    exact = round(float(scores.totals[0]), 1)
    solutions = []
    for hits in range(total, -1, -1):
        other = score(_counts((hits, total), (total // 2, total)), rules)
        same = item_points(
            _counts((hits, total), (total // 2, total)), other, rules, 0,
            frozenset({"on_time_disposal_rate"}), RULES,
        )  # fmt: skip
        if same == [told] and abs(round(float(other.totals[0]), 1) - exact) < 0.05:
            solutions.append(hits)
        if len(solutions) >= LEAST_SOLUTIONS:
            return
    assert told is None, (told, solutions)


def test_points_without_small_counts_are_told_to_a_tenth() -> None:
    rules = _rules("closing_rate", "on_time_disposal_rate")
    counts = _counts((877, 913), (500, 913))
    scores = score(counts, rules)
    [told] = item_points(counts, scores, rules, 0, frozenset(), RULES)
    assert told == round(float(scores.totals[0]), 1)


def test_a_pack_may_be_stricter_but_not_looser(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text("[public]\nleast_count = 10\nrelease_after_days = 4.5\n")
    findings = Findings()
    rules = read_rules(tmp_path, Taxonomy((), ()), findings)
    assert (rules.public.least_count, rules.public.release_after_days) == (10, 4.5)
    assert rules.public.least_rate == RULES.least_rate
    assert not findings
    file.write_text("[public]\nleast_count = 3\nheat_weeks = 2.5\nleast_cuont = 6\n")
    read_rules(tmp_path, Taxonomy((), ()), findings)
    told = {finding.feature: finding.severity.value for finding in findings}
    assert told == {
        "public.least_count": "error", "public.heat_weeks": "error", "public.least_cuont": "warning",
    }  # fmt: skip
