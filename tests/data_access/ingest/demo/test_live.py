"""The live feed leaves no hole and gives nothing twice, however often it stops and starts."""

import datetime as dt
import threading
from collections import Counter

import pytest
import redis

from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.demo.duty import Duty
from data_access.ingest.demo.feed import DemoFeed
from data_access.ingest.demo.live import LiveFeed, follow
from data_access.ingest.demo.state import DemoState
from data_access.store.heartbeats import Heartbeats
from data_access.store.staff import StaffStore
from tests.data_access.ingest.demo.hand_city import hand_city, moment

START = moment("2026-11-20T09:00:00")


def planned(city: DemoCity, after: float, until: float) -> Counter[bytes]:
    first = city.first_day_open(dt.datetime.fromtimestamp(after, city.city.zone).date())
    last = dt.datetime.fromtimestamp(until, city.city.zone).date()
    return Counter(line for day in days_between(first, last) for line in city.plan(day).between(after, until))


def run(city: DemoCity, state: DemoState, moments: list[float], speed: float = 1.0) -> Counter[bytes]:
    feed, seen = LiveFeed(city, state, speed), Counter[bytes]()
    for batch in feed.catch_up(moments[0]):
        seen.update(batch)
    for now in moments:
        for batch in feed.due(now):
            seen.update(batch)
    return seen


@pytest.fixture(scope="module")
def city() -> DemoCity:
    return DemoCity(hand_city(), 7)


def test_a_run_emits_what_is_planned_and_the_next_one_goes_on(
    store_redis: redis.Redis, city: DemoCity
) -> None:
    state = DemoState(store_redis, "hand", 7, START)
    seen = run(city, state, [START + 2, START + 600.4, START + 601.9])
    # Stopped for a few hours, then over midnight.
    seen += run(city, DemoState(store_redis, "hand", 1, START + 9e5), [START + 20_000, START + 70_000.5])
    assert seen == planned(city, START, START + 70_000)
    assert max(seen.values()) == 1


def test_a_gap_of_days_is_filled(store_redis: redis.Redis, city: DemoCity) -> None:
    state = DemoState(store_redis, "hand", 7, START)
    end = START + 5 * 86_400
    seen = run(city, state, [START + 60]) + run(city, state, [end, end + 30])
    assert seen == planned(city, START, end + 30)


def test_a_batch_that_was_not_stored_is_given_again(store_redis: redis.Redis, city: DemoCity) -> None:
    state = DemoState(store_redis, "hand", 7, START)

    def refuse(lines: list[bytes]) -> None:
        raise redis.ConnectionError("away")

    with pytest.raises(redis.ConnectionError):
        follow(LiveFeed(city, state), refuse, threading.Event(), lambda at: None, lambda: START + 900)
    assert state.cursor == START
    assert run(city, state, [START + 900]) == planned(city, START, START + 900)


def test_a_faster_run_gives_more_and_its_cases_go_on_after_a_restart(
    store_redis: redis.Redis, city: DemoCity
) -> None:
    state = DemoState(store_redis, "hand", 7, START)
    seen = run(city, state, [START + 1, START + 3_600], speed=5)
    usual = planned(city, START, START + 3_600)
    assert not usual - seen
    assert len(seen) > 2 * len(usual)
    later = run(city, state, [START + 3_700, START + 40_000])
    extra = later - planned(city, START + 3_600, START + 40_000)
    assert extra
    # Nothing new is reported at a speed that is over, but what was reported goes on.
    assert not any(b'"report"' in line for line in extra)


def test_history_and_live_feed_meet_without_hole_or_overlap(store_redis: redis.Redis) -> None:
    feed = DemoFeed(store_redis, hand_city(), 7, START)
    chunks = feed.history_plan()
    recent = {line for chunk in chunks[:30] for batch in chunk.batches() for line in batch}
    live = set(run(feed.city, feed.state, [START + 3_600]))
    assert not recent & live
    whole = set(feed.city.plan(dt.date(2026, 11, 20)).between(None, START + 3_600))
    assert whole <= recent | live


def test_history_comes_newest_first_and_goes_on_after_a_restart(store_redis: redis.Redis) -> None:
    feed = DemoFeed(store_redis, hand_city(), 7, START)
    chunks = feed.history_plan()
    days = [day for chunk in chunks for day in chunk.days]
    assert days == sorted(days, reverse=True)
    assert days[0] == dt.date(2026, 11, 20)
    assert days[-1] == dt.date(2025, 10, 1)
    assert [chunk.first_picture for chunk in chunks[:4]] == [True, True, True, False]
    feed.mark_done(chunks[0])
    again = DemoFeed(store_redis, hand_city(), 99, START + 86_400)
    assert again.state.seed == 7
    assert [chunk.key for chunk in again.history_plan()] == [chunk.key for chunk in chunks[1:]]
    counted = len([line for batch in chunks[20].batches() for line in batch])
    assert counted == pytest.approx(chunks[20].expected_actions, rel=0.25)


def test_a_running_feed_beats_and_tells_who_is_on_duty(store_redis: redis.Redis) -> None:
    city = hand_city()
    feed = DemoFeed(store_redis, city, 7)
    stop = threading.Event()
    runner = threading.Thread(target=feed.run_live, args=(lambda lines: None, stop), daemon=True)
    runner.start()
    try:
        for _ in range(400):
            beat = Heartbeats(store_redis, city).all().get("demo")
            if beat is not None:
                break
            stop.wait(0.05)
        assert beat is not None
        assert abs(beat.at - feed.state.started_at) < 60
        assert StaffStore(store_redis, city).get() is not None
    finally:
        stop.set()
        runner.join(10)
    assert not runner.is_alive()


def test_most_of_the_staff_are_on_duty_by_day_and_few_at_night() -> None:
    city = hand_city()
    duty = Duty(city, 7)
    total = city.tree.city.staff
    assert 0.86 < duty.on_duty(moment("2026-11-20T14:30:00")).sum() / total < 0.97
    assert 0.2 < duty.on_duty(moment("2026-11-20T20:30:00")).sum() / total < 0.45
    assert duty.on_duty(moment("2026-11-20T03:00:00")).sum() / total < 0.15
    assert duty.on_duty(moment("2026-11-20T14:30:00")).shape == (6,)
