"""The user of public processes reads published documents, over every kind of Redis, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis

from data_access.store.connection import open_connection
from data_access.store.keys import Keys
from data_access.store.lease import Lease
from data_access.store.live import TickerLease
from data_access.store.public_shelf import INDEX, LIVE, PublicShelf
from data_access.store.public_user import USER, acl_rules, grant
from tests.deployments.deployment import Deployment

PASSWORD = "a-password-of-this-test"
KEYS = Keys("town")
SECRET = KEYS.records(0)

FORBIDDEN: dict[str, Callable[[Any], Any]] = {
    "read a record": lambda client: client.hget(SECRET, "1"),
    "read a string beside": lambda client: client.get(KEYS.releases("2026-10")),
    "read another city": lambda client: client.get(Keys("other").public(INDEX)),
    "read two at once, one of them beside": lambda client: client.mget(
        [KEYS.public(INDEX), KEYS.releases("2026-10")]
    ),
    "scan": lambda client: client.execute_command("SCAN", 0, target_nodes="random"),
    "list keys": lambda client: client.execute_command("KEYS", "*", target_nodes="random"),
    "draw a key": lambda client: client.execute_command("RANDOMKEY", target_nodes="random"),
    "write a document": lambda client: client.set(KEYS.public(INDEX), "x"),
    "take a document away": lambda client: client.delete(KEYS.public(INDEX)),
    "run a script": lambda client: client.execute_command(
        "EVAL", "return redis.call('GET', KEYS[1])", 1, KEYS.public(INDEX)
    ),
    "dump a document": lambda client: client.execute_command("DUMP", KEYS.public(INDEX)),
    "copy": lambda client: client.execute_command("COPY", KEYS.public(INDEX), KEYS.public("other")),
    "see users": lambda client: client.execute_command("ACL", "LIST", target_nodes="random"),
    "see clients": lambda client: client.execute_command("CLIENT", "LIST", target_nodes="random"),
    "see settings": lambda client: client.execute_command("CONFIG", "GET", "*", target_nodes="random"),
    "look at memory": lambda client: client.execute_command("INFO", target_nodes="random"),
    "watch commands": lambda client: client.execute_command("DEBUG", "JMAP", target_nodes="random"),
    "empty the store": lambda client: client.execute_command("FLUSHALL", target_nodes="random"),
}


def _url_of(deployment: Deployment) -> str:
    parts = urlsplit(deployment.url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{USER}:{PASSWORD}@{where}", parts.path, parts.query, ""))


def _taken(client: redis.Redis) -> Lease:
    lease = TickerLease(client, KEYS)
    assert lease.take()
    return lease


def _without_target(client: redis.Redis, attempt: Callable[[Any], Any]) -> Any:
    """Run an attempt on a client that has no nodes to choose from."""
    if isinstance(client, redis.Redis):
        plain = client.execute_command

        def execute(*args: Any, **options: Any) -> Any:
            options.pop("target_nodes", None)
            return plain(*args, **options)  # type: ignore[no-untyped-call]

        client.execute_command = execute  # type: ignore[method-assign]
    return attempt(client)


def test_a_public_process_reads_documents_and_nothing_else(
    deployment: Deployment, store_redis: redis.Redis, tmp_path: Path
) -> None:
    lease = _taken(store_redis)
    store_redis.hset(SECRET, "1", "private")
    store_redis.set(KEYS.releases("2026-10"), "private")
    store_redis.set(Keys("other").public(INDEX), "{}")
    shelf = PublicShelf(store_redis, KEYS)
    index = {"months": [{"month": "2026-10"}], "rankings": ["2026-10"], "weeks": []}
    assert shelf.put(lease.token, {INDEX: index, LIVE: {"at": 1}})
    assert shelf.put_tracks(lease.token, {"abc": ({"steps": []}, 0)})
    with open_connection(deployment.url, tmp_path) as owner:
        grant(owner.servers(), KEYS, PASSWORD)
    with open_connection(_url_of(deployment), tmp_path) as restricted:
        client = restricted.redis
        read = PublicShelf(client, KEYS)
        assert read.document(INDEX) == index
        assert read.names() == [INDEX, LIVE, "method", "log", "month:2026-10", "ranking:2026-10"]
        assert read.track("abc") == {"steps": []}
        assert read.version() == 1
        for name, attempt in FORBIDDEN.items():
            with pytest.raises(redis.RedisError) as refused:
                _without_target(client, attempt)
            assert "perm" in str(refused.value).lower(), (name, refused.value)
    lease.give_back()


def test_a_worker_without_the_lease_writes_nothing(store_redis: redis.Redis) -> None:
    lease = _taken(store_redis)
    shelf = PublicShelf(store_redis, KEYS)
    assert shelf.put(lease.token, {LIVE: {"at": 1}})
    assert not shelf.put(lease.token - 1, {LIVE: {"at": 2}}, beside={KEYS.releases("2026-10"): b"x"})
    assert shelf.document(LIVE) == {"at": 1}
    assert store_redis.get(KEYS.releases("2026-10")) is None
    lease.give_back()


def test_a_city_whose_name_is_a_pattern_opens_no_other_keys() -> None:
    rules = acl_rules(Keys("to[wn]*"), "secret")
    assert "~zhiwang:{to\\[wn\\]\\*}:public:*" in rules
