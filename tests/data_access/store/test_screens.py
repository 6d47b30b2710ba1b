"""Screens in the store: secrets only as digests, heartbeats that stay small and end by themselves."""

import pytest
import redis

from data_access.domain.screens import Beat, Level
from data_access.store import screens as module
from data_access.store.keys import Keys
from data_access.store.screens import (
    REVOKED_KEPT_SECONDS,
    TREND_SAMPLES,
    TREND_SECONDS,
    Screens,
    TooManyScreens,
)

KEYS = Keys("testcity")
NOW = 1_700_000_000.0


def beat(at: float, heap: int | None = 1000) -> Beat:
    return Beat(at, "b", "overview/1", Level.LIVE, None, at, at, False, heap, 1.0, 2.0, 10, 10, 5.0, 0)


def add(screens: Screens, name: str, now: float = NOW) -> str:
    made = screens.add(name, "scene=overview", ("overview/1",), now)
    assert made is not None
    return made[1]


def test_only_the_digest_of_a_secret_is_kept_and_only_the_secret_opens(store_redis: redis.Redis) -> None:
    screens = Screens(store_redis, KEYS)
    secret = add(screens, "hall")
    screen = screens.named("hall")
    assert screen is not None
    assert screens.opened_by(secret) == screen
    assert screens.opened_by(screen.digest) is None
    assert secret not in str(store_redis.hgetall(KEYS.screens()))
    assert screens.add("hall", "", (), NOW) is None


def test_another_secret_or_a_revocation_ends_the_old_link(store_redis: redis.Redis) -> None:
    screens = Screens(store_redis, KEYS)
    old = add(screens, "hall")
    made = screens.rotate("hall")
    assert made is not None
    assert (screens.opened_by(old), screens.opened_by(made[1])) == (None, made[0])
    assert screens.revoke("hall", NOW)
    assert screens.opened_by(made[1]) is None
    assert not screens.revoke("hall", NOW)
    assert screens.rotate("hall") is None
    # The name is free again, and the revoked one of before is gone with all that it left.
    screens.beat(made[0], beat(NOW))
    add(screens, "hall")
    assert [screen.revoked_at for screen in screens.all()] == [None]
    assert store_redis.get(KEYS.screen_beat(made[0].identity)) is None


def test_a_revoked_screen_is_listed_for_a_month(store_redis: redis.Redis) -> None:
    screens = Screens(store_redis, KEYS)
    add(screens, "old")
    screens.revoke("old", NOW)
    add(screens, "other", NOW + REVOKED_KEPT_SECONDS)
    assert [screen.name for screen in screens.all()] == ["old", "other"]
    add(screens, "third", NOW + REVOKED_KEPT_SECONDS + 1)
    assert [screen.name for screen in screens.all()] == ["other", "third"]


def test_the_number_of_screens_has_a_limit(store_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SCREENS", 2)
    screens = Screens(store_redis, KEYS)
    add(screens, "a")
    add(screens, "b")
    with pytest.raises(TooManyScreens):
        screens.add("c", "", (), NOW)


def test_heartbeats_expire_and_the_trend_of_memory_stays_a_day_long(store_redis: redis.Redis) -> None:
    screens = Screens(store_redis, KEYS)
    add(screens, "hall")
    screen = screens.named("hall")
    assert screen is not None
    assert (screens.beats([screen]), screens.trends([screen])) == ([None], [()])
    for turn in range(TREND_SAMPLES + 5):
        screens.beat(screen, beat(NOW + turn * TREND_SECONDS, 1000 + turn))
        screens.beat(screen, beat(NOW + turn * TREND_SECONDS + 20, 9))
    last = screens.beats([screen])[0]
    assert last is not None
    assert (last.heap_bytes, last.received_at) == (9, NOW + (TREND_SAMPLES + 4) * TREND_SECONDS + 20)
    (trend,) = screens.trends([screen])
    assert [size for _, size in trend] == [1000 + turn for turn in range(5, TREND_SAMPLES + 5)]
    for key in (KEYS.screen_beat(screen.identity), KEYS.screen_trend(screen.identity)):
        assert 0 < store_redis.ttl(key) <= module.BEAT_KEPT_SECONDS
