"""Scores, intervals and changes from counts alone."""

import numpy as np
import pytest

from data_access.domain.evaluation.change import change, split_rate
from data_access.domain.evaluation.formulas import BadFormula, composite, of_indicator
from data_access.domain.evaluation.intervals import intervals, seed_of
from data_access.domain.evaluation.scheme import Criterion, Formula, KindRules, Spread
from data_access.domain.evaluation.scores import Counts, Scores, score
from data_access.domain.indicator_types import Better


def criterion(name: str, item: int, weight: float, minimum: int = 10) -> Criterion:
    formula = Formula(name, name, name, external=name == "survey") if name == "survey" else of_indicator(name)
    return Criterion(formula, item, Better.UP, 1.0, 0.0, weight, minimum)


RULES = KindRules(
    (
        criterion("closing_rate", 0, 30),
        criterion("disposal_rate", 0, 20),
        criterion("response_24h_rate", 1, 40),
        criterion("survey", 2, 10),
    ),
    "settled",
    10,
)


def counts(*rows: list[tuple[int, int]], given: bool = True) -> Counts:
    pairs = np.array(rows, dtype=np.int64).reshape(len(rows), len(RULES.criteria), 2)
    known = np.ones(pairs.shape[:2], dtype=np.bool_)
    known[:, 3] = given
    return Counts(pairs[:, :, 0], pairs[:, :, 1], known, pairs[:, 0, 1])


def test_weights_spread_inside_the_item_first_and_over_the_other_items_when_none_is_left() -> None:
    found = score(counts([(90, 100), (5, 5), (30, 40), (0, 0)], given=False), RULES)
    # disposal_rate is below its minimum: closing_rate carries the item's 50; the survey's 10 go to both.
    assert found.weights[0].tolist() == pytest.approx([50 * 100 / 90, 0, 40 * 100 / 90, 0])
    assert found.weights.sum() == pytest.approx(100)
    assert found.totals[0] == pytest.approx((50 * 0.9 + 40 * 0.75) / 0.9)
    assert found.ranks == [1]


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    same = [(90, 100), (95, 100), (40, 40), (9, 10)]
    worse = [(80, 100), (95, 100), (40, 40), (9, 10)]
    assert score(counts(same, worse, same), RULES).ranks == [1, 3, 1]


def test_an_object_below_the_minimum_is_not_ranked() -> None:
    few = [(9, 9), (9, 9), (40, 40), (9, 10)]
    found = score(counts(few, [(90, 100), (95, 100), (40, 40), (9, 10)]), RULES)
    assert found.ranks == [None, 1]


def test_nothing_counted_is_no_score() -> None:
    found = score(counts([(0, 0), (0, 0), (0, 0), (0, 0)], given=False), RULES)
    assert np.isnan(found.totals[0])
    assert found.ranks == [None]


def random_counts(seed: int, objects: int = 12) -> Counts:
    rng = np.random.default_rng(seed)
    whole = rng.integers(0, 300, (objects, 4))
    return Counts(rng.binomial(whole, 0.8), whole, rng.random((objects, 4)) < 0.8, whole[:, 0])


@pytest.mark.parametrize("seed", range(20))
def test_changes_split_exactly_into_indicators(seed: int) -> None:
    then, now = score(random_counts(seed), RULES), score(random_counts(seed + 100), RULES)
    found = change(now, then)
    both = now.ranked & then.ranked
    assert both.any()
    assert np.isnan(found.score[~both]).all()
    assert found.score_parts[both].sum(axis=1) == pytest.approx(found.score[both], abs=1e-9)
    whole = found.place_parts[both].sum(axis=1) + found.place_field[both]
    assert whole == pytest.approx(found.places[both], abs=1e-9)
    for index in np.flatnonzero(both).tolist():
        assert found.places[index] == (then.ranks[index] or 0) - (now.ranks[index] or 0)


def test_a_rate_splits_exactly_into_groups_that_add_cases_or_hits() -> None:
    hits = np.array([[80.0, 10], [90.0, 30]])
    cases = np.array([[100.0, 20], [100.0, 60]])
    moved, parts = split_rate(hits[1], cases[1], hits[0], cases[0])
    assert moved == pytest.approx(120 / 160 - 90 / 120)
    assert parts.sum() == pytest.approx(moved)
    assert parts[0] > 0 > parts[1]
    assert split_rate(hits[1], cases[1], hits[0] * 0, cases[0] * 0)[0] == 0


def test_intervals_hold_what_was_observed_and_are_the_same_every_time() -> None:
    counted = random_counts(7, objects=20)
    scores = score(counted, RULES)
    one, two = (intervals(counted, scores, RULES, seed_of("v", "town", "2019-02"), 300) for _ in range(2))
    assert np.array_equal(one.scores, two.scores, equal_nan=True)
    other = intervals(counted, scores, RULES, seed_of("v", "town", "2019-03"), 300)
    assert not np.array_equal(one.scores, other.scores, equal_nan=True)
    for index in np.flatnonzero(scores.ranked).tolist():
        assert one.scores[index, 0] <= scores.totals[index] <= one.scores[index, 1]
        assert one.ranks[index, 0] <= (scores.ranks[index] or 0) <= one.ranks[index, 1]
    assert np.isnan(one.scores[~scores.ranked]).all()


def test_more_cases_make_narrower_intervals_and_surer_ranks() -> None:
    def width(factor: int) -> tuple[float, float]:
        rows = [[(n * factor, 100 * factor)] * 4 for n in (70, 75, 80, 85, 90)]
        counted = counts(*rows)
        found = intervals(counted, score(counted, RULES), RULES, 1, 500)
        return float(np.ptp(found.scores, axis=1).mean()), float(np.ptp(found.ranks, axis=1).mean())

    few, many = width(1), width(25)
    assert many[0] == pytest.approx(few[0] / 5, rel=0.2)
    assert many[1] < few[1]


def test_the_interval_of_a_single_rate_is_that_of_a_binomial() -> None:
    rules = KindRules((criterion("closing_rate", 0, 100),), "settled", 10)
    counted = Counts(np.array([[800]]), np.array([[1000]]), np.array([[True]]), np.array([1000]))
    found = intervals(counted, score(counted, rules), rules, 3, 4000)
    reach = 1.96 * (0.8 * 0.2 / 1000) ** 0.5 * 100
    assert found.scores[0].tolist() == pytest.approx([80 - reach, 80 + reach], abs=0.25)


@pytest.mark.parametrize(
    ("numerator", "denominator", "spread"),
    [("settled_closed", "settled", Spread.BINOMIAL), ("reworks", "disposed", Spread.POISSON),
     ("returns", "dispatches", Spread.POISSON), ("filed_valid", "filed", Spread.BINOMIAL)],
)  # fmt: skip
def test_parts_of_their_denominator_scatter_binomially(
    numerator: str, denominator: str, spread: Spread
) -> None:
    assert composite("x", "x", "x", [numerator], [denominator], False).spread is spread


@pytest.mark.parametrize("name", ["open_count", "disposal_seconds_median", "nothing"])
def test_what_cannot_be_counted_by_month_is_no_formula(name: str) -> None:
    with pytest.raises(BadFormula):
        of_indicator(name)


def test_lost_points_are_what_is_missing_to_a_hundred() -> None:
    found: Scores = score(random_counts(3), RULES)
    alive = ~np.isnan(found.totals)
    assert found.lost[alive].sum(axis=1) == pytest.approx(100 - found.totals[alive])
