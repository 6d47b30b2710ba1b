"""Frozen months: kept once, signed, and told from forgeries."""

import orjson
import pytest
import redis

from data_access.store.freezes import BadSignature, Freezes
from data_access.store.keys import Keys

CONTENT = {"month": "2019-02", "objects": [{"code": "1", "score": 99.94838709677419, "rank": 1}]}
NAME = "town:2019-02"


@pytest.fixture
def freezes(store_redis: redis.Redis) -> Freezes:
    return Freezes(store_redis, Keys("dongguan"), "secret")


def test_a_month_is_kept_exactly_and_only_once(freezes: Freezes) -> None:
    assert freezes.get(NAME) is None
    assert freezes.put(NAME, CONTENT)
    assert not freezes.put(NAME, {"month": "other"})
    assert freezes.get(NAME) == CONTENT


@pytest.mark.parametrize(("old", "new"), [("99.94", "89.94"), ('"signature":"', '"signature":"0')])
def test_a_change_in_the_store_is_noticed(
    freezes: Freezes, store_redis: redis.Redis, old: str, new: str
) -> None:
    freezes.put(NAME, CONTENT)
    key = Keys("dongguan").freezes()
    stored = store_redis.hget(key, NAME)
    assert isinstance(stored, bytes)
    forged = stored.decode().replace(old, new)
    assert forged != stored.decode()
    store_redis.hset(key, NAME, forged)
    with pytest.raises(BadSignature):
        freezes.get(NAME)


def test_a_freeze_moved_to_another_month_or_of_another_secret_does_not_verify(
    freezes: Freezes, store_redis: redis.Redis
) -> None:
    freezes.put(NAME, CONTENT)
    key = Keys("dongguan").freezes()
    stored = store_redis.hget(key, NAME)
    assert isinstance(stored, bytes)
    store_redis.hset(key, "town:2019-03", stored)
    with pytest.raises(BadSignature):
        freezes.get("town:2019-03")
    with pytest.raises(BadSignature):
        Freezes(store_redis, Keys("dongguan"), "other").get(NAME)
    store_redis.hset(key, "town:2019-04", orjson.dumps([1]))
    with pytest.raises(BadSignature):
        freezes.get("town:2019-04")
