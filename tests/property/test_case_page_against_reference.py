"""The page of one case against the reference: what every action did, the clock, the figures that count it."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data_access.domain.indicators import INDICATORS
from data_access.domain.period import Period
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import to_columns
from data_access.domain.timeline import timeline
from data_access.queries.case import case_page
from tests.property.core import NameLists, action_sets
from tests.property.figures import question
from tests.reference.answers import World
from tests.reference.little_city import little_city
from tests.reference.measured import measured
from tests.reference.streams import stream

CITY = little_city()
BUILDER = RowBuilder(
    CITY,
    {"城管分局": 0, "水务所": 1, "环保分局": 2},
    {"T017": 0, "T018": 1},
    {"E0199": 0, "E0299": 1, "C0199": 2},
)
NAMES = NameLists(["城管分局", "水务所", "环保分局"], ["E0199", "E0299", "C0199"], ["T017", "T018"])


def time_of(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


@pytest.mark.parametrize("seed", range(150))
def test_every_action_is_told_with_the_effect_that_it_had(seed: int) -> None:
    wires = stream(random.Random(seed), fractions=seed % 2 == 1)
    world = World(wires, CITY)
    for case_id, actions in action_sets(wires, CITY).items():
        case = world.all_cases[case_id]
        steps = timeline(actions, BUILDER.due_of)
        reports = [step for step in steps if step.kind == "report"]
        others = [step for step in steps if step.kind != "report"]
        assert [(s.kind.value, time_of(s.at_us)) for s in others if s.effective] == [
            (action, at) for action, at in case.effective if action != "report"
        ]
        assert [step.effective for step in reports] == [True, *[False] * (len(reports) - 1)][: len(reports)]
        assert sum(not step.effective for step in steps) == case.anomaly_count
        assert all(not step.changed for step in steps if not step.effective)
        assert steps[-1].after.stage == [
            "REPORTED",
            "ACCEPTED",
            "FILED",
            "DISPATCHED",
            "DISPOSED",
            "VERIFIED",
            "CLOSED",
            "REJECTED",
            "VOID",
        ].index(case.stage)


def pages(wires: list[dict[str, Any]], **options: Any) -> dict[str, dict[str, Any]]:
    """The page of each case of a stream."""
    sets = action_sets(wires, CITY)
    states = [timeline(actions, BUILDER.due_of)[-1].after for actions in sets.values()]
    rows, counts = BUILDER.build(states)
    columns, first = to_columns(rows), 0
    found = {}
    for (case_id, actions), count in zip(sets.items(), counts, strict=True):
        positions = list(range(first, first + count))
        first += count
        found[case_id] = case_page(
            columns, CITY, NAMES, case_id, actions, BUILDER.due_of, positions, **options
        )
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_case_is_told_to_be_counted_where_the_reference_counts_it(seed: int) -> None:
    rng = random.Random(seed)
    wires = stream(rng, cases=8, fractions=seed % 2 == 1)
    world = World(wires, CITY)
    _, start, end, as_of = question(rng, world)
    asked = world.asked(world.cases, start, end, as_of, 0)
    period = Period(int(start.timestamp()), int(end.timestamp()))
    found = pages(wires, as_of=as_of.timestamp(), period=period)
    names = [
        (i.name, part, name)
        for i in INDICATORS.values()
        for part, name in (("numerator", i.numerator), ("denominator", i.denominator))
        if name
    ]
    for indicator, part, name in names:
        wanted = Counter(case_id for case_id, _ in measured(name, asked))
        told = {
            case_id: max(1, len(entry["counted_at"]))
            for case_id, page in found.items()
            for entry in page["indicators"]
            if (entry["indicator"], entry["part"]) == (indicator, part)
        }
        assert told == wanted, (indicator, part)


def life(*actions: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    head = {"kind": "event", "class": "E01", "subclass": "E0101", "source": "app", "town": "441"}
    wires = [
        {
            "case_id": "K1",
            "action": "report",
            "at": "2026-03-02T08:00:00",
            **head,
            "reporter": "王",
            "description": "满",
            "check": "4821",
        }
    ]
    return wires + [
        {"case_id": "K1", "action": name, "at": f"2026-03-02T{at}", **more} for name, at, more in actions
    ]


def page_of(
    wires: list[dict[str, Any]], as_of: str = "2026-03-02T12:00:00+08:00", **options: Any
) -> dict[str, Any]:
    return pages(wires, as_of=datetime.fromisoformat(as_of).timestamp(), **options)["K1"]


def test_implied_stages_anomalies_and_suspensions_are_told() -> None:
    page = page_of(life(
        ("dispatch", "08:30:00.5", {"department": "水务所"}),
        ("accept", "08:40:00", {}),
        ("suspend", "08:45:00.5", {}),
        ("resume", "09:00:00.5", {}),
        ("dispose", "09:30:00", {}),
    ))  # fmt: skip
    dispatch, accept, *_ = page["timeline"][1:]
    assert dispatch["implied"] == ["accepted_at", "filed_at"]
    assert dispatch["department"] == page["department"] == "水务所"
    assert dispatch["changes"]["due_at"] == "2026-03-02T09:30:00.500000+08:00"
    assert (accept["effective"], accept["changes"]) == (False, {})
    assert page["clock"] == {
        "running": False,
        "filed_at": "2026-03-02T08:30:00.500000+08:00",
        "due_at": "2026-03-02T09:45:00.500000+08:00",
        "remaining_seconds": None,
        "light": None,
        "suspended_seconds": 900.0,
        "suspensions": [
            {"from": "2026-03-02T08:45:00.500000+08:00", "to": "2026-03-02T09:00:00.500000+08:00"}
        ],
        "extensions": [],
    }  # fmt: skip
    assert page["overdue_seconds"] == 0


@pytest.mark.parametrize(
    ("as_of", "light", "remaining"),
    [
        ("09:18:00", "green", 720.0),
        ("09:18:01", "yellow", 719.0),
        ("09:30:00", "yellow", 0.0),
        ("09:30:01", "red", -1.0),
    ],
)
def test_the_light_is_green_to_80_per_cent_of_the_limit_and_red_beyond_it(
    as_of: str, light: str, remaining: float
) -> None:
    clock = page_of(life(("file", "08:30:00", {})), f"2026-03-02T{as_of}+08:00")["clock"]
    assert (clock["light"], clock["remaining_seconds"], clock["running"]) == (light, remaining, True)


def test_the_clock_of_a_suspended_case_stands_still() -> None:
    wires = life(("file", "08:30:00", {}), ("suspend", "09:00:00", {}))
    clock = page_of(wires)["clock"]
    assert (clock["light"], clock["remaining_seconds"], clock["running"]) == ("green", 1800.0, False)
    assert clock["suspensions"] == [{"from": "2026-03-02T09:00:00+08:00", "to": None}]


def test_private_fields_are_told_only_when_allowed_and_the_check_code_never() -> None:
    wires = life()
    assert not {"description", "reporter"} & {
        key for part in (page_of(wires), *page_of(wires)["timeline"]) for key in part
    }
    page = page_of(wires, private=True)
    assert (page["description"], page["reporter"]) == ("满", "王")
    assert "check" not in str(page)


def test_a_case_without_a_report_is_shown_and_counts_nowhere() -> None:
    page = page_of(life(("close", "09:00:00", {}))[1:])
    assert (page["complete"], page["indicators"]) == (False, [])
    assert [step["action"] for step in page["timeline"]] == ["close"]
