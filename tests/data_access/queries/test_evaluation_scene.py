"""The evaluation scene's figures are those of the evaluation itself, and its parts add up."""

from typing import Any

import numpy as np
import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.facts import Facts
from data_access.domain.scope import Scope
from data_access.queries.evaluated import areas
from data_access.queries.evaluation import evaluate
from data_access.queries.evaluation_answer import evaluation_answer
from data_access.queries.scenes.evaluation import evaluation_scene
from tests.data_access.queries.rows import CITY, DAY, MIDNIGHT, NAMES, NOON, random_columns
from tests.layouts.conftest import NOW
from tests.layouts.evaluation_scenes import sample_evaluation


@pytest.fixture(scope="module")
def scene(city_dongguan: City) -> dict[str, Any]:
    return sample_evaluation(city_dongguan, NOW)


def test_lost_points_and_score_are_a_hundred(scene: dict[str, Any]) -> None:
    for row in scene["rows"]:
        assert row["score"] + sum(row["lost"]) == pytest.approx(100)
        assert row["reach"][0] <= row["score"] <= row["reach"][1]
        assert row["line"][-1] == row["rank"]
    assert sum(item["lost"] for item in scene["items"]) == pytest.approx(100 - scene["means"][-1])
    assert sum(grade["count"] for grade in scene["grades"]) == 33


def test_moves_name_the_cause_that_pulled_most_and_come_by_size(scene: dict[str, Any]) -> None:
    moves = scene["moves"]
    sizes = [abs(move["change"]) for move in moves]
    assert len(moves) == 5
    assert sizes == sorted(sizes, reverse=True)
    assert all(move["part"] * move["change"] > 0 for move in moves)


@pytest.mark.parametrize("home", [None, (AreaLevel.TOWN, 0)])
def test_figures_equal_the_evaluation_of_the_month(home: tuple[AreaLevel, int] | None) -> None:
    columns = random_columns(np.random.default_rng(4), 3_000)
    at = NOON + 3 * DAY
    scene = evaluation_scene(columns, CITY, NAMES, None, at, home=home)
    scope = Scope(areas=() if home is None else (home,))
    found = evaluate(Facts(columns, CITY, at, scope.mask(columns)), CITY, scene["month"], areas(CITY, scope))
    answer = evaluation_answer(found, ObjectKind.TOWN, "zh")
    assert [row["code"] for row in scene["rows"]] == [one["code"] for one in answer["objects"]]
    for row, one in zip(scene["rows"], answer["objects"], strict=True):
        assert (row["rank"], row["score"], row["change"]) == (one["rank"], one["score"], one["change"])
        assert (row["ranks"], row["reach"]) == (one["rank_interval"], one["score_interval"])
        assert row["rates"] == [one["indicators"][rate["name"]]["value"] for rate in scene["rates"]]
    assert scene["running"] is True


def test_a_young_month_shows_the_one_before() -> None:
    columns = random_columns(np.random.default_rng(4), 3_000)
    assert evaluation_scene(columns, CITY, NAMES, None, NOON + 400 * DAY)["month"] == "2025-03"
    assert evaluation_scene(columns, CITY, NAMES, None, MIDNIGHT - 3 * DAY + 60)["month"] == "2024-02"
