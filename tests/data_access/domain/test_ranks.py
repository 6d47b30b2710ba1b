"""Ranks and the uncertainty of rates."""

import pytest

from data_access.domain.ranks import ranks, wilson


def test_equal_values_share_a_rank_and_the_next_is_left_out() -> None:
    assert ranks([0.9, 0.95, 0.9, None, 0.1]) == [2, 1, 2, None, 4]
    assert ranks([]) == []


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_intervals_are_those_of_the_textbook(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)
