"""Causes of a change sum exactly, whatever the counts: weight, mix and pace, and their groups."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.evaluation.change import change
from data_access.domain.evaluation.scores import Counts, only, score
from data_access.domain.evaluation.versus import versus
from data_access.domain.evaluation.why import exceeds_chance, mix_and_pace, split
from tests.data_access.domain.evaluation.test_scores import RULES, random_counts

_GROUP = st.tuples(*(st.integers(0, 60),) * 4)


def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def halves(groups: list[tuple[int, int, int, int]]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Hits and totals of now and then: of four numbers the second of a pair is what was missed."""
    return (
        [a for a, _, _, _ in groups],
        [a + b for a, b, _, _ in groups],
        [c for _, _, c, _ in groups],
        [c + d for _, _, c, d in groups],
    )


@given(st.lists(_GROUP, min_size=1, max_size=8))
def test_mix_and_pace_are_those_of_exact_fractions_and_sum_to_the_change_of_the_rate(
    groups: list[tuple[int, int, int, int]],
) -> None:
    hits_now, total_now, hits_then, total_then = halves(groups)
    mix, pace = mix_and_pace(ints(hits_now), ints(total_now), ints(hits_then), ints(total_then))
    whole_now, whole_then = sum(total_now), sum(total_then)
    if not whole_now or not whole_then:
        assert not mix.any()
        assert not pace.any()
        return
    former = Fraction(sum(hits_then), whole_then)
    for group, (h1, t1, h0, t0) in enumerate(zip(hits_now, total_now, hits_then, total_then, strict=True)):
        w1, w0 = Fraction(t1, whole_now), Fraction(t0, whole_then)
        if t1 and t0:
            r1, r0 = Fraction(h1, t1), Fraction(h0, t0)
            wanted = (w1 - w0) * ((r1 + r0) / 2 - former), (w1 + w0) / 2 * (r1 - r0)
        else:
            part = (Fraction(h1) - former * t1) / whole_now - (Fraction(h0) - former * t0) / whole_then
            wanted = (part, Fraction(0))
        assert (mix[group], pace[group]) == pytest.approx((float(wanted[0]), float(wanted[1])), abs=1e-12)
    assert mix.sum() + pace.sum() == pytest.approx(
        float(Fraction(sum(hits_now), whole_now) - former), abs=1e-12
    )


def test_a_town_whose_cases_only_became_others_has_no_pace() -> None:
    # Two kinds, 90 % and 50 % in time in both months; the slow kind grows.
    mix, pace = mix_and_pace(ints([45, 25]), ints([50, 50]), ints([81, 5]), ints([90, 10]))
    assert pace == pytest.approx([0, 0])
    assert mix.sum() == pytest.approx(0.70 - 0.86)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 11), st.integers(0, 3), st.integers(1, 6))
def test_weight_mix_and_pace_sum_to_the_part_of_an_indicator(
    seed: int, index: int, position: int, size: int
) -> None:
    counts = random_counts(seed), random_counts(seed + 1)
    then, now = (score(each, RULES) for each in counts)
    parts = [dealt(each, index, position, size, seed) for each in counts]
    found = split(RULES.criteria[position], position, index, now, then, parts[1], parts[0])
    assert found.weight + found.mix.sum() + found.pace.sum() == pytest.approx(found.points, abs=1e-9)
    if now.ranked[index] and then.ranked[index]:
        assert found.points == pytest.approx(change(now, then).score_parts[index, position], abs=1e-12)


def dealt(
    counts: Counts, index: int, position: int, size: int, seed: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The counts of an object dealt out to groups."""
    rng = np.random.default_rng(seed)
    hits, whole = int(counts.numerators[index, position]), int(counts.denominators[index, position])
    got = rng.multinomial(hits, np.full(size, 1 / size))
    return got, got + rng.multinomial(whole - hits, np.full(size, 1 / size))


@pytest.mark.parametrize("seed", range(8))
def test_the_difference_of_two_schemes_is_the_sum_over_the_indicators_of_both(seed: int) -> None:
    counts = random_counts(seed)
    fewer = type(RULES)(RULES.criteria[:3], RULES.basis, RULES.minimum)
    some = Counts(counts.numerators[:, :3], counts.denominators[:, :3], counts.given[:, :3], counts.base)
    this, other = score(counts, RULES), score(some, fewer)
    found = versus(this, RULES, other, fewer)
    assert found.names == ("closing_rate", "disposal_rate", "response_24h_rate", "survey")
    both = this.ranked & other.ranked
    assert found.change.score_parts[both].sum(axis=1) == pytest.approx((this.totals - other.totals)[both])
    places = found.change.place_parts[both].sum(axis=1) + found.change.place_field[both]
    assert places == pytest.approx(found.change.places[both])


def test_a_change_exceeds_chance_when_it_is_larger_than_both_ends_that_face_each_other() -> None:
    counts = random_counts(3)
    then, now = score(counts, RULES), score(random_counts(4), RULES)
    index = next(n for n in range(12) if then.ranked[n] and now.ranked[n] and now.totals[n] != then.totals[n])
    change_of = float(now.totals[index] - then.totals[index])

    for share, wanted in ((0.69, True), (0.72, False)):
        half = abs(change_of) * share
        reach, former = (
            np.array([each.totals[index] - half, each.totals[index] + half]) for each in (now, then)
        )
        found = exceeds_chance(only(now, index), only(then, index), reach, former)
        assert found is wanted
