"""A day of the demo city is always the same, whoever asks for it, whenever and in whatever pieces."""

import datetime as dt

from data_access.domain.city import City
from data_access.ingest.demo.demo_city import DemoCity
from data_access.ingest.parsing import ActionParser
from tests.data_access.ingest.demo.hand_city import hand_city, moment

DAY = dt.date(2026, 11, 20)


def test_a_day_is_the_same_in_another_process_and_after_other_days() -> None:
    alone = DemoCity(hand_city(), 7).day(DAY)
    other = DemoCity(hand_city(), 7)
    other.day(dt.date(2026, 11, 19))
    other.day(dt.date(2026, 11, 21))
    assert other.day(DAY) == alone
    assert len(alone) > 1_000


def test_another_seed_is_another_city() -> None:
    assert DemoCity(hand_city(), 8).day(DAY) != DemoCity(hand_city(), 7).day(DAY)


def test_the_past_and_the_future_of_a_day_together_are_the_day() -> None:
    plan = DemoCity(hand_city(), 7).plan(DAY)
    now = moment("2026-11-20T14:30:00")
    past, future = plan.between(None, now), plan.between(now, None)
    assert sorted(past + future) == sorted(plan.between(None, None))
    assert len(set(past + future)) == len(past) + len(future)
    assert past
    assert future


def test_a_day_repeats_a_few_deliveries() -> None:
    lines = DemoCity(hand_city(), 7).day(DAY)
    assert 0 < len(lines) - len(set(lines)) < len(lines) / 40


def test_a_faster_demo_has_other_cases_beside_the_usual_ones() -> None:
    city = DemoCity(hand_city(), 7)
    usual, extra = city.plan(DAY), city.plan(DAY, 4.0)
    assert 2.5 < extra.lives.times.shape[0] / usual.lives.times.shape[0] < 3.5
    assert not set(usual.between(None, None)) & set(extra.between(None, None))


def test_it_rains_shortly_before_the_first_start() -> None:
    now = moment("2026-11-20T14:30:00")
    reports = [
        line for line in DemoCity(hand_city(), 7, now).day(DAY, now) if b"E0506" in line and b"urgent" in line
    ]
    assert len(reports) > 25


def test_every_line_is_a_valid_action(city_dongguan: City) -> None:
    parser = ActionParser(city_dongguan, b"key")
    city = DemoCity(city_dongguan, 1)
    now_us = int(moment("2027-06-01T00:00:00") * 1e6)
    for day in (DAY, dt.date(2019, 2, 28), dt.date(2019, 8, 3)):
        for line in city.day(day):
            parser.parse(line, now_us)
