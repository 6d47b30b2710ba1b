"""The study's months come out of the actions, counted case by case."""

import datetime as dt
from collections import defaultdict

import numpy as np
import pytest

from data_access.domain.city import City
from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.demo.mix import BUREAU
from tests.data_access.ingest.demo.plain_count import PlainCase, read, settled

FIRST = ["茶山", "莞城", "东城", "松山湖", "凤岗"]
LAST = ["长安", "樟木头", "高埗", "沙田", "石龙"]


def month(city: City, first: dt.date, only_town: str | None = None) -> tuple[list[PlainCase], float, float]:
    following = (first + dt.timedelta(days=31)).replace(day=1)
    demo = DemoCity(city, 1)
    lines: list[bytes] = []
    for day in days_between(first, following - dt.timedelta(days=1)):
        of_day = demo.day(day)
        if only_town is not None:
            town = f'"town":"{only_town}"'.encode()
            ids = {line[:40].split(b'"')[3] for line in of_day if town in line}
            of_day = [line for line in of_day if line[:40].split(b'"')[3] in ids]
        lines += of_day
    start, end = (dt.datetime.combine(day, dt.time(), city.zone).timestamp() for day in (first, following))
    return list(read(lines).values()), start, end


def test_february_2019_has_the_figures_of_the_study(city_dongguan: City) -> None:
    city = city_dongguan
    cases, start, end = month(city, dt.date(2019, 2, 1))
    # The state that counts is today's, when all that was going to be closed is.
    later = end + 90 * 86_400
    assert sum(start <= (case.first("accept") or 0) < end for case in cases) == 38_036
    whole = settled(cases, city, start, end, as_of=later)
    assert (whole.all, whole.closed) == (38_036, 36_298)
    by_town: dict[str, list[PlainCase]] = defaultdict(list)
    for case in cases:
        by_town[case.report.get("town", "")].append(case)
    rates = {}
    for town in city.tree.towns:
        own = settled(by_town[town.code], city, start, end, as_of=later)
        rates[town.short_zh] = own.closed / own.all
    ranking = sorted(rates, key=lambda name: -rates[name])
    assert (len(ranking), ranking[:5], ranking[-5:]) == (33, FIRST, LAST)
    assert len({rates[name] for name in [*ranking[:6], *ranking[-6:]]}) == 12
    bureau = settled([case for case in cases if case.department == BUREAU], city, start, end, as_of=later)
    assert (bureau.disposed, bureau.all) == (124, 213)


@pytest.mark.parametrize("seed", [2, 3, 5, 8, 2019])
def test_february_2019_is_dealt_out_right_for_any_seed(city_dongguan: City, seed: int) -> None:
    study = DemoCity(city_dongguan, seed).study
    towns = city_dongguan.tree.towns
    filed, closed = np.zeros(len(towns)), np.zeros(len(towns))
    for day in days_between(dt.date(2019, 2, 1), dt.date(2019, 2, 28)):
        quota = study.quota(day, np.random.default_rng(1))
        assert quota is not None
        assert quota.ends is not None
        counts = quota.ends.fixed & (quota.town >= 0)
        filed += np.bincount(quota.town[counts], minlength=len(towns))
        closed += np.bincount(quota.town[counts & ~quota.ends.not_closed], minlength=len(towns))
    order = [towns[index].short_zh for index in np.argsort(-closed / filed)]
    assert (int(filed.sum()), order[:5], order[-5:]) == (38_036 - 213, FIRST, LAST)


def test_changan_in_august_2019_has_the_figures_of_the_study(city_dongguan: City) -> None:
    cases, start, end = month(city_dongguan, dt.date(2019, 8, 1), only_town="441900119")
    assert sum(start <= (case.first("accept") or 0) < end for case in cases) == 6_058
    assert sum(start <= (case.last("dispose") or 0) < end for case in cases) == 5_580
    assert sum(bool(case.report.get("self_handled")) for case in cases) == 11_955
    received = [case for case in cases if case.times.get("accept")]
    assert all(case.times.get("close") for case in received)
