"""The table of rights: who has which, and what areas take away."""

import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.rights import LEAST_DUTY, OF_THE_CITY, Right, may
from data_access.domain.viewer import Duty, Viewer, places_of
from tests.reference.little_city import little_city

CITY = little_city()


def test_every_right_has_a_least_duty() -> None:
    assert LEAST_DUTY.keys() == set(Right)


@pytest.mark.parametrize("right", Right)
def test_a_right_belongs_to_its_duty_and_all_above(right: Right) -> None:
    order = list(Duty)
    holders = [duty for duty in Duty if may(Viewer("li", duty), right)]
    assert holders == order[order.index(LEAST_DUTY[right]) :]


@pytest.mark.parametrize("right", Right)
def test_areas_take_away_what_belongs_to_the_city(right: Right) -> None:
    limited = Viewer("li", Duty.ADMINISTRATOR, ((AreaLevel.TOWN, 0),))
    assert may(limited, right) is (right not in OF_THE_CITY)


def test_codes_open_their_areas_and_unknown_ones_open_nothing() -> None:
    tree = CITY.tree
    town, city = tree.towns[0].code, tree.city.code
    assert places_of(tree, ()) == ()
    assert places_of(tree, (town,)) == ((AreaLevel.TOWN, 0),)
    assert places_of(tree, (town, city)) == ()
    assert places_of(tree, ("gone", town)) == ((AreaLevel.TOWN, 0),)
    assert places_of(tree, ("gone",)) is None
