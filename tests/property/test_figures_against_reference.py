"""Every figure of every answer against the brute-force recomputation from the raw actions."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.core import columns_and_names
from tests.property.figures import ANSWERS, Product, question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.streams import stream, streams
from tests.reference.wire import Wire

CITY = little_city()


def product_and_world(wires: list[Wire]) -> tuple[Product, World]:
    columns, names = columns_and_names(wires, CITY)
    return Product(columns, CITY, names), World(wires, CITY)


@pytest.mark.parametrize("seed", range(60))
def test_every_answer_equals_the_reference_on_seeded_streams(seed: int) -> None:
    rng = random.Random(seed)
    product, world = product_and_world(stream(rng, cases=30, fractions=seed % 2 == 1))
    for _ in range(6):
        asked = question(rng, world)
        for check in ANSWERS:
            check(product, world, asked)


@settings(max_examples=60)
@given(streams(cases=4, fractions=True), st.randoms(use_true_random=False))
def test_every_answer_equals_the_reference(wires: list[Wire], rng: random.Random) -> None:
    product, world = product_and_world(wires)
    asked = question(rng, world)
    for check in ANSWERS:
        check(product, world, asked)
