"""The intake's lanes: shared by lease, taken out after they were applied, by nobody else than the holder."""

from itertools import chain

import orjson
import pytest
import redis

from data_access.ingest.intake import LINES_APPLIED, Intake
from data_access.store.heartbeats import Heartbeats
from data_access.store.intake import Lane, LaneShare, backlog
from data_access.store.keys import Keys
from data_access.store.meta import open_meta
from tests.reference.little_city import little_city

CITY = little_city()
KEYS = Keys(CITY.id)


def line(case_id: str, second: int = 0) -> bytes:
    at = f"2026-03-01T08:{second // 60:02}:{second % 60:02}"
    return orjson.dumps({"case_id": case_id, "action": "accept", "at": at})


def lanes_held(*shares: LaneShare) -> list[list[int]]:
    return [sorted(lane.number for lane in share.held) for share in shares]


@pytest.fixture
def lane(store_redis: redis.Redis) -> Lane:
    """Lane 1 of 4, held."""
    open_meta(store_redis, KEYS, 4)
    found = Lane(store_redis, KEYS, 1)
    # However long a test takes on a busy machine.
    found.lease.milliseconds = 3_600_000
    assert found.lease.take()
    return found


def test_entries_are_applied_and_then_taken_out(store_redis: redis.Redis, lane: Lane) -> None:
    intake = Intake(store_redis, CITY, KEYS)
    for number in range(30):
        store_redis.xadd(KEYS.intake(1), {"lines": line(f"A{number}")})
    store_redis.xadd(KEYS.intake(1), {"lines": b"\n".join([line("B", 1), line("B", 2), line("A1"), b""])})
    store_redis.xadd(KEYS.intake(2), {"lines": line("C")})
    assert backlog(store_redis, KEYS) == 32
    report = intake.take_in(lane)
    assert report is not None
    assert (report.applied, report.duplicate, report.quarantined) == (32, 1, 0)
    assert backlog(store_redis, KEYS) == 1
    again = intake.take_in(lane)
    assert again is not None
    assert (again.applied, again.duplicate) == (0, 0)


def test_bad_lines_of_an_entry_go_into_quarantine_and_block_nothing(
    store_redis: redis.Redis, lane: Lane
) -> None:
    intake = Intake(store_redis, CITY, KEYS)
    store_redis.xadd(KEYS.intake(1), {"lines": b"{\n" + line("A") + b"\n[]"})
    store_redis.xadd(KEYS.intake(1), {"line": line("B")})
    store_redis.xadd(KEYS.intake(1), {"lines": b"\xff\x00"})
    store_redis.xadd(KEYS.intake(1), {"lines": line("C"), "more": b"stays out"})
    report = intake.take_in(lane)
    assert report is not None
    assert report.applied == 2
    problems = [(problem.line, problem.code) for problem in report.problems]
    assert sorted(problems) == [(1, "no_lines"), (1, "not_json"), (1, "not_json"), (3, "wrong_type")]
    assert backlog(store_redis, KEYS) == 0


@pytest.mark.parametrize(
    ("every", "expected"), [(b"2.5", 2.5), (b"-1", None), (b"nan", None), (b"soon", None)]
)
def test_a_sender_that_promises_to_come_again_is_waited_for(
    store_redis: redis.Redis, lane: Lane, every: bytes, expected: float | None
) -> None:
    store_redis.xadd(KEYS.intake(1), {"lines": b"", "every": every})
    report = Intake(store_redis, CITY, KEYS).take_in(lane)
    assert report is not None
    assert (report.applied, report.quarantined) == (0, 0)
    assert backlog(store_redis, KEYS) == 0
    beats = Heartbeats(store_redis, CITY, KEYS).all()
    assert [beat.expected_seconds for beat in beats.values()] == ([expected] if expected else [])


def test_large_entries_are_applied_in_parts(store_redis: redis.Redis, lane: Lane) -> None:
    intake = Intake(store_redis, CITY, KEYS)
    lines = [line(f"C{number % 7}", number) for number in range(LINES_APPLIED + 10)]
    store_redis.xadd(KEYS.intake(1), {"lines": b"\n".join(lines)})
    store_redis.xadd(KEYS.intake(1), {"lines": line("D")})
    report = intake.take_in(lane)
    assert report is not None
    assert report.applied == len(lines) + 1


def test_who_lost_the_lease_takes_nothing_out(store_redis: redis.Redis, lane: Lane) -> None:
    intake = Intake(store_redis, CITY, KEYS)
    store_redis.xadd(KEYS.intake(1), {"lines": line("A")})
    # As if this worker had been stopped for longer than its lease.
    store_redis.delete(KEYS.lane_lease(1))
    other = Lane(store_redis, KEYS, 1)
    assert other.lease.take()
    assert other.lease.token > lane.lease.token
    assert intake.take_in(lane) is None
    assert backlog(store_redis, KEYS) == 1
    lane.lease.give_back()
    assert not lane.lease.take(), "the lease of the other one still stands"
    report = intake.take_in(other)
    assert report is not None
    assert (report.applied, report.duplicate) == (0, 1)
    assert backlog(store_redis, KEYS) == 0


def test_an_entry_that_comes_while_others_are_applied_stays(store_redis: redis.Redis, lane: Lane) -> None:
    store_redis.xadd(KEYS.intake(1), {"lines": line("A")})
    entries = lane.read(10)
    store_redis.xadd(KEYS.intake(1), {"lines": line("B")})
    assert lane.acknowledge(entries[-1])
    assert [entry.lines for entry in lane.read(10)] == [line("B")]


def test_lanes_are_shared_evenly_and_those_of_who_leaves_are_taken_over(store_redis: redis.Redis) -> None:
    open_meta(store_redis, KEYS, 6)
    first, second, third = (LaneShare(store_redis, KEYS) for _ in range(3))
    first.adjust()
    assert lanes_held(first) == [[0, 1, 2, 3, 4, 5]]
    for _ in range(2):
        for share in (first, second, third):
            share.adjust()
    held = lanes_held(first, second, third)
    assert [len(lanes) for lanes in held] == [2, 2, 2]
    assert sorted(chain(*held)) == [0, 1, 2, 3, 4, 5]
    second.leave()
    first.adjust()
    third.adjust()
    assert lanes_held(second) == [[]]
    assert sorted(chain(*lanes_held(first, third))) == [0, 1, 2, 3, 4, 5]


def test_lanes_of_a_worker_that_died_are_taken_over_when_its_leases_end(store_redis: redis.Redis) -> None:
    open_meta(store_redis, KEYS, 4)
    dead, alive = LaneShare(store_redis, KEYS), LaneShare(store_redis, KEYS)
    for _ in range(2):
        dead.adjust()
        alive.adjust()
    assert list(map(len, lanes_held(dead, alive))) == [2, 2]
    lost = [lane.number for lane in dead.held]
    # What time does to a worker that gives no sign of life.
    store_redis.zadd(KEYS.workers(), {name: 1 for name, _ in store_redis.zscan_iter(KEYS.workers())})
    for number in lost:
        assert 0 < store_redis.pttl(KEYS.lane_lease(number)) <= 5000
        store_redis.delete(KEYS.lane_lease(number))
    alive.adjust()
    assert lanes_held(alive) == [[0, 1, 2, 3]]
    dead.adjust()
    assert dead.held == [], "it notices that its lanes are others' now"
