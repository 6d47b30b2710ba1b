"""Holidays that courses mark."""

from datetime import date

from data_access.domain.workcalendar import WorkCalendar

CHINA = WorkCalendar("CN")
SPRING = (date(2026, 2, 15), date(2026, 2, 23), "春节", "Chinese New Year")


def test_a_long_holiday_is_all_of_its_days_off_with_the_weekends_and_those_moved_to_it() -> None:
    # As the State Council announced them for 2026: nine days, five, seven; the others have three.
    found = CHINA.long_holidays(date(2026, 1, 1), date(2026, 12, 31))
    assert found[0] == SPRING
    assert [(first, last, zh) for first, last, zh, _ in found[1:]] == [
        (date(2026, 5, 1), date(2026, 5, 5), "劳动节"),
        (date(2026, 10, 1), date(2026, 10, 7), "国庆节"),
    ]


def test_a_holiday_counts_in_every_span_that_it_touches_and_in_no_other() -> None:
    for first, last in ((date(2026, 2, 23), date(2026, 2, 25)), (date(2025, 11, 1), date(2026, 2, 15))):
        assert CHINA.long_holidays(first, last) == [SPRING]
    assert CHINA.long_holidays(date(2026, 2, 24), date(2026, 4, 30)) == []


def test_a_calendar_without_a_country_has_none() -> None:
    assert WorkCalendar("").long_holidays(date(2026, 1, 1), date(2026, 12, 31)) == []
