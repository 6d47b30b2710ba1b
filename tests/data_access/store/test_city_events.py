"""Events in a store: every step is kept, other processes see it at once, what is not there is not removed."""

from datetime import date

import pytest
import redis

from data_access.domain.city_events import BadEvent, CityEvent, EventKind
from data_access.store.city_events import CityEvents
from data_access.store.keys import Keys

KEYS = Keys("little", prefix="city-events")
STORM = CityEvent("台风“摩羯”", "Typhoon", date(2026, 9, 5), date(2026, 9, 7), EventKind.STORM, "441", "a1")


def test_an_event_is_seen_elsewhere_removed_and_brought_back(store_redis: redis.Redis) -> None:
    here, there = CityEvents(store_redis, KEYS), CityEvents(store_redis, KEYS)
    assert there.standing() == []
    here.add(STORM, by="li", at=1)
    assert there.standing() == [STORM]
    assert there.remove("a1", by="wang", at=2) == STORM
    assert here.standing() == []
    known = here.all()["a1"]
    assert (known.by, known.at, known.last.by, known.removed) == ("li", 1, "wang", True)
    here.restore("a1", by="li", at=3)
    assert there.standing() == [STORM]
    assert store_redis.llen(KEYS.city_events()) == 3


def test_what_is_not_there_is_neither_removed_nor_brought_back(store_redis: redis.Redis) -> None:
    events = CityEvents(store_redis, KEYS)
    events.add(STORM, by="li", at=1)
    for deed, key in ((events.remove, "b2"), (events.restore, "b2"), (events.restore, "a1")):
        with pytest.raises(BadEvent, match="there is no event"):
            deed(key, by="li", at=2)
    assert store_redis.llen(KEYS.city_events()) == 1
