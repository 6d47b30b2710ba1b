"""Lists of cases through the real store against the reference: those behind every figure, page by page."""

import random
from datetime import UTC, datetime
from itertools import product
from typing import Any

import orjson
import pytest
import redis

from data_access.domain.measures import MEASURES, is_part
from data_access.domain.period import Period
from data_access.ingest.ingest import Ingest
from data_access.queries.cases import BadList, CaseFilter, CaseSort, Order, cases
from data_access.queries.cursor import Cursor
from data_access.store.keys import Keys
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table
from tests.property.figures import Product, Question, common, question, scope_of
from tests.reference.answers import World
from tests.reference.asked import Asked
from tests.reference.case import Case
from tests.reference.little_city import little_city
from tests.reference.measured import measured, overdue
from tests.reference.streams import stream
from tests.reference.wire import Wire

CITY = little_city()


class Stored:
    """A stream in the store, the table of a reader, and the reference's world."""

    def __init__(self, client: redis.Redis, wires: list[Wire], shards: int, name: str) -> None:
        keys = Keys(CITY.id, prefix=name)
        ingest = Ingest(client, CITY, keys, shards)
        for start in range(0, len(wires), 37):
            ingest.ingest([orjson.dumps(wire) for wire in wires[start : start + 37]], feed="judge")
        table = Table(client, CITY, keys)
        table.refresh()
        self.product = Product(table.columns, CITY, table.names)
        self.rows = StoredRows(client, keys, shards, table.block_numbers)
        self.world = World(wires, CITY)

    def listed(self, **options: Any) -> dict[str, Any]:
        held = self.product
        return cases(held.columns, CITY, held.names, self.rows, **options)

    def whole(self, limit: int, **options: Any) -> list[dict[str, Any]]:
        """All pages of a list."""
        answer = self.listed(limit=limit, **options)
        entries = answer["cases"]
        while answer["next"]:
            after = Cursor.decode(answer["next"], "")
            assert len(answer["cases"]) == limit
            answer = self.listed(limit=limit, after=after, **options)
            entries += answer["cases"]
        assert len(entries) == answer["total"]
        return list(entries)

    def asked(self, asked: Question) -> Asked:
        return self.world.asked(self.world.chosen(asked[0]), *asked[1:], 0)


@pytest.fixture(params=range(6))
def stored(request: pytest.FixtureRequest, store_redis: redis.Redis) -> Stored:
    seed: int = request.param
    wires = stream(random.Random(seed), cases=40, fractions=seed % 2 == 1)
    return Stored(store_redis, wires, 1 + 2 * (seed % 2), f"cases{seed}")


def whole_second(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(microsecond=0).astimezone(UTC)


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def test_a_list_holds_exactly_what_a_measure_counts(stored: Stored) -> None:
    rng = random.Random(len(stored.world.cases))
    for name in (*MEASURES, *MEASURES):
        asked = question(rng, stored.world)
        wanted = [(one, whole_second(at)) for one, at in measured(name, stored.asked(asked))]
        found = stored.whole(
            rng.choice([1, 3, 50]), wanted=CaseFilter(measure=name), **common(stored.product, asked)
        )
        entries = [(entry["case_id"], moment(entry["counted_at"])) for entry in found]
        assert sorted(map(str, entries)) == sorted(map(str, wanted)), name
        # An action's entry tells of its case, whichever of its rows was counted.
        for entry in found:
            assert_entry(entry, stored.world.all_cases[entry["case_id"]])


def test_what_a_measure_lacks_is_the_rest_of_it(stored: Stored) -> None:
    rng = random.Random(len(stored.world.cases))
    pairs = [pair for pair in product(MEASURES, repeat=2) if pair[0] != pair[1] and is_part(*pair)]
    assert ("settled_closed_on_time", "settled_closed") in pairs
    assert ("overdue", "open") not in pairs, "its facts are other ones"
    for part, whole in pairs:
        asked = question(rng, stored.world)
        every, some = (measured(name, stored.asked(asked)) for name in (whole, part))
        assert set(some) <= set(every)
        found = stored.listed(
            wanted=CaseFilter(measure=whole, without=part), limit=500, **common(stored.product, asked)
        )
        listed = [(entry["case_id"], moment(entry["counted_at"])) for entry in found["cases"]]
        rest = [(one, whole_second(at)) for one, at in every if (one, at) not in some]
        assert sorted(map(str, listed)) == sorted(map(str, rest)), (part, whole)
        assert found["total"] == len(every) - len(some)


def test_only_parts_of_a_measure_can_be_left_out_of_it(stored: Stored) -> None:
    for measure, without in ((None, "closed"), ("settled", "closed"), ("settled_closed", "settled")):
        with pytest.raises(BadList) as refused:
            stored.listed(wanted=CaseFilter(measure=measure, without=without), as_of=1_772_500_000)
        assert refused.value.option == "without"


def assert_entry(entry: dict[str, Any], case: Case) -> None:
    assert entry["stage"] == case.stage.lower()
    assert entry["class"] == case.attribute("class")
    assert entry["subclass"] == case.attribute("subclass")
    assert entry["source"] == case.source
    assert entry["team"] == case.attribute("by")
    assert entry["department"] == case.department
    for name in ("reported_at", "accepted_at", "filed_at", "due_at", "disposed_at", "ended_at", "rated_at"):
        assert moment(entry[name]) == whole_second(getattr(case, name)), name
    for name in ("return_count", "rework_count", "extension_count", "anomaly_count"):
        assert entry[name] == getattr(case, name)
    assert (entry["urgent"], entry["suspended"]) == ("urgent" in case.flag, case.suspended)


STATES = ("open", "overdue", "urgent", "suspended", "returned", "reworked")


def holds(case: Case, state: str, asked: Asked) -> bool:
    if state == "overdue":
        return overdue(case, asked)
    if state in ("returned", "reworked"):
        return (case.return_count if state == "returned" else case.rework_count) > 0
    return state in case.flag if state == "urgent" else bool(getattr(case, state))


def test_pages_follow_one_another_in_order(stored: Stored) -> None:
    rng = random.Random(len(stored.world.cases))
    for sort, order in product([one for one in CaseSort if one != CaseSort.COUNTED], Order):
        wanted, *_, as_of = question(rng, stored.world)
        asked = stored.asked((wanted, as_of, as_of, as_of))
        states: dict[str, Any] = {
            state: rng.random() < 0.5 for state in rng.sample(STATES, rng.choice([0, 1, 2]))
        }
        found = stored.whole(
            rng.choice([1, 2, 7]),
            as_of=as_of.timestamp(),
            scope=scope_of(wanted, stored.product),
            wanted=CaseFilter(**states),
            sort=sort,
            order=order,
        )
        expected = {
            case.case_id
            for case in asked.cases
            if all(holds(case, state, asked) == value for state, value in states.items())
        }
        ids = [entry["case_id"] for entry in found]
        assert (len(ids), set(ids)) == (len(expected), expected)
        times = [sort_time(stored.world.all_cases[case_id], sort) for case_id in ids]
        known = [time for time in times if time is not None]
        assert times[: len(known)] == known, "cases without the time come last"
        descending = (order == Order.DESC) != (sort == CaseSort.AGE)
        assert known == sorted(known, reverse=descending)


def sort_time(case: Case, sort: CaseSort) -> datetime | None:
    attribute = {CaseSort.AGE: "reported_at", CaseSort.SETTLED: "settle_at"}.get(sort, f"{sort.value}_at")
    return whole_second(getattr(case, attribute))


def test_a_page_stays_right_while_cases_come_and_go(store_redis: redis.Redis) -> None:
    def report(number: int) -> Wire:
        at = f"2026-03-02T08:{number:02d}:00Z"
        return {"case_id": f"K{number}", "action": "report", "at": at, "kind": "event", "class": "E01",
                "source": "app", "town": "441"}  # fmt: skip

    wires = [report(number) for number in range(0, 40, 2)]
    stored = Stored(store_redis, wires, 1, "moving")
    as_of = Period(1_772_500_000, 1_772_500_000).start
    first = stored.listed(as_of=as_of, limit=10)
    # Between the pages a case is reported above the cursor, one below it, and one that was seen is closed.
    wires += [report(39), report(1), {"case_id": "K38", "action": "close", "at": "2026-03-02T09:00:00Z"}]
    stored = Stored(store_redis, wires, 1, "moving")
    second = stored.listed(as_of=as_of, limit=40, after=Cursor.decode(first["next"], ""))
    seen = [entry["case_id"] for entry in (*first["cases"], *second["cases"])]
    assert seen == [f"K{number}" for number in (*range(38, 1, -2), 1, 0)]


def test_ids_longer_than_a_slot_are_found_again(store_redis: redis.Redis) -> None:
    ids = ["x" * 24, "y" * 25, "长" * 8, "案" * 64, "0c6a3e0e-6f43-4dd5-8a86-3f0c0f7f7f3d", "a/b?c", " "]
    wires: list[Wire] = [
        {"case_id": case_id, "action": "report", "at": f"2026-03-02T08:00:{n:02d}Z", "kind": "event",
         "class": "E01", "source": "app", "town": "441"}
        for n, case_id in enumerate(ids)
    ]  # fmt: skip
    stored = Stored(store_redis, wires, 1, "long")
    found = stored.whole(3, as_of=1_772_500_000, order=Order.ASC)
    assert [entry["case_id"] for entry in found] == ids
