"""Who may see one town gets nothing of another, whatever is asked: question by question."""

from typing import Any

import orjson
import pytest

from dashboard.questions import QUESTIONS
from dashboard.services import Services
from data_access.domain.scope import Place
from data_access.ingest.ingest import Ingest
from tests.dashboard.test_actions_api import report

OWN, OTHER = "441900003", "441900004"
TIMES = {"from": "2026-03-01", "to": "2026-03-05", "month": "2026-03", "as-of": "2026-03-04T12:00:00+08:00"}
ASKED: dict[str, dict[str, str]] = {
    "overview": {"compare": "previous"},
    "centres": {"level": "town"},
    "ranking": {},
    "trend": {"bucket": "week"},
    "heat": {},
    "categories": {"by": "town", "compare": "week"},
    "cases": {},
    "rhythm": {},
    "coordination": {"state": "all"},
    "quality": {"by": "town"},
}


@pytest.fixture
def within(services: Services) -> tuple[Place, ...]:
    """The town of somebody who may see no other; all the cases lie in the other."""
    position = services.city.tree.area(OTHER)
    assert position is not None
    lines = [
        report(f"C{n}", at=f"2026-03-0{n}T08:00:00", town=OTHER, lon=position.lon, lat=position.lat)
        for n in (1, 2, 3)
    ]
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    assert ingest.ingest(list(map(orjson.dumps, lines)), feed="test").quarantined == 0
    own = services.city.tree.find(OWN)
    assert own is not None
    return (own,)


def counts(value: Any, key: str = "") -> list[int]:
    """Every count in an answer: integers under the names of counts, parts of ratios."""
    if isinstance(value, dict):
        # The cover of the own grids is out of how many there are, cases or none.
        return [count for name, one in value.items() if name != "cover" for count in counts(one, name)]
    if isinstance(value, list):
        return [count for one in value for count in counts(one, key)]
    counting = key.endswith("_count") or key in ("count", "numerator", "denominator", "total")
    return [value] if counting else []


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_of_another_town_is_told(name: str, services: Services, within: tuple[Place, ...]) -> None:
    known = {option.name for option in QUESTIONS[name].options}
    options = {key: value for key, value in {**TIMES, **ASKED[name]}.items() if key in known}
    whole = services.answers.ask(name, options)
    assert any(counts(whole)) or name in ("ranking", "coordination"), "the cases are there"
    told = services.answers.ask(name, options, within)
    assert not any(counts(told))
    if name != "ranking":
        assert OTHER not in orjson.dumps(told).decode()
    for area in (OTHER, services.city.tree.city.code):
        assert not any(counts(services.answers.ask(name, {**options, "area": area}, within)))


def test_the_ranking_of_the_towns_circulates_but_what_it_is_made_of_does_not(
    services: Services, within: tuple[Place, ...]
) -> None:
    options = {name: TIMES[name] for name in ("month", "as-of")}
    whole, told = (services.answers.ask("ranking", options, seen) for seen in ((), within))
    public = ("code", "name", "rank", "score", "grade", "change")
    assert [[one[part] for part in public] for one in told] == [
        [one[part] for part in public] for one in whole
    ]
    details = {one["code"]: one["indicators"] for one in told}
    assert details[OWN] == next(one["indicators"] for one in whole if one["code"] == OWN)
    assert {part for parts in details[OTHER].values() for part in parts.values()} == {None}
    frame = services.answers.frame("ranking", options, within)
    assert list(frame.index) == [one["code"] for one in whole]


def test_a_ranking_with_a_filter_does_not_circulate(services: Services, within: tuple[Place, ...]) -> None:
    told = services.answers.ask("ranking", {"month": "2026-03", "class": "E01"}, within)
    tree = services.city.tree
    assert {tree.towns[tree.area(one["code"]).parent].code for one in told} == {OWN}  # type: ignore[union-attr]
