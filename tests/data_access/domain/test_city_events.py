"""Events that charts mark: what can be entered, what the steps of people come to, whom they concern."""

from datetime import date
from typing import Any

import pytest

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.city_events import (
    BadEvent,
    CityEvent,
    EventEntry,
    EventKind,
    EventStep,
    belongs_to,
    between,
    checked,
    concerns,
    known_events,
)

DAY = date(2026, 9, 5)
GIVEN: dict[str, Any] = {
    "zh": "台风", "en": "", "first": DAY, "last": None, "kind": "storm", "area": "", "key": "k",
}  # fmt: skip
TOWN, OTHER = "441900003", "441900004"


def event(area: str = "", first: date = DAY, last: date = DAY) -> CityEvent:
    return CityEvent("台风", "Typhoon", first, last, EventKind.STORM, area, "k")


def test_one_title_stands_for_both_and_one_day_for_the_other(city_dongguan: City) -> None:
    found = checked(city_dongguan.tree, **{**GIVEN, "zh": "  台\u200b风\n一号 "})
    assert (found.zh, found.en, found.first, found.last) == ("台 风 一号", "台 风 一号", DAY, DAY)
    english = checked(city_dongguan.tree, **{**GIVEN, "zh": "", "en": "Typhoon"})
    assert (english.zh, english.en) == ("Typhoon", "Typhoon")
    of_city = checked(city_dongguan.tree, **{**GIVEN, "area": "441900"})
    assert (of_city.area, checked(city_dongguan.tree, **{**GIVEN, "area": TOWN}).area) == ("", TOWN)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"zh": "   "}, "title"),
        ({"zh": "长" * 61}, "title_long"),
        ({"last": date(2026, 9, 4)}, "order"),
        ({"last": date(2027, 9, 6)}, "long"),
        ({"first": date(1066, 1, 1)}, "years"),
        ({"kind": "party"}, "kind"),
        ({"area": "1"}, "area"),
        ({"area": "441900003005"}, "area"),
    ],
)
def test_what_cannot_be_entered_says_why(given: dict[str, Any], code: str, city_dongguan: City) -> None:
    with pytest.raises(BadEvent) as found:
        checked(city_dongguan.tree, **{**GIVEN, **given})
    assert found.value.code == code


def test_the_last_step_about_an_event_holds_and_steps_about_none_do_nothing() -> None:
    steps = [
        EventEntry("k", EventStep.REMOVE, "eve", 1),
        EventEntry("k", EventStep.ADD, "li", 2, event()),
        EventEntry("k", EventStep.ADD, "eve", 3, event(TOWN)),
        EventEntry("k", EventStep.REMOVE, "wang", 4),
    ]
    removed = known_events(steps)["k"]
    assert (removed.event, removed.by, removed.at, removed.removed) == (event(), "li", 2, True)
    back = known_events([*steps, EventEntry("k", EventStep.RESTORE, "li", 5)])["k"]
    assert (back.removed, back.last.by) == (False, "li")


def test_an_event_concerns_what_lies_in_its_area_and_what_holds_it(city_dongguan: City) -> None:
    tree = city_dongguan.tree
    own, other = tree.find(TOWN), tree.find(OTHER)
    assert own is not None
    assert other is not None
    village = (AreaLevel.VILLAGE, next(n for n, v in enumerate(tree.villages) if v.parent == own[1]))
    city = (AreaLevel.CITY, 0)
    for places, of_city, of_town in (
        ((), True, True),
        ((city,), True, True),
        ((own,), True, True),
        ((village,), True, True),
        ((other,), True, False),
        ((other, own), True, True),
    ):
        assert concerns(tree, event(), places) is of_city
        assert concerns(tree, event(TOWN), places) is of_town
    assert not concerns(tree, event("gone"), ())
    assert [belongs_to(tree, event(TOWN), (place,)) for place in (own, other, village)] == [
        True,
        False,
        False,
    ]
    assert [belongs_to(tree, event(), places) for places in ((), (own,))] == [True, False]


def test_a_span_has_the_events_that_touch_it_by_a_day() -> None:
    spring = event(first=date(2026, 2, 15), last=date(2026, 2, 23))
    for first, last, there in (
        (date(2026, 2, 23), date(2026, 3, 1), True),
        (date(2026, 2, 1), date(2026, 2, 15), True),
        (date(2026, 2, 24), date(2026, 3, 1), False),
        (date(2026, 2, 1), date(2026, 2, 14), False),
    ):
        assert between([spring], first, last) == ([spring] if there else [])
