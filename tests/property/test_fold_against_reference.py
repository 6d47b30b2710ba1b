"""The product's fold and rows against the brute-force reading of the life cycle, case by case."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.city import City
from data_access.domain.rows import NEVER, RowFlag
from tests.property.core import records, states_and_rows
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.rows import COMPARED_FLAGS, expected, expected_actions, expected_flags
from tests.reference.streams import stream, streams
from tests.reference.wire import Wire

CITY = little_city()
FEW = settings(max_examples=60)


def assert_rows_equal_reference(wires: list[Wire], city: City) -> None:
    world = World(wires, city)
    product = states_and_rows(wires, city)
    assert set(product) == set(world.all_cases)
    for case in world.all_cases.values():
        state, rows = product[case.case_id]
        flags = RowFlag(int(rows["flags"][0]))
        assert RowFlag.COMPLETE in flags if case.report else RowFlag.COMPLETE not in flags
        if case.report is None:
            continue
        wanted = expected(case, world.places[case.case_id])
        found = {name: rows[name][0] for name in wanted}
        different = {
            name: (found[name], value)
            for name, value in wanted.items()
            if not (found[name] == value or (np.isnan(found[name]) and np.isnan(value)))
        }
        assert different == {}, case.case_id
        assert flags & COMPARED_FLAGS == expected_flags(case), case.case_id
        for column, times in expected_actions(case).items():
            assert [int(t) for t in rows[column] if t != NEVER] == times, (case.case_id, column)
        assert (state.department or None) == case.department


@pytest.mark.parametrize("seed", range(400))
def test_every_field_of_every_row_equals_the_reference_on_seeded_streams(seed: int) -> None:
    rng = random.Random(seed)
    assert_rows_equal_reference(stream(rng, fractions=seed % 2 == 1), CITY)


@FEW
@given(streams(cases=2, fractions=True))
def test_every_field_of_every_row_equals_the_reference(wires: list[Wire]) -> None:
    assert_rows_equal_reference(wires, CITY)


@FEW
@given(streams(cases=2, fractions=True), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_records_and_rows(
    wires: list[Wire], rng: random.Random
) -> None:
    shuffled = [*wires, *rng.sample(wires, rng.randint(0, len(wires)))]
    rng.shuffle(shuffled)
    assert records(shuffled, CITY) == records(wires, CITY)
    for case_id, (_, rows) in states_and_rows(wires, CITY).items():
        assert states_and_rows(shuffled, CITY)[case_id][1].tobytes() == rows.tobytes()
