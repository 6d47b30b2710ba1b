"""The demo city looks like the real one: volumes, shares, rhythm and rates, counted from its actions."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest

from data_access.domain.actions import ActionSet, add_action
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.lifecycle import fold
from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.parsing import ActionParser
from tests.data_access.ingest.demo.plain_count import PlainCase, read, settled

FIRST, LAST = dt.date(2026, 10, 8), dt.date(2026, 11, 18)
AUTUMN = dt.date(2026, 10, 18), dt.date(2026, 11, 8)


@pytest.fixture(scope="module")
def demo(city_dongguan: City) -> DemoCity:
    return DemoCity(city_dongguan, 1)


@pytest.fixture(scope="module")
def cases(demo: DemoCity) -> dict[str, PlainCase]:
    return read(line for day in days_between(FIRST, LAST) for line in demo.day(day))


def unix(city: City, day: dt.date, hour: float = 0) -> float:
    return dt.datetime.combine(day, dt.time(), city.zone).timestamp() + hour * 3600


def test_a_year_brings_1358_cases_a_day(demo: DemoCity) -> None:
    days = list(days_between(dt.date(2025, 11, 1), dt.date(2026, 10, 31)))[::12]
    counts = [demo.plan(day).lives.times.shape[0] for day in days]
    assert 1_250 < np.mean(counts) < 1_460
    volumes = [
        demo.expected_actions(day) for day in days_between(dt.date(2025, 11, 1), dt.date(2026, 10, 31))
    ]
    assert 1_330 * 7.1 < np.mean(volumes) < 1_390 * 7.1


def test_weekdays_are_busier_and_have_two_humps_a_lunch_dip_and_a_quiet_night(
    cases: dict[str, PlainCase], city_dongguan: City
) -> None:
    local = [
        dt.datetime.fromtimestamp(min(case.times["report"]), city_dongguan.zone) for case in cases.values()
    ]
    days = Counter(at.date() for at in local)
    working = [count for day, count in days.items() if day.weekday() < 5 and day.month == 11]
    off = [count for day, count in days.items() if day.weekday() >= 5 and day.month == 11]
    assert np.mean(working) > 1.2 * np.mean(off)
    hours = np.bincount([at.hour for at in local], minlength=24)
    assert hours[9] > 2 * hours[12] < hours[15]
    assert hours[:6].sum() < 0.03 * hours.sum()


def test_sources_and_classes_have_their_shares(cases: dict[str, PlainCase]) -> None:
    reports = [case.report for case in cases.values()]
    sources = Counter(report["source"] for report in reports)
    assert sources["collector"] / len(reports) == pytest.approx(0.86, abs=0.01)
    assert sources["hotline_12345"] / len(reports) == pytest.approx(0.05, abs=0.005)
    classes = Counter(report["class"] for report in reports)
    assert classes["E04"] / len(reports) == pytest.approx(0.55, abs=0.025)
    assert classes["E02"] / len(reports) == pytest.approx(0.22, abs=0.015)
    assert classes["E01"] / len(reports) == pytest.approx(0.15, abs=0.02)
    components = sum(count for code, count in classes.items() if code.startswith("C"))
    assert components / len(reports) == pytest.approx(0.06, abs=0.01)


def test_weeks_close_dispose_and_rework_as_real_cities_do(
    cases: dict[str, PlainCase], city_dongguan: City
) -> None:
    start, end = (unix(city_dongguan, day) for day in AUTUMN)
    month = settled(cases.values(), city_dongguan, start, end)
    assert 0.95 < month.closed / month.all < 0.995
    assert 0.80 < month.on_time / month.all < 0.92
    disposed = sum(bool(case.times.get("dispose")) for case in cases.values())
    assert 0.02 < sum(bool(case.times.get("rework")) for case in cases.values()) / disposed < 0.05


def test_towns_spread_and_their_order_changes(cases: dict[str, PlainCase], city_dongguan: City) -> None:
    by_town: dict[str, list[PlainCase]] = {town.code: [] for town in city_dongguan.tree.towns}
    for case in cases.values():
        by_town.get(case.report.get("town", ""), []).append(case)
    orders = []
    for first, last in (AUTUMN, (dt.date(2026, 11, 8), LAST)):
        rates, on_time = [], []
        for own in by_town.values():
            result = settled(own, city_dongguan, unix(city_dongguan, first), unix(city_dongguan, last))
            rates.append(result.closed / result.all)
            on_time.append(result.on_time / result.all)
        assert max(rates) - min(rates) > 0.02
        # Real cities dispose of 70 to 92 % in time; ten days of a small town scatter a little more.
        assert 0.67 < min(on_time) < 0.78
        assert 0.88 < max(on_time) < 0.95
        orders.append(np.argsort(rates).tolist())
    assert orders[0] != orders[1]


def test_today_has_as_many_open_and_overdue_cases_as_the_centre_knows(
    cases: dict[str, PlainCase], city_dongguan: City
) -> None:
    now = unix(city_dongguan, LAST, 14.5)
    cases_open = [
        case
        for case in cases.values()
        if min(case.times["report"]) <= now
        and not any((case.first(end) or now + 1) <= now for end in ("close", "reject", "void"))
    ]
    old = [case for case in cases_open if now - min(case.times["report"]) > 10 * 86_400]
    assert 1_200 < len(cases_open) < 1_750
    assert len(old) < 0.25 * len(cases_open)
    # What is old is long disposed and only waits to be closed.
    assert all((case.first("dispose") or now) < now for case in old)


def test_actions_make_sense_in_their_order(demo: DemoCity, city_dongguan: City) -> None:
    parser = ActionParser(city_dongguan, b"key")
    sets: dict[str, ActionSet] = {}
    for day in (dt.date(2026, 11, 10), dt.date(2019, 2, 27), dt.date(2019, 8, 29)):
        for line in demo.day(day):
            action = parser.parse(line, int(2e15))
            add_action(sets.setdefault(action.case_id, {}), action.order, action.fields)
    due = int(2e15)  # so late that every extension comes before it
    anomalies = sum(fold(actions, lambda report, filed: due).anomalies for actions in sets.values())
    assert anomalies == 0


def test_coordinates_lie_in_the_grid_that_is_given(demo: DemoCity, city_dongguan: City) -> None:
    reports = [case.report for case in read(demo.day(dt.date(2026, 11, 10))).values()]
    placed = [report for report in reports if "grid" in report]
    assert len(placed) > 0.95 * len(reports)
    found = city_dongguan.locator.locate(
        np.array([report["lon"] for report in placed]), np.array([report["lat"] for report in placed])
    )
    grids = city_dongguan.tree.at(AreaLevel.GRID)
    same = [grids[index].code == report["grid"] for index, report in zip(found.grid, placed, strict=True)]
    assert np.mean(same) > 0.97
