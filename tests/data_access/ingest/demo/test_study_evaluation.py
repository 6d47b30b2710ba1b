"""The reference scheme computes the study's picture of February 2019 from the demo city's actions."""

import datetime as dt
from collections import Counter

import orjson
import pytest

from data_access.domain.city import City
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.facts import Facts
from data_access.domain.scope import Scope
from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.demo.mix import BUREAU
from data_access.queries.evaluated import areas, named
from data_access.queries.evaluation import evaluate
from tests.data_access.ingest.demo.test_study_months import FIRST, LAST
from tests.property.core import columns_and_names

LATER = 1_790_000_000


@pytest.mark.slow
def test_february_2019_is_graded_and_ranked_as_in_the_study(city_dongguan: City) -> None:
    city = city_dongguan
    demo = DemoCity(city, 1)
    lines = (
        line for day in days_between(dt.date(2019, 2, 1), dt.date(2019, 2, 28)) for line in demo.day(day)
    )
    columns, names = columns_and_names(map(orjson.loads, lines), city)
    facts = Facts(columns, city, LATER)
    towns = evaluate(facts, city, "2019-02", areas(city, Scope()), draws=100)
    assert towns.scheme.version == "reference-1"
    ordered = [towns.subjects[index].short for index in towns.order()]
    assert (len(ordered), ordered[:5], ordered[-5:]) == (33, FIRST, LAST)
    assert towns.scores.ranks.count(None) == 0
    grades = Counter(grade.zh for total in towns.scores.totals if (grade := towns.scheme.grade(total)))
    assert grades == {"优秀": 23, "良好": 7, "合格": 3}
    departments = evaluate(facts, city, "2019-02", named(ObjectKind.DEPARTMENT, names), draws=0)
    bureau = [subject.code for subject in departments.subjects].index(BUREAU)
    position = departments.rules.position("disposal_rate")
    counts = departments.counts
    assert (counts.numerators[bureau, position], counts.denominators[bureau, position]) == (124, 213)
    assert departments.scores.ranks[bureau] is not None
    teams = evaluate(facts, city, "2019-02", named(ObjectKind.TEAM, names), draws=0)
    # Six of every town, and the six that patrol the boundary rivers.
    assert len(teams.subjects) == 34 * 6
    assert all(subject.code.startswith("T") for subject in teams.subjects)


@pytest.mark.slow
def test_an_ordinary_month_tells_towns_apart(city_dongguan: City) -> None:
    demo = DemoCity(city_dongguan, 1)
    # Cases of the last days before the month fall due in it, too.
    days = days_between(dt.date(2026, 8, 26), dt.date(2026, 9, 30))
    columns, _ = columns_and_names(
        (orjson.loads(line) for day in days for line in demo.day(day)), city_dongguan
    )
    facts = Facts(columns, city_dongguan, LATER)
    towns = evaluate(facts, city_dongguan, "2026-09", areas(city_dongguan, Scope()), draws=0)
    grades = Counter(grade.zh for total in towns.scores.totals if (grade := towns.scheme.grade(total)))
    assert grades.total() == 33
    assert 15 <= grades["优秀"] <= 25
    assert grades["良好"] >= 6
