"""Quality of collection through the real store against the reference: shares, mixes, distances, cover."""

import math
import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
import redis

from data_access.domain.period import Period
from data_access.ingest.ingest import Ingest
from data_access.queries.quality import SHARES, QualityBy, quality
from data_access.store.keys import Keys
from data_access.store.table import Table
from tests.property.figures import Product, random_filters, scope_of
from tests.reference.answers import World
from tests.reference.asked import Asked
from tests.reference.case import Case
from tests.reference.collection import (
    former_start,
    group_of,
    jensen_shannon,
    mix,
    patrolled,
    reports,
    shares,
)
from tests.reference.little_city import little_city
from tests.reference.streams import lives, moments, stream
from tests.reference.wire import Wire

CITY = little_city()
CLASSES = [one.code for one in CITY.taxonomy.classes]


@pytest.fixture(params=range(4))
def held(request: pytest.FixtureRequest, store_redis: redis.Redis) -> tuple[Product, World]:
    rng = random.Random(request.param)
    wires = stream(rng, cases=30, fractions=rng.random() < 0.5) + lives(rng, cases=40)
    wires += [months_before(wire) for wire in lives(rng, cases=120)]
    keys = Keys(CITY.id, prefix=f"quality{request.param}")
    Ingest(store_redis, CITY, keys, 1).ingest([orjson.dumps(wire) for wire in wires], feed="judge")
    table = Table(store_redis, CITY, keys)
    table.refresh()
    return Product(table.columns, CITY, table.names), World(wires, CITY)


def months_before(wire: Wire) -> Wire:
    """The same happened to another case some three months before, a few days around their edge."""
    number = int(wire["case_id"][1:])
    at = datetime.fromisoformat(wire["at"])
    return {
        **{name: value for name, value in wire.items() if name not in ("event_id", "due_at")},
        "case_id": f"F{number}",
        "at": (at - timedelta(days=86 + number % 8)).isoformat(),
    }


def test_every_figure_is_the_one_of_the_cases_behind_it(held: tuple[Product, World]) -> None:
    product, world = held
    rng = random.Random(len(world.cases))
    for _ in range(6):
        wanted = random_filters(rng, world)
        start, end, as_of = moments(rng)
        start = start.astimezone(ZoneInfo("Asia/Shanghai"))
        cases = world.chosen(wanted)
        asked = world.asked(cases, start, end, as_of.replace(microsecond=0), 0)
        former = world.asked(cases, former_start(start), start, asked.as_of, 0)
        for by in QualityBy:
            answer = quality(
                product.columns,
                CITY,
                product.names,
                as_of=asked.as_of.timestamp(),
                by=by,
                scope=scope_of(wanted, product),
                period=Period(int(start.timestamp()), int(end.timestamp())),
            )
            assert_entry(answer["whole"], cases, asked, former, world)
            told = {entry["code"]: entry for entry in answer["groups"]}
            assert len(told) == len(answer["groups"])
            groups = {group_of(world, case, by.value) for case in cases} - {None}
            if by != QualityBy.TEAM:
                codes = wanted.areas or (world.root,)
                assert answer["whole"]["cover"] == ratio(*patrolled(world, reports(cases, asked), codes))
                assert groups <= set(told)
            for code, entry in told.items():
                own = [case for case in cases if group_of(world, case, by.value) == code]
                assert_entry(entry, own, asked, former, world)


def assert_entry(entry: dict[str, Any], cases: list[Case], asked: Asked, former: Asked, world: World) -> None:
    rules = CITY.rules
    reported = reports(cases, asked)
    assert entry["reported_count"] == len(reported)
    for name, (numerator, denominator) in shares(cases, asked, rules.trivial).items():
        told = entry[name]
        assert (told["numerator"], told["denominator"]) == (numerator, denominator), name
        assert told["value"] == (numerator / denominator if denominator else None)
        assert told["enough"] == (denominator >= rules.least_cases)
        if denominator:
            assert 0 <= told["low"] <= told["value"] <= told["high"] <= 1
    now, before = mix(reported), mix(reports(cases, former))
    everybody = mix(reports(world.cases, world.asked(world.cases, asked.start, asked.end, asked.as_of, 0)))
    if len(reported) >= rules.least_cases:
        assert entry["mix"] == [now[code] for code in CLASSES]
        assert entry["former_mix"] == [before[code] for code in CLASSES]
    for name, base in (("drift_own", before), ("drift_city", everybody)):
        if min(now.total(), base.total()) < rules.least_cases:
            assert entry[name] is None
        else:
            told = entry[name]
            assert math.isclose(told["value"], jensen_shannon(now, base), abs_tol=1e-7)
            assert 0 <= told["low"] <= told["value"] <= told["high"] <= 1
            assert (told["count"], told["base_count"]) == (now.total(), base.total())
    if entry.get("code") and entry["cover"] is not None:
        assert entry["grid_count"] == entry["cover"]["numerator"]
    assert SHARES == ("valid", "duplicate", "self_handled", "trivial")


def ratio(numerator: int, denominator: int) -> dict[str, Any]:
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}
