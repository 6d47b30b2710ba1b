"""Every score against a spreadsheet of exact fractions, on streams that hit limits and ties."""

import random
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_access.domain.evaluation.entered import Entered
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.evaluation.scheme_reader import read_scheme
from data_access.domain.facts import Facts
from data_access.domain.period import Period
from data_access.domain.scope import Scope
from data_access.queries.evaluated import Subjects, areas, named
from data_access.queries.evaluation import Evaluation, evaluate
from tests.property.core import columns_and_names, states_and_rows
from tests.reference import evaluation as reference
from tests.reference.answers import Wanted, World
from tests.reference.case import Case
from tests.reference.little_city import little_city
from tests.reference.streams import stream

CITY = little_city()
SHIPPED = Path(__file__).parents[2] / "data_access/cities/dongguan/evaluation/reference-1.toml"


def small_minima(rng: random.Random) -> str:
    """The reference scheme with minimum counts that some objects of a little stream reach."""
    return re.sub(r"minimum = \d+", lambda _: f"minimum = {rng.choice([0, 1, 2, 3])}", SHIPPED.read_text())


def objects_of(kind: ObjectKind, world: World, names: Any) -> tuple[Subjects, dict[str, list[Case]]]:
    if kind is ObjectKind.TOWN:
        towns = [area.code for area in CITY.tree.towns]
        return areas(CITY, Scope()), {code: world.chosen(Wanted(areas=(code,))) for code in towns}
    subjects = named(kind, names)

    def belongs(case: Case) -> object:
        return case.department if kind is ObjectKind.DEPARTMENT else case.attribute("by")

    return subjects, {
        label.code: [case for case in world.cases if belongs(case) == label.code] for label in subjects.labels
    }


def left_out_of(rng: random.Random, wires: list[Any]) -> dict[str, tuple[set[str], np.ndarray[Any, Any]]]:
    """Some cases of two months, with the positions of all of their rows."""
    found = {}
    rows = {case_id: len(rows) for case_id, (_, rows) in states_and_rows(wires, CITY).items()}
    for month in ("2026-02", "2026-03"):
        chosen, places, position = set(), [], 0
        for case_id, count in rows.items():
            if rng.random() < 0.2:
                chosen.add(case_id)
                places += list(range(position, position + count))
            position += count
        found[month] = chosen, np.array(places, dtype=np.int64)
    return found


def assert_same(found: Evaluation, wanted: dict[str, dict[str, Any]]) -> None:
    for index, subject in enumerate(found.subjects):
        line = wanted.pop(subject.code)
        assert found.scores.ranks[index] == line["rank"], subject
        if line["score"] is not None:
            assert float(found.scores.totals[index]) == pytest.approx(float(line["score"]), abs=1e-9)
        for position, criterion in enumerate(found.rules.criteria):
            cell = line["cells"][criterion.name]
            if found.counts.given[index, position]:
                counted = found.counts.numerators[index, position], found.counts.denominators[index, position]
                assert counted == cell["found"], (subject, criterion.name)
            weight, points = (
                float(values[index, position]) for values in (found.scores.weights, found.scores.points)
            )
            assert weight == pytest.approx(float(cell["effective"]), abs=1e-9), (subject, criterion.name)
            assert points == pytest.approx(float(cell["points"]), abs=1e-9), (subject, criterion.name)
    # Left out are only objects of which nothing at all was counted.
    assert all(cell["found"] in (None, (0, 0), (0, 1)) for line in wanted.values()
               for cell in line["cells"].values())  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_scores_equal_the_spreadsheet(seed: int) -> None:
    rng = random.Random(seed)
    text = small_minima(rng)
    scheme, rules = read_scheme("reference-1.toml", text), reference.read(text)
    wires = stream(rng, cases=40)
    columns, names = columns_and_names(wires, CITY)
    world = World(wires, CITY)
    marks = left_out_of(rng, wires)
    as_of = datetime(2026, 3, rng.choice([3, 8, 31]), 5, tzinfo=UTC)
    facts = Facts(columns, CITY, int(as_of.timestamp()))
    month = Period.month("2026-03", CITY.zone)
    start, end = (datetime.fromtimestamp(at, UTC) for at in (month.start, month.end))
    for kind in (ObjectKind.TOWN, ObjectKind.DEPARTMENT, ObjectKind.TEAM):
        subjects, objects = objects_of(kind, world, names)
        values = {
            (code, name): (rng.randint(0, 50), 50)
            for code in objects
            for name in rules["external"]
            if rng.random() < 0.3
        }
        external = {("2026-03", code, name): ratio for (code, name), ratio in values.items()}
        entered = Entered({kind: external}, {month: rows for month, (_, rows) in marks.items()})
        found = evaluate(facts, CITY, "2026-03", subjects, scheme=scheme, entered=entered, draws=20)
        apart = marks["2026-03"][0]
        kept = {code: [one for one in own if one.case_id not in apart] for code, own in objects.items()}
        without = {code: len({one.case_id for one in own} & apart) for code, own in objects.items()}
        assert found.left_out == tuple(without[subject.code] for subject in found.subjects)
        assert_same(found, reference.sheet(world, rules, kind.value, kept, start, end, as_of, values))
