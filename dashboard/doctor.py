"""Examines an installation from the inside: settings, city pack, store, worker, feeds."""

import sys
import time
from dataclasses import dataclass

import redis

from dashboard.auth.login import provider_of
from dashboard.config import Settings, unknown_variables
from dashboard.packs import pack_notice
from dashboard.public.held import AWAY
from dashboard.public.services import reader_of
from dashboard.services import Services, open_services
from data_access.cities.findings import PackError
from data_access.domain.showing import Scene, Showing
from data_access.store.connection import StoreUnavailable
from data_access.store.embedded import EmbeddedRedisError
from data_access.store.heartbeats import Heartbeats
from data_access.store.intake import backlog
from data_access.store.live import LiveFeed
from data_access.store.meta import StoreFormatError, open_meta
from data_access.store.public_shelf import INDEX, PublicShelf

OLDEST_SNAPSHOT = 10.0


@dataclass(frozen=True, slots=True)
class Health:
    """One thing looked at; `state` is good, notice or wrong."""

    check: str
    state: str
    text: str


def examine(settings: Settings) -> list[Health]:
    """Everything looked at, in order; ends early where nothing further can be reached."""
    found = [Health("python", "good", f"Python {sys.version.split()[0]}")]
    found += [
        Health("settings", "notice", f"{name} is no setting of the product: a slip of the pen?")
        for name in unknown_variables()
    ]
    try:
        with open_services(settings) as services:
            tree = services.city.tree
            found.append(
                Health(
                    "city",
                    "good",
                    f"{services.city.id} {services.city.name_en}: {len(tree.towns)} towns, "
                    f"{len(tree.villages)} villages, {len(tree.grids)} grids",
                )
            )
            found += _store(services)
    except PackError as error:
        found.append(Health("city", "wrong", str(error)))
    except (StoreUnavailable, EmbeddedRedisError, StoreFormatError, redis.RedisError, ValueError) as error:
        found.append(Health("store", "wrong", str(error)))
    return found


def _store(services: Services) -> list[Health]:
    client, keys = services.connection.redis, services.keys
    infos = [server.info() for server in services.connection.servers()]
    info = infos[0]
    used = sum(info["used_memory"] for info in infos) / 1e6
    kept = all(info.get("aof_enabled") == 1 for info in infos)
    meta = open_meta(client, keys)
    cases = sum(client.hlen(keys.records(shard)) for shard in range(meta.shards))
    found = [
        Health(
            "store",
            "good",
            f"Redis {info['redis_version']} at {services.connection.place}: {cases:,} cases in {meta.shards} "
            f"shards, {used:,.0f} MB",
        )
    ]
    notice = pack_notice(services)
    if notice is not None:
        found.append(Health("pack", "notice", notice))
    if not kept:
        found.append(Health("store", "notice", "no append-only file: a crash of Redis loses cases"))
    policies = {info.get("maxmemory_policy", "noeviction") for info in infos if info.get("maxmemory")}
    for policy in policies - {"noeviction"}:
        found.append(Health("store", "wrong", f"Redis may throw cases away: maxmemory-policy is {policy}"))
    wanted, followers = services.settings.wait_replicas, min(info["connected_slaves"] for info in infos)
    if followers < wanted:
        text = f"{followers} replicas follow, but ZHIWANG_WAIT_REPLICAS asks for {wanted}: nothing is taken"
        found.append(Health("store", "wrong", text))
    waiting = backlog(client, keys)
    if waiting:
        found.append(Health("intake", "notice", f"{waiting:,} entries wait in the lanes"))
    now = time.time()
    snapshot = LiveFeed(client, keys).snapshot(Showing(Scene.OVERVIEW, services.city.tree.city.code))
    age = None if snapshot is None else now - snapshot["at"]
    if age is None or age > OLDEST_SNAPSHOT:
        text = "no figures yet" if age is None else f"last change of the figures {age:,.0f} s ago"
        found.append(Health("worker", "notice", f"{text}: is `zhiwang worker` running?"))
    else:
        found.append(Health("worker", "good", f"figures of {age:.1f} s ago"))
    for name, beat in sorted(Heartbeats(client, services.city, keys).all().items()):
        late = now - beat.at > max(60.0, 2 * beat.expected_seconds)
        found.append(Health("feed", "notice" if late else "good", f"{name}: {now - beat.at:,.0f} s ago"))
    if not services.accounts.all():
        found.append(Health("login", "notice", "nobody can log in yet: zhiwang users add NAME"))
    found.append(_public(services))
    found += _provider(services.settings)
    return found


def _public(services: Services) -> Health:
    """Whether the restricted user of the public surface can read what is published."""
    try:
        index = PublicShelf(reader_of(services.settings), services.keys).document(INDEX)
    except AWAY as error:
        text = f"the public surface cannot read what is published: {error}"
        return Health("public", "notice", text)
    if index is None:
        return Health("public", "notice", "nothing is published yet")
    months = len(index["months"])
    return Health(
        "public", "good", f"{months} months are published, the newest is {index['latest'] or 'none'}"
    )


def _provider(settings: Settings) -> list[Health]:
    """Whether the identity provider answers as it should; nothing where there is none."""
    provider = provider_of(settings)
    if provider is None:
        return []
    from dashboard.auth.oidc import ProviderProblem

    try:
        provider.check()
    except ProviderProblem as problem:
        return [Health("provider", "wrong", str(problem))]
    return [Health("provider", "good", f"{settings.oidc_issuer} has told its addresses and keys")]
