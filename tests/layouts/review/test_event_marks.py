"""Events on a course: the points that they touch, and words that never lie on one another."""

from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from data_access.domain.city_events import CityEvent, EventKind
from data_access.domain.period import next_month
from layouts.review.events.marks import LANE, LANES, EventMark, drawn, marks_of, shortened, told
from layouts.tokens import LIGHT

MONTHS = [date(2025, 11, 1)]
while len(MONTHS) < 13:
    MONTHS.append(next_month(MONTHS[-1]))
DAYS = [date(2026, 9, 1) + timedelta(days=n) for n in range(31)]


def event(first: date, last: date | None = None, title: str = "台风", key: str = "k") -> CityEvent:
    return CityEvent(title, title, first, last or first, EventKind.STORM, "", key)


def marked(events: list[CityEvent], starts: list[date], grain: str) -> list[EventMark]:
    return marks_of(events, starts, grain, lambda one: one.zh)


def test_an_event_stands_on_the_points_whose_days_it_touches() -> None:
    cases = [
        (event(date(2026, 8, 31)), (9, 9)),
        (event(date(2026, 8, 31), date(2026, 9, 1)), (9, 10)),
        (event(date(2025, 1, 1), date(2025, 11, 1)), (0, 0)),
        (event(date(2026, 11, 30), date(2027, 3, 1)), (12, 12)),
    ]
    for one, places in cases:
        (mark,) = marked([one], MONTHS, "month")
        assert (mark.first, mark.last) == places
        assert [n for n in range(13) if told([mark], n)] == list(range(places[0], places[1] + 1))
    (mark,) = marked([event(date(2026, 9, 5), date(2026, 9, 7))], DAYS, "day")
    assert (mark.first, mark.last) == (4, 6)


def test_what_lies_outside_of_a_course_is_not_on_it() -> None:
    outside = [event(date(2025, 10, 31)), event(date(2026, 12, 1))]
    assert marked(outside, MONTHS, "month") == []
    assert marked([event(DAYS[-1] + timedelta(days=1))], DAYS, "day") == []
    assert marked([event(DAYS[0])], [], "day") == []
    assert drawn([], [], LIGHT) == {"traces": [], "layout": {}}


def test_words_of_one_line_never_meet_and_entered_events_come_first() -> None:
    crowd = [
        event(month + timedelta(days=day), title=f"{month:%m}月{day}日的专项整治行动", key=key)
        for (month, day), key in product(product(MONTHS, (3, 17)), ("", "k"))
    ]
    marks = marked(crowd, MONTHS, "month")
    assert len(marks) == len(crowd)
    worded = [mark for mark in marks if mark.lane is not None]
    assert {mark.lane for mark in worded} == set(range(LANES))
    assert all(mark.event.key for mark in worded), "the calendar's get what the entered ones left"
    width = 560.0
    for lane in range(LANES):
        spans = sorted(span_of(mark, width) for mark in worded if mark.lane == lane)
        assert all(end < begin for (_, end), (begin, _) in pairwise(spans))
        assert spans[0][0] >= 0
        assert spans[-1][1] <= width


def span_of(mark: EventMark, width: float) -> tuple[float, float]:
    """The pixels that the words of a mark cover, computed from what is drawn."""
    middle = width * (0.025 + 0.95 * (mark.first + mark.last) / 2 / 12)
    wide = 12 * sum(1.0 if ord(one) > 0x2E7F else 0.6 for one in shortened(mark.words))
    left = middle - {"left": 0.0, "center": wide / 2, "right": wide}[mark.anchor]
    return left, left + wide


def test_what_people_typed_is_text_and_not_markup() -> None:
    (mark,) = marked([event(date(2026, 9, 5), title="<a href='x'>b</a>")], MONTHS, "month")
    made: dict[str, Any] = drawn([mark], [month.isoformat() for month in MONTHS], LIGHT)
    assert made["traces"][0]["text"] == ["&lt;a href='x'&gt;b&lt;/a&gt; (2026-09-05)"]
    assert made["layout"]["annotations"][0]["text"].startswith("&lt;a")
    assert made["layout"]["yaxis"]["domain"] == [LANE, 1]
