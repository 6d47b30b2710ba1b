"""The long run in small, and that the reference's short cuts leave nothing out."""

import random
from pathlib import Path

import pytest

from data_access.store.connection import open_connection
from tests.property.figures import question
from tests.property.long_run import judge
from tests.reference import answers
from tests.reference.answers import World
from tests.reference.indicators import PERIOD_INDICATORS
from tests.reference.little_city import little_city
from tests.reference.quality import repeats
from tests.reference.streams import stream

CITY = little_city()


@pytest.mark.parametrize("seed", [101, 102])
def test_every_figure_of_a_long_stream_equals_the_reference(seed: int, tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        judge(connection.redis, seed, actions=4_000, questions=2, say=lambda text: None)


@pytest.mark.parametrize("seed", range(4))
def test_repeats_found_by_subclass_and_time_are_those_of_comparing_all_with_all(seed: int) -> None:
    world = World(stream(random.Random(seed), cases=120), CITY)
    everyone = {
        case.case_id
        for case in world.cases
        if any(repeats(case, other, world.places) for other in world.cases)
    }
    assert everyone
    assert world.repeating == everyone


@pytest.mark.parametrize("seed", range(4))
def test_a_bucket_counts_the_same_when_all_cases_are_looked_at(seed: int) -> None:
    rng = random.Random(seed)
    world = World(stream(rng, cases=40, fractions=True), CITY)
    wanted, start, end, as_of = question(rng, world)
    cases = world.chosen(wanted)
    for first, values in answers.trend(world, wanted, start, end, as_of, "day").items():
        last = answers.next_bucket(first.astimezone(CITY.zone), "day")
        asked = world.asked(cases, max(first, start), min(last, end, as_of), as_of, 0)
        assert values == {function.__name__: function(asked) for function in PERIOD_INDICATORS}
