"""Whoever has every document that was ever published learns no small count and no small change."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data_access.domain.disclosure.bands import bands
from data_access.domain.disclosure.groups import hidden_rows
from data_access.domain.disclosure.rules import Disclosure
from tests.property.public_world import releases
from tests.reference.attacker import Picture, Rows, certain, certain_sums
from tests.reference.public_algebra import determined
from tests.reference.public_attack import SMALL, attack

RULES = Disclosure()
_ROWS = st.lists(st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 7, 9)), min_size=2, max_size=5)


def _hidden(table: Rows) -> list[bool]:
    parts = np.array(table, dtype=np.int64)
    size = len(parts)
    none, one = np.zeros(size, dtype=np.bool_), np.zeros(1, dtype=np.bool_)
    hidden = hidden_rows(parts, np.zeros(size, dtype=np.int64), none, one, RULES)
    return [bool(value) for value in hidden]


def _picture(table: Rows) -> Picture:
    """What is published of a table whose sums everybody knows."""
    return tuple(None if hidden else row for row, hidden in zip(table, _hidden(table), strict=True))


def _is_small(total: int) -> bool:
    return total in SMALL


@settings(max_examples=30)
@given(_ROWS)
def test_who_knows_the_rules_finds_no_small_count_behind_a_sum(counts: list[int]) -> None:
    assume(not _is_small(sum(counts)) and sum(counts) <= 22)
    table = tuple((count,) for count in counts)
    hidden = _hidden(table)
    assume(any(hidden))
    assert not [value for value in certain(table, hidden, _picture).values() if _is_small(value)]
    assert not [value for value in certain_sums(table, hidden, _picture) if _is_small(value)]


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.sampled_from((0, 1, 3, 5, 6))] * 2), min_size=3, max_size=4))
def test_nor_behind_the_sums_of_two_parts(rows: list[tuple[int, int]]) -> None:
    table = tuple(rows)
    assume(not any(_is_small(sum(column)) for column in zip(*table, strict=True)))
    hidden = _hidden(table)
    assume(0 < sum(hidden) <= 3)
    assert not [value for value in certain(table, hidden, _picture).values() if _is_small(value)]


def _shown_bands(rests: Sequence[int], totals: Sequence[int]) -> tuple[list[bool], Picture]:
    rest, total = np.array(rests, dtype=np.int64), np.array(totals, dtype=np.int64)
    size = len(rest)
    group, none = np.zeros(size, dtype=np.int64), np.zeros(1, dtype=np.bool_)
    parts = np.stack([total - rest, rest], axis=1)
    few = (total > 0) & (total < RULES.least_rate)
    hidden = hidden_rows(parts, group, few, none, RULES)
    shown, _ = bands(total - rest, total, hidden, np.ones(size, dtype=np.bool_), group, none, RULES)
    told = [
        (one.percent, one.at_least) if one else None if is_hidden else int(value)
        for one, is_hidden, value in zip(shown, hidden.tolist(), rest.tolist(), strict=True)
    ]
    return hidden.tolist(), tuple(told)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(10, 40), st.integers(0, 7)), min_size=3, max_size=4))
def test_nor_behind_bands_of_rates_of_known_cases(rows: list[tuple[int, int]]) -> None:
    totals, rests = [total for total, _ in rows], [rest for _, rest in rows]
    assume(not _is_small(sum(rests)) and sum(rests) <= 20)
    hidden, _ = _shown_bands(rests, totals)
    assume(any(hidden))
    table = tuple((rest,) for rest in rests)

    def picture(other: Rows) -> Picture:
        if any(row[0] > total for row, total in zip(other, totals, strict=True)):
            return ("impossible",)
        return _shown_bands([row[0] for row in other], totals)[1]

    assert not [value for value in certain(table, hidden, picture).values() if _is_small(value)]


@pytest.mark.parametrize("cases", [60, 250, 1200, 4000])
def test_no_small_count_or_change_follows_from_all_documents_of_a_month(cases: int) -> None:
    documents = list(releases(seed=11, cases=cases, attempts=7))
    assert len(documents) > 1, "nothing was ever published again"
    assert attack(documents) == []
    first, truth = documents[0]
    found = {name: value for name, value in determined(first).items() if 0.5 < value < SMALL.stop - 0.5}
    assert not found
    assert truth["figures"]["reported_count"] is not None


def test_the_attacker_finds_what_a_careless_publisher_betrays() -> None:
    documents = list(releases(seed=11, cases=250, attempts=1))
    bare = documents[0][1]
    assert attack([(bare, bare)]), "an attack that finds nothing in everything proves nothing"
    town = next(row for row in bare["towns"] if row["reported_count"] in SMALL or row["closed_count"])
    careless = {**bare, "towns": [row if row is not town else _without(row) for row in bare["towns"]]}
    assert any("towns" in name for found in attack([(careless, bare)]) for name in found)


def _without(row: dict[str, object]) -> dict[str, object]:
    return {**row, "reported_count": None, "closed_count": None, "closing_rate": {"value": None}}
