"""Distances of mixes and intervals of shares: known values, and how often chance alone raises an alarm."""

import math

import numpy as np
import pytest

from data_access.domain.ranks import wilson
from data_access.queries.mixes import drift


def test_equal_mixes_are_no_distance_apart_and_mixes_without_a_common_class_one() -> None:
    assert drift(np.array([30, 10]), np.array([3000, 1000]))["value"] == pytest.approx(0, abs=1e-7)
    assert drift(np.array([30, 0]), np.array([0, 40]))["value"] == 1


def test_a_distance_by_hand() -> None:
    # 3:1 beside 1:3. The middle is even, so 1 bit less the entropy of a quarter.
    entropy = -(0.25 * math.log2(0.25) + 0.75 * math.log2(0.75))
    found = drift(np.array([30, 10]), np.array([10, 30]))
    assert found["value"] == pytest.approx(math.sqrt(1 - entropy))
    assert found["low"] < found["value"] < found["high"]
    assert found["value"] > found["chance"]


def test_a_side_without_cases_has_no_distance() -> None:
    assert drift(np.array([0, 0]), np.array([3, 4]))["value"] is None


def test_a_figure_does_not_depend_on_what_else_is_asked() -> None:
    one, other = np.array([50, 20, 0, 3]), np.array([150, 70, 2, 0])
    alone = drift(one, other)
    drift(np.array([1, 2, 3, 4]), other)
    assert drift(one, other) == alone


@pytest.mark.parametrize(("cases", "base"), [(60, 200), (200, 40_000), (2000, 6000)])
def test_when_nothing_has_moved_about_one_in_twenty_is_called_beyond_chance(cases: int, base: int) -> None:
    rng = np.random.default_rng(7)
    shares = np.array([0.54, 0.22, 0.16, 0.03, 0.02, 0.012, 0.01, 0.008])
    pairs = [(rng.multinomial(cases, shares), rng.multinomial(base, shares)) for _ in range(300)]
    alarms = sum(told["value"] > told["chance"] for told in (drift(*pair) for pair in pairs))
    assert 3 <= alarms <= 30


def test_a_mix_that_has_moved_is_seen() -> None:
    assert drift(np.array([40, 60, 10]), np.array([240, 120, 30]))["value"] > 0.1
    told = drift(np.array([40, 60, 10]), np.array([240, 120, 30]))
    assert told["low"] > told["chance"]


def test_wilson_intervals_are_those_of_the_tables() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for events, cases, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(events, cases)
        assert found is not None
        assert found == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None
    ends = wilson(20, 20)
    assert ends is not None
    assert ends[1] == 1
