"""The small parts of the store, and the clients' own promises, on every kind of Redis."""

import threading
from pathlib import Path

import numpy as np
import pytest
import redis

from data_access.domain.showing import Scene, Showing
from data_access.domain.viewer import Duty
from data_access.ingest.ingest import Ingest
from data_access.ingest.quarantine import Problem, Quarantine
from data_access.store.accounts import Account, Accounts
from data_access.store.connection import open_connection
from data_access.store.heartbeats import Heartbeats
from data_access.store.keys import Keys
from data_access.store.live import Change, LiveFeed, Tick, TickerLease
from data_access.store.meta import FORMAT, StoreFormatError, open_meta
from data_access.store.names import DEPARTMENT, Names
from data_access.store.row_watch import RowWatch
from data_access.store.staff import StaffStore, lowest_level
from data_access.store.tokens import Token, Tokens
from tests.deployments.deployment import Deployment
from tests.reference.little_city import little_city

CITY = little_city()
KEYS = Keys(CITY.id)
SHARDS = 16
MAIN = Showing(Scene.OVERVIEW, "441900")
ACCEPT = b'{"case_id":"%d","action":"accept","at":"2026-01-01T08:00:00"}'


def test_a_tick_reaches_those_who_follow(store_redis: redis.Redis) -> None:
    feed, lease = LiveFeed(store_redis, KEYS), TickerLease(store_redis, KEYS)
    assert lease.take()
    ticks = feed.follow(wait_seconds=5)
    assert next(ticks) is None
    tick = Tick(1.5, {}, {MAIN.key: Change(1, None, None)})
    assert feed.publish(lease.token, tick, {MAIN.key: {"seq": 1}})
    assert next(one for one in ticks if one is not None) == tick
    assert feed.snapshot(MAIN) == {"seq": 1}
    ticks.close()  # type: ignore[attr-defined]
    other = TickerLease(store_redis, KEYS)
    assert not other.take()
    lease.give_back()
    assert other.take()
    assert not feed.publish(lease.token, tick, {MAIN.key: {"seq": 2}})
    assert feed.snapshot(MAIN) == {"seq": 1}


def test_a_change_in_any_shard_wakes_who_waits(store_redis: redis.Redis) -> None:
    ingest = Ingest(store_redis, CITY, KEYS, SHARDS)
    watch = RowWatch(store_redis, KEYS)
    try:
        for number in range(30):
            watch.mark()
            assert not watch.wait(0.01)
            writer = threading.Thread(
                target=ingest.ingest, args=([ACCEPT % number],), kwargs={"feed": "test"}
            )
            writer.start()
            assert watch.wait(30)
            writer.join()
    finally:
        watch.close()


def test_accounts_and_tokens_are_kept(store_redis: redis.Redis) -> None:
    accounts, tokens = Accounts(store_redis, KEYS), Tokens(store_redis, KEYS)
    account = Account("zhang", Duty.STEWARD, "hash", 7, ("441900119",))
    assert accounts.put(account)
    assert not accounts.put(account)
    assert accounts.get("zhang") == account
    assert accounts.all() == [account]
    store_redis.hset(
        KEYS.accounts(), "li", b'{"name":"li","role":"reviewer","password_hash":"h","created_at":1}'
    )
    assert accounts.get("li") == Account("li", Duty.VIEWER, "h", 1), (
        "as accounts were before there were duties"
    )
    accounts.count_failure("zhang")
    accounts.count_failure("zhang")
    assert accounts.failures("zhang") == 2
    accounts.forget_failures("zhang")
    assert accounts.failures("zhang") == 0
    assert accounts.remove("zhang")
    token = Token("sender", ("ingest",), 0, 10.0)
    secret = tokens.add(token)
    assert secret is not None
    assert tokens.find(secret) == token
    assert tokens.revoke("sender")
    assert tokens.all() == []


def test_names_staff_heartbeats_and_quarantine_are_kept(store_redis: redis.Redis) -> None:
    one, other = Names(store_redis, KEYS), Names(store_redis, KEYS)
    one.ensure(DEPARTMENT, ["b", "a"])
    other.ensure(DEPARTMENT, ["c", "b"])
    one.refresh()
    assert one.departments == ["a", "b", "c"]
    staff = StaffStore(store_redis, CITY, KEYS)
    on_duty = np.arange(len(CITY.tree.at(lowest_level(CITY))), dtype=np.uint16)
    staff.put(on_duty)
    found = staff.get()
    assert found is not None
    assert found.tolist() == on_duty.tolist()
    beats = Heartbeats(store_redis, CITY, KEYS)
    beats.beat("feed", 12.5, 10.0)
    assert beats.all()["feed"].at == 12.5
    quarantine = Quarantine(store_redis, KEYS)
    quarantine.keep("feed", [Problem(1, "not_json", "reason", b"{"), Problem(2, "not_json", "reason", b"[")])
    assert quarantine.counts() == {"not_json": 2}


def test_the_number_of_shards_is_fixed_when_a_city_is_created(store_redis: redis.Redis) -> None:
    first = open_meta(store_redis, KEYS, 16)
    assert first.shards == 16
    assert open_meta(store_redis, KEYS, 3) == first
    store_redis.hset(KEYS.meta(), "format", "2")
    assert open_meta(store_redis, KEYS) == first
    assert store_redis.hget(KEYS.meta(), "format") == FORMAT.encode()
    store_redis.hset(KEYS.meta(), "format", "0")
    with pytest.raises(StoreFormatError):
        open_meta(store_redis, KEYS)


def test_a_pipeline_may_span_shards_and_answers_in_order(store_redis: redis.Redis) -> None:
    with store_redis.pipeline(transaction=False) as pipe:
        for shard in range(SHARDS):
            pipe.hset(KEYS.state(shard), mapping={"rows": shard})
            pipe.hgetall(KEYS.state(shard))
        assert pipe.execute() == [answer for n in range(SHARDS) for answer in (1, {b"rows": b"%d" % n})]


def test_a_transaction_answers_as_that_of_one_redis_does(store_redis: redis.Redis) -> None:
    with store_redis.pipeline() as pipe:
        pipe.xadd(KEYS.row_feed(3), {"version": 1}, id="5-1")
        pipe.xrevrange(KEYS.row_feed(3), count=1)
        pipe.hgetall(KEYS.state(3))
        assert pipe.execute() == [b"5-1", [(b"5-1", {b"version": b"1"})], {}]
    answer = store_redis.xread({KEYS.row_feed(3): "0-0"}, count=5)
    assert answer == [[KEYS.row_feed(3).encode(), [(b"5-1", {b"version": b"1"})]]]


def test_an_error_in_a_pipeline_is_raised(store_redis: redis.Redis) -> None:
    store_redis.set(KEYS.staff(), "text")
    with store_redis.pipeline(transaction=False) as pipe:
        pipe.get(KEYS.staff())
        pipe.hgetall(KEYS.staff())
        with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
            pipe.execute()


def test_scripts_are_loaded_again_where_they_were_forgotten(
    deployment: Deployment, store_redis: redis.Redis, tmp_path: Path
) -> None:
    with open_connection(deployment.url, tmp_path) as connection:
        ingest = Ingest(connection.redis, CITY, KEYS, SHARDS)
        for start in (0, 20):
            lines = [ACCEPT % number for number in range(start, start + 20)]
            assert ingest.ingest(lines, feed="test").applied == 20
            for server in connection.servers():
                server.script_flush()
