"""`Verifier` finds and names what is wrong with a store, and takes nothing for wrong that only changes."""

import random
import threading
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest
import redis

from data_access.domain.record import decode_record, encode_record
from data_access.domain.rows import ROW_BYTES, ROWS_PER_BLOCK
from data_access.ingest.ingest import Ingest
from data_access.store import scan
from data_access.store.case_ids import ID_BYTES
from data_access.store.keys import Keys
from data_access.store.verify import Verified, Verifier
from tests.reference.little_city import little_city
from tests.reference.streams import case_actions

CITY = little_city()
KEYS = Keys(CITY.id, prefix="verify")
CASES = 120


@pytest.fixture
def filled(store_redis: redis.Redis) -> redis.Redis:
    """A store of CASES cases in two shards."""
    rng = random.Random(11)
    wires = [
        wire
        for number in range(CASES)
        for wire in case_actions(rng, f"K{number}") or case_actions(rng, f"K{number}")
    ]
    Ingest(store_redis, CITY, KEYS, 2).ingest(map(orjson.dumps, wires), feed="test")
    return store_redis


def verify(client: redis.Redis, *, sample: int | None = None, seed: int = 0) -> Verified:
    return Verifier(client, CITY, KEYS).run(sample=sample, seed=seed)


def texts(found: Verified) -> list[str]:
    return [f"{one.case_id}: {one.text}" for one in found.differences]


def records(client: redis.Redis, shard: int) -> dict[str, bytes]:
    return dict(next(iter(scan.scan_records(client, KEYS, shard)))[1])


def test_a_sound_store_has_no_differences_complete_or_sampled(filled: redis.Redis) -> None:
    calls: list[tuple[int, int]] = []
    found = Verifier(filled, CITY, KEYS).run(lambda done, total: calls.append((done, total)))
    sampled = verify(filled, sample=30)
    assert (found.cases, found.total, found.differences) == (CASES, CASES, [])
    assert calls[-1] == (CASES, CASES)
    assert (sampled.cases, sampled.total, sampled.differences) == (30, 30, [])
    assert verify(filled, sample=10 * CASES).cases == CASES


def test_every_changed_byte_of_a_row_is_found_and_its_case_named(filled: redis.Redis) -> None:
    case_id, record = next(iter(records(filled, 0).items()))
    number = decode_record(record)[0][0]
    block, start = KEYS.block(0, number // ROWS_PER_BLOCK), number % ROWS_PER_BLOCK * ROW_BYTES
    # The highest byte of the flags is the number of the version, which has a test of its own.
    for offset in set(range(0, ROW_BYTES, 7)) - {3}:
        byte: Any = filled.getrange(block, start + offset, start + offset)
        filled.setrange(block, start + offset, bytes([byte[0] ^ 1]))
        assert texts(verify(filled)) == [f"{case_id}: row {number} differs from the fold of its actions"]
        filled.setrange(block, start + offset, byte)
    assert verify(filled).differences == []


def test_a_sample_finds_a_difference_with_the_seed_that_draws_it(filled: redis.Redis) -> None:
    case_id, record = next(iter(records(filled, 1).items()))
    filled.setrange(KEYS.block(1, 0), decode_record(record)[0][0] * ROW_BYTES + 30, b"\x55")
    by_seed = {seed: verify(filled, sample=40, seed=seed) for seed in range(12)}
    hits = [seed for seed, found in by_seed.items() if found.differences]
    assert 0 < len(hits) < 12
    assert [one.case_id for one in verify(filled, sample=40, seed=hits[0]).differences] == [case_id]


def test_rows_without_owner_with_two_owners_never_handed_out_and_missing_are_told_apart(
    filled: redis.Redis,
) -> None:
    (one, first), (other, second), *_ = sorted(records(filled, 0).items())
    numbers, actions = decode_record(second)
    stolen = decode_record(first)[0]
    filled.hset(KEYS.records(0), other, encode_record(stolen, actions))
    found = texts(verify(filled))
    assert any("belongs to another case, too" in text for text in found)
    assert any(f"{len(numbers)} of" in text and "belong to no case" in text for text in found)

    filled.hset(KEYS.records(0), other, encode_record([*numbers[:-1], 4000], actions))
    assert f"{other}: row 4000 was never handed out" in texts(verify(filled))

    filled.hset(KEYS.records(0), other, second)
    assert verify(filled).differences == []
    block: Any = filled.get(KEYS.block(0, 0))
    filled.delete(KEYS.block(0, 0))
    assert any("holds 0" in text for text in texts(verify(filled)))
    filled.set(KEYS.block(0, 0), block)
    filled.hdel(KEYS.records(0), one)
    assert any("belong to no case" in text for text in texts(verify(filled)))


def test_a_row_that_is_listed_under_another_id_is_found_complete_and_sampled(filled: redis.Redis) -> None:
    case_id, record = next(iter(records(filled, 0).items()))
    number = decode_record(record)[0][-1]
    start = number * ID_BYTES
    kept: Any = filled.getrange(KEYS.block_ids(0, 0), start, start + ID_BYTES - 1)
    for wrong in (b"K9999".ljust(ID_BYTES, b"\0"), bytes(ID_BYTES)):
        filled.setrange(KEYS.block_ids(0, 0), start, wrong)
        for found in (verify(filled), verify(filled, sample=CASES)):
            assert [one.case_id for one in found.differences] == [case_id]
            assert "under the id of another case" in found.differences[0].text
    filled.setrange(KEYS.block_ids(0, 0), start, kept)
    assert verify(filled).differences == []


def test_a_long_id_that_is_lost_is_found(store_redis: redis.Redis) -> None:
    case_id = "长" * 20
    wire = {"case_id": case_id, "action": "report", "at": "2026-03-02T01:00:00Z", "kind": "event",
            "class": "E01", "source": "app", "town": "441"}  # fmt: skip
    Ingest(store_redis, CITY, KEYS).ingest([orjson.dumps(wire)], feed="test")
    assert verify(store_redis).differences == []
    store_redis.hdel(KEYS.long_ids(0), "0")
    assert [one.case_id for one in verify(store_redis).differences] == [case_id]
    assert [one.case_id for one in verify(store_redis, sample=1).differences] == [case_id]


def test_a_case_with_fewer_rows_than_it_needs_is_found(store_redis: redis.Redis) -> None:
    wires = [
        {"case_id": "K1", "action": name, "at": f"2026-03-02T0{hour}:00:00Z"}
        for hour, name in enumerate(["report", "dispatch", "return", "dispatch"])
    ]
    wires[0] |= {"kind": "event", "class": "E01", "source": "app", "town": "441"}
    Ingest(store_redis, CITY, KEYS).ingest(map(orjson.dumps, wires), feed="test")
    numbers, actions = decode_record(records(store_redis, 0)["K1"])
    assert len(numbers) == 2
    store_redis.hset(KEYS.records(0), "K1", encode_record(numbers[:1], actions))
    found = texts(verify(store_redis))
    assert any(text.startswith("K1: row") for text in found)


def test_another_version_of_the_pack_is_no_difference_and_is_named(filled: redis.Redis) -> None:
    found = Verifier(filled, replace(CITY, version="2"), KEYS).run()
    assert (found.differences, found.other_packs) == ([], Counter({"1": CASES}))


def test_a_store_that_takes_in_actions_meanwhile_has_no_differences(
    filled: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "PER_SCAN", 5)
    rng = random.Random(12)
    wires = [wire for number in range(3 * CASES) for wire in case_actions(rng, f"K{number}")]
    stop = threading.Event()

    def send() -> None:
        ingest = Ingest(filled, CITY, KEYS)
        for start in range(0, len(wires), 20):
            ingest.ingest(map(orjson.dumps, wires[start : start + 20]), feed="test")
        stop.set()

    thread = threading.Thread(target=send)
    thread.start()
    runs = 0
    while not stop.is_set() or not runs:
        assert verify(filled).differences == []
        runs += 1
    thread.join()
    assert verify(filled).differences == []


def test_the_sample_is_spread_over_all_cases_alike(filled: redis.Redis) -> None:
    from data_access.store.sample import sample_cases

    drawn = Counter(
        case_id
        for seed in range(60)
        for chosen in sample_cases(filled, KEYS, 2, 30, seed).values()
        for case_id in chosen
    )
    # Each case is expected 15 times of 60; five standard deviations are 17.
    assert len(drawn) == CASES
    assert np.ptp(list(drawn.values())) < 34
