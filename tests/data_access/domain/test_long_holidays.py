"""Holidays that courses mark."""

from datetime import date

from data_access.domain.workcalendar import WorkCalendar


def test_holidays_of_several_days_are_named_in_the_language_asked_for() -> None:
    china = WorkCalendar("CN")
    zh = china.long_holidays(date(2026, 1, 1), date(2026, 12, 31), "zh")
    assert (date(2026, 2, 17), "春节") in zh
    en = china.long_holidays(date(2026, 2, 1), date(2026, 2, 28), "en")
    assert [day for day, _ in en] == [date(2026, 2, 17)]
    assert "Spring Festival" in en[0][1]


def test_a_calendar_without_a_country_has_none() -> None:
    assert WorkCalendar("").long_holidays(date(2026, 1, 1), date(2026, 12, 31), "zh") == []
