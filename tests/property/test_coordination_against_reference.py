"""The coordination board through the real store against the reference: reasons, severity, order, waits."""

import math
import random
from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import orjson
import pytest
import redis

from data_access.domain.coordination import LEGS, MarkEntry, MarkState, Reason
from data_access.domain.period import Period
from data_access.domain.row_builder import RowBuilder
from data_access.ingest.ingest import Ingest
from data_access.queries.coordination import Sources, Standing, coordination
from data_access.queries.cursor import Cursor
from data_access.store.archive import Archive
from data_access.store.cases import CaseReader
from data_access.store.keys import Keys
from data_access.store.marks import Marks
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table
from tests.property.figures import Product, random_filters, scope_of
from tests.reference.answers import World
from tests.reference.board import STEPS as REFERENCE_STEPS
from tests.reference.board import board, durations, neighbours, quantile, step_of, usual, waited
from tests.reference.case import Case
from tests.reference.little_city import little_city
from tests.reference.streams import DEPARTMENTS, START, STEPS, moments, report_fields, stream
from tests.reference.wire import Wire

CITY = little_city()


def contested(rng: random.Random, case_id: str) -> list[Wire]:
    """A case that is given back again and again, and rests somewhere."""
    time = START + timedelta(minutes=rng.randint(0, 600))
    names = ["report", "file", *(["dispatch", "return"] * rng.randint(1, 4)), "dispatch", "dispose"]
    wires = []
    for name in names[: rng.randint(3, len(names) + 6)]:
        time += rng.choice(STEPS)
        wire: Wire = {"case_id": case_id, "action": name, "at": time.isoformat()}
        if name == "report":
            wire |= report_fields(rng, time)
        if name == "dispatch" and rng.random() < 0.85:
            wire["department"] = rng.choice(DEPARTMENTS)
        wires.append(wire)
    return wires


class Stored:
    """A stream in the store, marks on some of its cases, and the reference's world."""

    def __init__(self, client: redis.Redis, wires: list[Wire], rng: random.Random, name: str) -> None:
        keys = Keys(CITY.id, prefix=name)
        shards = rng.choice([1, 3])
        Ingest(client, CITY, keys, shards).ingest([orjson.dumps(wire) for wire in wires], feed="judge")
        table = Table(client, CITY, keys)
        table.refresh()
        self.product = Product(table.columns, CITY, table.names)
        self.world = World(wires, CITY)
        marks = Marks(client, keys)
        for case in rng.sample(self.world.cases, 6):
            for state in list(MarkState)[: rng.randint(1, 3)]:
                marks.add(case.case_id, MarkEntry(1, "an", state, "因为"))
        self.pending = {case_id for case_id, mark in marks.all().items() if mark.pending}
        self.sources = Sources(
            StoredRows(client, keys, shards, table.block_numbers),
            CaseReader(client, keys, Archive(None, CITY.id)).read_actions,
            RowBuilder(CITY, {}, {}, {}).due_of,
            marks.all(),
        )

    def asked(self, **options: Any) -> dict[str, Any]:
        held = self.product
        return coordination(held.columns, CITY, held.names, self.sources, **options)

    def whole(self, limit: int, **options: Any) -> list[dict[str, Any]]:
        answer = self.asked(limit=limit, **options)
        entries = list(answer["cases"])
        while answer["next"]:
            answer = self.asked(limit=limit, after=Cursor.decode(answer["next"], ""), **options)
            entries += answer["cases"]
        assert len(entries) == answer["total"]
        return entries


@pytest.fixture(params=range(4))
def stored(request: pytest.FixtureRequest, store_redis: redis.Redis) -> Stored:
    rng = random.Random(request.param)
    return Stored(store_redis, wires_of(rng), rng, f"board{request.param}")


def wires_of(rng: random.Random) -> list[Wire]:
    wires = stream(rng, cases=30, fractions=rng.random() < 0.5)
    wires += [wire for number in range(25) for wire in contested(rng, f"P{number}")]
    rng.shuffle(wires)
    return wires


def clock_of(rng: random.Random) -> datetime:
    return moments(rng)[2].replace(microsecond=0) + rng.choice([timedelta(0), timedelta(hours=9)])


def test_the_streams_have_cases_of_every_reason() -> None:
    seen: Counter[str] = Counter()
    for seed in range(8):
        rng = random.Random(seed)
        world = World(wires_of(rng), CITY)
        told = board(world, world.cases, clock_of(rng), period=None, every=True, marked=set())
        seen.update(name for why, _ in told.values() for name in why)
    assert min(seen[reason.value] for reason in Reason if reason != Reason.MARKED) >= 5


def test_the_board_holds_what_the_definitions_say_in_the_order_of_severity(stored: Stored) -> None:
    rng = random.Random(len(stored.world.cases))
    for _ in range(12):
        wanted = random_filters(rng, stored.world)
        (start, end, _), as_of = moments(rng), clock_of(rng)
        period = rng.choice([None, (start, end)])
        standing = rng.choice(list(Standing))
        chosen = tuple(rng.sample(list(Reason), rng.choice([0, 0, 1, 2])))
        case_list = stored.world.chosen(wanted)
        expected = board(
            stored.world,
            case_list,
            as_of,
            period=period,
            every=standing == Standing.ALL,
            marked=stored.pending & {case.case_id for case in case_list},
        )
        options: dict[str, Any] = {
            "as_of": as_of.timestamp(),
            "scope": scope_of(wanted, stored.product),
            "period": None
            if period is None
            else Period(int(period[0].timestamp()), int(period[1].timestamp())),
            "standing": standing,
            "reasons": chosen,
        }
        entries = stored.whole(rng.choice([1, 4, 50]), **options)
        found = {entry["case_id"]: (set(entry["reasons"]), entry["severity"]) for entry in entries}
        names = {reason.value for reason in chosen} or {reason.value for reason in Reason}
        assert found == {one: told for one, told in expected.items() if told[0] & names}
        keys = [(-entry["severity"], entry["reported_at"]) for entry in entries]
        assert keys == sorted(keys)
        counts = stored.asked(**options)["reasons"]
        assert counts == {
            reason.value: sum(reason.value in why for why, _ in expected.values()) for reason in Reason
        }


def test_each_case_tells_how_long_it_waits_where_and_who_had_it(stored: Stored) -> None:
    rng = random.Random(1)
    as_of = clock_of(rng)
    for entry in stored.whole(50, as_of=as_of.timestamp(), standing=Standing.ALL):
        case = stored.world.all_cases[entry["case_id"]]
        step = REFERENCE_STEPS[step_of(case)][0] if case.open else None
        assert entry["leg"] == step
        assert entry["waiting_seconds"] == (waited(case, as_of) if case.open else None)
        limit = usual(stored.world, case, as_of)
        assert (entry["usual_seconds"] is None) == (limit is None)
        assert limit is None or math.isclose(entry["usual_seconds"], limit)
        assert [stint["department"] for stint in entry["path"]] == case.holders
        assert [town["code"] for town in entry["neighbours"]] == neighbours(stored.world, case)
        assert_path(entry["path"], case)
        if entry["case_id"] in stored.pending:
            assert entry["mark"]["trail"][-1]["state"] == entry["mark"]["state"] != "settled"


def assert_path(path: list[dict[str, Any]], case: Case) -> None:
    """Every stint begins with its dispatch and ends with the return, the disposal or the end."""
    dispatches = [at for action, at in case.effective if action == "dispatch"]
    returns = [at for action, at in case.effective if action == "return"]
    for stint, at in zip(path, dispatches, strict=True):
        end = next((time for time in returns if time >= at), None) or case.disposed_at or case.ended_at
        times = (stint["from"], stint["to"])
        assert [moment(time) for time in times] == [second(at), second(end)]


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def second(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(microsecond=0)


def test_the_waits_of_steps_and_departments_are_those_of_the_cases_behind(stored: Stored) -> None:
    rng = random.Random(2)
    for _ in range(4):
        wanted = random_filters(rng, stored.world)
        as_of = clock_of(rng)
        cases = stored.world.chosen(wanted)
        period = rng.choice([None, moments(rng)[:2]])
        answer = stored.asked(
            as_of=as_of.timestamp(),
            scope=scope_of(wanted, stored.product),
            period=None if period is None else Period(*(int(end.timestamp()) for end in period)),
        )
        looked = [case for case in cases if reported_in(case, period, as_of)]
        days = CITY.rules.past_days
        for index, told in enumerate(answer["legs"]):
            here = [waited(case, as_of) for case in looked if case.open and step_of(case) == index]
            assert_times(told, "", durations(cases, index, as_of, days))
            assert_times(told, "waiting_", here)
            assert told["leg"] == LEGS[index].name == REFERENCE_STEPS[index][0]
        told_of = {entry["name"]: entry for entry in answer["departments"]}
        for name in {case.department for case in cases}:
            own = [case for case in cases if case.department == name]
            straight = [case for case in own if not case.return_count]
            again = [case for case in own if case.return_count]
            lying = [case for case in looked if case in own and case.stage == "DISPATCHED"]
            done = durations(straight, 3, as_of, days)
            if not (done or lying or durations(again, 3, as_of, days)):
                continue
            told = told_of.pop(name or "")
            assert_times(told, "", done)
            assert_times(told, "waiting_", [waited(case, as_of) for case in lying])
            assert told["returned_count"] == len(durations(again, 3, as_of, days))
        assert told_of == {}


def reported_in(case: Case, period: tuple[datetime, datetime] | None, as_of: datetime) -> bool:
    if period is None:
        return True
    return case.reported_at is not None and period[0] <= case.reported_at < min(period[1], as_of)


def assert_times(told: dict[str, Any], prefix: str, seconds: list[int]) -> None:
    count = told["waiting_count"] if prefix else told["count"]
    assert count == len(seconds)
    for name, share in (("median", Fraction(1, 2)), ("p90", Fraction(9, 10))):
        found = told[f"{prefix}seconds_{name}"]
        if not seconds:
            assert found is None
        else:
            assert math.isclose(found, quantile(seconds, share), abs_tol=1e-6)
