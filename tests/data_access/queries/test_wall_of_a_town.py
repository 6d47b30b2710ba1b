"""The overview of one town: its own cases only, by its villages; all towns sum up to the city."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.areas import AreaLevel
from data_access.domain.home import home_of
from data_access.domain.scope import Scope
from data_access.queries.centres import centres
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.wall import wall_snapshot
from tests.data_access.queries.rows import CITY, NAMES, NOON, random_columns

TREE = CITY.tree


def of_town(columns: Any, index: int) -> dict[str, Any]:
    home = home_of(TREE, TREE.towns[index].code)
    return wall_snapshot(columns, CITY, NAMES, None, NOON, home=home)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_its_figures_are_those_of_the_same_questions_about_the_town(seed: int) -> None:
    columns = random_columns(np.random.default_rng(seed), 200)
    whole = wall_snapshot(columns, CITY, NAMES, None, NOON)
    summed = dict.fromkeys(("open", "overdue", "due_soon"), 0)
    for index, town in enumerate(TREE.towns):
        wall = of_town(columns, index)
        scope = Scope(areas=((AreaLevel.TOWN, index),))
        asked = overview(columns, CITY, NAMES, None, as_of=NOON, scope=scope)
        assert wall["kpis"]["reported"]["value"] == asked["reported_count"]
        assert wall["kpis"]["closing_rate"]["numerator"] == asked["closing_rate"]["numerator"]
        assert wall["centre"]["open"] == asked["open_count"]
        assert wall["steps"]["file"]["passed"] == asked["filed_count"]
        for name in summed:
            assert wall["centre"][name] == whole["children"][town.code][name]
            summed[name] += wall["centre"][name]
        villages = centres(columns, CITY, NAMES, None, as_of=NOON, level=AreaLevel.VILLAGE, scope=scope)
        own = {row["code"]: row["open_count"] for row in villages if row["code"] in wall["children"]}
        assert {code: desk["open"] for code, desk in wall["children"].items()} == own
        assert wall["centre"]["direct"] + sum(own.values()) == wall["centre"]["open"]
        month = wall["ranking"]["month"]
        ranked = ranking(columns, CITY, NAMES, None, as_of=NOON, month=month, scope=scope)
        assert [(row["code"], row["rank"]) for row in wall["ranking"]["rows"]] == [
            (row["code"], row["rank"]) for row in ranked
        ]
        assert {entry["town"] for entry in wall["ticker"]} <= {town.code}
    assert whole["centre"]["open"] == summed["open"] + whole["centre"]["direct"]


def test_a_home_is_a_city_or_a_town() -> None:
    assert home_of(TREE).is_city
    for code in (TREE.villages[0].code, TREE.grids[0].code, "nowhere"):
        with pytest.raises(KeyError):
            home_of(TREE, code)


def test_a_town_without_cases_has_a_wall() -> None:
    columns = random_columns(np.random.default_rng(1), 0)
    wall = of_town(columns, 0)
    assert wall["kpis"]["reported"]["value"] == 0
    assert wall["ticker"] == wall["fullest"] == []
