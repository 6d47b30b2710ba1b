"""A changed city pack reaches every case, while actions stream in; a fresh store is the judge."""

import random
import threading
from collections import Counter
from collections.abc import Callable

import orjson
import pytest
import redis

from data_access.domain.city import City
from data_access.ingest.ingest import Ingest
from data_access.store import refold, scan
from data_access.store.keys import Keys
from data_access.store.packs import Packs
from data_access.store.refold import Refolder
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, question
from tests.property.stored import in_words
from tests.reference.answers import World
from tests.reference.changed_city import CHANGES, everything, inserted_areas, inserted_categories
from tests.reference.little_city import little_city
from tests.reference.streams import case_actions
from tests.reference.wire import Wire

CITY = little_city()
PLACES = ("town", "village", "grid", "class", "subclass")


def shuffled(seed: int, cases: int = 60) -> list[Wire]:
    """Actions of some cases in no order."""
    rng = random.Random(seed)
    wires = [wire for number in range(cases) for wire in case_actions(rng, f"K{number}")]
    rng.shuffle(wires)
    return wires


def stream_in(client: redis.Redis, city: City, keys: Keys, wires: list[Wire]) -> None:
    """Ingest in small batches."""
    ingest = Ingest(client, city, keys, shards=2)
    for start in range(0, len(wires), 7):
        report = ingest.ingest(map(orjson.dumps, wires[start : start + 7]), feed="refold")
        assert not report.quarantined


def read(client: redis.Redis, city: City, keys: Keys) -> Table:
    """A fresh reader."""
    table = Table(client, city, keys)
    table.refresh()
    return table


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_a_refold_while_actions_stream_in_ends_as_a_store_made_with_the_new_pack(
    store_redis: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[City], City],
    seed: int,
) -> None:
    # Many small steps, so that senders come in between.
    monkeypatch.setattr(scan, "PER_SCAN", 4)
    monkeypatch.setattr(refold, "CASES_AT_ONCE", 3)
    new = change(CITY)
    wires = shuffled(seed)
    half = len(wires) // 2
    keys = Keys(CITY.id, prefix="refold")
    stream_in(store_redis, CITY, keys, wires[:half])
    follower, behind = read(store_redis, new, keys), read(store_redis, CITY, keys)

    # A sender that has read the new pack, and one that still has the old one.
    parts = [(new, wires[half::2]), (CITY, wires[half + 1 :: 2])]
    threads = [threading.Thread(target=stream_in, args=(store_redis, c, keys, part)) for c, part in parts]
    for thread in threads:
        thread.start()
    calls: list[tuple[int, int]] = []
    Refolder(store_redis, new, keys).run(lambda done, total: calls.append((done, total)))
    follower.refresh()
    for thread in threads:
        thread.join()
    # What the sender with the old pack has written since is told apart and brought up.
    last = Refolder(store_redis, new, keys).run()
    assert len(calls) > 10
    assert last.complete

    follower.refresh()
    behind.refresh()
    alone = Keys(CITY.id, prefix="alone")
    stream_in(store_redis, new, alone, wires)
    judge = in_words(read(store_redis, new, alone), new)
    assert in_words(read(store_redis, new, keys), new) == judge
    assert in_words(follower, new) == judge
    result = Verifier(store_redis, new, keys).run()
    assert (result.differences, result.other_packs) == ([], Counter())
    world = World(wires, new)
    asked = question(random.Random(seed), world)
    if all(new.taxonomy.subclass_index(code) is not None for code in asked[0].subclasses):
        for check in ANSWERS:
            check(Product(follower.columns, new, follower.names), world, asked)
    assert_known(in_words(behind, CITY, only=PLACES), in_words(follower, new, only=PLACES))


def assert_known(old: Counter[tuple[str, ...]], new: Counter[tuple[str, ...]]) -> None:
    """A reader with the old pack finds every case where the new one puts it, or in no area at all."""
    known = {area.code for level in (CITY.tree.towns, CITY.tree.villages, CITY.tree.grids) for area in level}
    classes = {one.code for one in CITY.taxonomy.classes}

    def plain(row: tuple[str | None, ...]) -> tuple[str | None, ...]:
        areas = [code if code in known else None for code in row[:3]]
        return (*areas, row[3] if row[3] in classes else None, row[4])

    assert Counter(map(plain, old.elements())) == Counter(map(plain, new.elements()))


@pytest.mark.parametrize("change", [inserted_areas, inserted_categories], ids=lambda one: one.__name__)
def test_rows_of_another_version_are_read_by_code_until_they_are_refolded(
    store_redis: redis.Redis, change: Callable[[City], City]
) -> None:
    """Areas and categories were inserted: no case may move to the neighbour that now has its number."""
    new = change(CITY)
    keys = Keys(CITY.id, prefix="stale")
    wires = shuffled(5)
    stream_in(store_redis, CITY, keys, wires)
    before = in_words(read(store_redis, CITY, keys), CITY, only=PLACES)
    assert len(before) > 20
    # Nobody has written with the new pack yet; then a writer comes, and with it the new version's number.
    assert_same_places(before, in_words(read(store_redis, new, keys), new, only=PLACES), new)
    Ingest(store_redis, new, keys)
    assert in_words(read(store_redis, new, keys), new, only=PLACES) == before
    result = Verifier(store_redis, new, keys).run()
    assert result.differences == []
    assert result.other_packs == {CITY.version: result.cases}


def assert_same_places(before: Counter[tuple[str, ...]], after: Counter[tuple[str, ...]], new: City) -> None:
    """Equal but for subclasses that are in neither the pack nor the names: those show as none."""

    def plain(row: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return (
            *row[:4],
            None if row[4] == "E0102" and new.taxonomy.subclass_index("E0102") is None else row[4],
        )

    assert Counter(map(plain, before.elements())) == after


def test_refolding_again_does_nothing_unless_it_is_asked_to(store_redis: redis.Redis) -> None:
    keys = Keys(CITY.id, prefix="again")
    stream_in(store_redis, CITY, keys, shuffled(3))
    new = everything(CITY)
    first = Refolder(store_redis, new, keys).run()
    version = read(store_redis, new, keys).version
    assert (first.cases, first.total, first.complete) == (60, 60, True)
    assert Refolder(store_redis, new, keys).run().cases == 0
    assert read(store_redis, new, keys).version == version
    assert Refolder(store_redis, new, keys, again=True).run().cases == 60
    assert Verifier(store_redis, new, keys).run().differences == []
    assert [one.version for one in Packs(store_redis, keys).pack_versions()] == ["1", "everything"]
    back = Refolder(store_redis, CITY, keys).run()
    assert (back.cases, back.complete) == (60, True)
    assert Packs(store_redis, keys).in_force() == "1"
    judge = Keys(CITY.id, prefix="judge")
    stream_in(store_redis, CITY, judge, shuffled(3))
    assert in_words(read(store_redis, CITY, keys), CITY) == in_words(read(store_redis, CITY, judge), CITY)
