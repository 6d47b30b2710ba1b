"""Numbers on screens, row by row of the style guide, in both languages."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dashboard.i18n.load import load_text
from layouts import format as fmt

ZH, EN = load_text("zh"), load_text("en")
HOUR, DAY = 3_600, 86_400


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (7, "7"), (1486, "1,486"), (-3, "\u22123"), (None, "–"), (-0.2, "0")]
)
def test_counts_are_grouped_and_take_the_true_minus(value: float | None, shown: str) -> None:
    assert fmt.count(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "·"), (1, "1"), (1200, "1,200"), (None, "–")])
def test_no_overdue_case_is_a_dot(value: float | None, shown: str) -> None:
    assert fmt.overdue_count(value) == shown


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [(1486, "1,486 件", "1,486 cases"), (1, "1 件", "1 case"), (0, "0 件", "0 cases")],
)
def test_cases_carry_their_unit(value: float, zh: str, en: str) -> None:
    assert (fmt.cases(ZH, value), fmt.cases(EN, value)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0.9543, "95.4%", "95.4%"),
        (1.0, "100.0%", "100.0%"),
        (0.0, "0.0%", "0.0%"),
        (None, "无数据", "no data"),
    ],
)
def test_a_rate_without_denominator_is_no_data_and_never_zero(value: float | None, zh: str, en: str) -> None:
    assert (fmt.rate(ZH, value), fmt.rate(EN, value)) == (zh, en)


@pytest.mark.parametrize(
    ("now", "before", "zh", "en", "direction"),
    [
        (884, 818, "▲ 8.1%", "+8.1%", 1),
        (1486, 1521, "▼ 2.3%", "\u22122.3%", -1),
        (500, 500, "持平", "±0", 0),
        (10_001, 10_000, "持平", "±0", 0),
        (3, 0, "▲ 3 件", "+3", 1),
        (0, 0, "持平", "±0", 0),
        (0, 4, "▼ 100.0%", "\u2212100.0%", -1),
    ],
)
def test_change_of_a_volume_is_relative(now: int, before: int, zh: str, en: str, direction: int) -> None:
    assert fmt.relative_change(ZH, now, before) == fmt.Change(direction, zh)
    assert fmt.relative_change(EN, now, before) == fmt.Change(direction, en)


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [(63, 52, "▲ 11 件", "+11"), (52, 1052, "▼ 1,000 件", "\u22121,000"), (5, 5, "持平", "±0")],
)
def test_change_of_a_small_count_is_a_difference(now: int, before: int, zh: str, en: str) -> None:
    zh_change, en_change = fmt.difference(ZH, now, before), fmt.difference(EN, now, before)
    assert zh_change is not None
    assert en_change is not None
    assert (zh_change.text, en_change.text) == (zh, en)


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (0.893, 0.902, "▼ 0.9 点", "\u22120.9 pp"),
        (0.916, 0.910, "▲ 0.6 点", "+0.6 pp"),
        (0.9162, 0.9161, "持平", "±0"),
    ],
)
def test_change_of_a_rate_is_in_points(now: float, before: float, zh: str, en: str) -> None:
    zh_change, en_change = fmt.rate_change(ZH, now, before), fmt.rate_change(EN, now, before)
    assert zh_change is not None
    assert en_change is not None
    assert (zh_change.text, en_change.text) == (zh, en)


def test_no_change_without_both_moments() -> None:
    assert fmt.relative_change(ZH, None, 3) is None
    assert fmt.difference(ZH, 3, None) is None
    assert fmt.rate_change(EN, None, None) is None


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (59, "0 分", "0 min"),
        (40 * 60, "40 分", "40 min"),
        (HOUR, "1 时", "1 h"),
        (10 * HOUR + 3599, "10 时", "10 h"),
        (48 * HOUR - 1, "47 时", "47 h"),
        (48 * HOUR, "2 天 0 时", "2 d 0 h"),
        (2 * DAY + 3 * HOUR, "2 天 3 时", "2 d 3 h"),
        (10 * DAY - 1, "9 天 23 时", "9 d 23 h"),
        (10 * DAY + 5 * HOUR, "10 天", "10 d"),
        (2853 * DAY + HOUR, "2,853 天", "2,853 d"),
        (-5, "0 分", "0 min"),
        (None, "–", "–"),
    ],
)
def test_ages_are_cut_to_minutes_hours_or_days_and_hours(seconds: float | None, zh: str, en: str) -> None:
    assert (fmt.age(ZH, seconds), fmt.age(EN, seconds)) == (zh, en)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (-1, "0 时", "0 h"),
        (DAY - 1, "23 时", "23 h"),
        (4.89 * DAY, "4.8 天", "4.8 d"),
        (10.9 * DAY, "10 天", "10 d"),
        (365 * DAY - 1, "364 天", "364 d"),
        (2853.4 * DAY, "7.8 年", "7.8 y"),
        (4000 * DAY, "10 年", "10 y"),
        (None, "–", "–"),
    ],
)
def test_ages_for_narrow_columns_have_one_unit_and_are_cut(seconds: float | None, zh: str, en: str) -> None:
    assert (fmt.short_age(ZH, seconds), fmt.short_age(EN, seconds)) == (zh, en)


def test_load_has_one_decimal() -> None:
    assert fmt.load(17.68) == "17.7"
    assert fmt.load(None) == "–"


def test_dates_and_times() -> None:
    day = date(2026, 11, 23)
    assert (fmt.day(ZH, day), fmt.day(EN, day)) == ("11 月 23 日 周一", "Mon 23 Nov 2026")
    assert (fmt.short_day(ZH, day), fmt.short_day(EN, day)) == ("11/23", "23 Nov")
    assert (fmt.month(ZH, "2026-02"), fmt.month(EN, "2026-02")) == ("2 月", "Feb 2026")
    assert fmt.clock(1_795_415_528, ZoneInfo("Asia/Shanghai")) == "14:32:08"
