"""The client of a Redis Cluster, made to be used like that of one Redis.

redis-py's RedisCluster knows the slots and follows MOVED and ASK. What differs from redis.Redis in a way that
callers would notice is put straight here: pipelines answer as those of one Redis do, scripts are loaded where
they run, a subscription survives the loss of its node, and every failure is a redis.RedisError.
"""

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any

import redis
from redis.client import Pipeline
from redis.cluster import ClusterPubSub, RedisCluster
from redis.commands.core import Script
from redis.exceptions import AskError, MovedError, NoScriptError, RedisClusterException

from data_access.store.clients import short_retry
from data_access.store.durability import Durability, is_passing

CONNECT_SECONDS = 2.0
_TRIES = 5
_PAUSE_SECONDS = 0.05
"""Before the second try; doubled before each further one."""


class ClusterClient(RedisCluster):
    """A Redis Cluster behind the commands of one Redis; may be used by several threads.

    Raises redis.RedisError like any client; a cluster of which no node answers is a redis.ConnectionError.
    """

    durability = Durability()

    def __init__(self, addresses: Sequence[tuple[str, int]], user: str | None, password: str | None) -> None:
        with _told_as_redis_errors():
            super().__init__(
                startup_nodes=[redis.cluster.ClusterNode(host, port) for host, port in addresses],
                username=user,
                password=password,
                protocol=2,
                retry=short_retry(),
                # A cluster may be told to go on without the slots of a lost shard.
                require_full_coverage=False,
                reinitialize_steps=1,
                socket_connect_timeout=CONNECT_SECONDS,
            )

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Run one command on the node that has its key."""
        with _told_as_redis_errors():
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]

    def determine_slot(self, *args: Any) -> int:
        """The slot of a command, without asking a server where its key stands."""
        slot: int = self.keyslot(key_of(args))  # type: ignore[no-untyped-call]
        return slot

    def pipeline(self, transaction: bool = True, shard_hint: None = None) -> Any:
        """Commands that are sent together; those of a transaction must have keys of one slot."""
        return ClusterPipeline(self, transaction)

    def pubsub(self, **options: Any) -> Any:  # type: ignore[override]
        """A subscription on the node that has the channel's slot; every node hears every message."""
        return _Subscription(self, **options)

    def register_script(self, script: Any) -> Any:
        """A script that is loaded on a node when it first runs there."""
        return _ClusterScript(self, script)

    def ping(self, **_: Any) -> bool:
        """True when every slot is served; raises redis.ClusterDownError else."""
        state = self.cluster_info(target_nodes=self.RANDOM)
        if state["cluster_state"] != "ok":
            raise redis.exceptions.ClusterDownError("CLUSTERDOWN the cluster does not serve every slot")
        return True

    def look_again(self) -> None:
        """Ask the nodes again which of them has which slots."""
        with contextlib.suppress(redis.RedisError), _told_as_redis_errors():
            self.nodes_manager.initialize()

    def node_of(self, slot: int) -> redis.Redis:
        """The client of the primary that has a slot now."""
        with _told_as_redis_errors():
            return self.get_redis_connection(self.nodes_manager.get_node_from_slot(slot))


class ClusterPipeline(Pipeline):
    """A pipeline over the nodes of a cluster: one pipeline to each node that its keys need.

    Commands without a key (WAIT) go with the command before them. A pipeline that meets a failover is sent
    again as a whole, as that of one Redis is after a broken connection.
    """

    def __init__(self, cluster: ClusterClient, transaction: bool) -> None:
        super().__init__(None, {}, transaction, None)  # type: ignore[arg-type]
        self._cluster = cluster
        self._atomic = transaction

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        """Send the commands; the answers in their order."""
        commands, self.command_stack = self.command_stack, []
        for tried in range(_TRIES - 1):
            try:
                return self._run(commands, raise_on_error)
            except redis.RedisError as error:
                if isinstance(error, AskError) and not isinstance(error, MovedError) and not self._atomic:
                    # A slot is being moved: only single commands can follow it to its new place.
                    return [self._cluster.execute_command(*args, **options) for args, options in commands]
                if not is_passing(error):
                    raise
            # Who has a slot now is known to the two nodes first, and to those that are asked a moment later.
            time.sleep(_PAUSE_SECONDS * 2**tried)
            self._cluster.look_again()
        return self._run(commands, raise_on_error)

    def _run(self, commands: list[Any], raise_on_error: bool) -> list[Any]:
        answers: list[Any] = [None] * len(commands)
        for node, places in self._by_node(commands):
            with node.pipeline(transaction=self._atomic) as pipe:
                for place in places:
                    args, options = commands[place]
                    pipe.execute_command(*args, **options)
                for place, answer in zip(places, pipe.execute(raise_on_error), strict=True):
                    answers[place] = answer
        return answers

    def _by_node(self, commands: list[Any]) -> list[tuple[redis.Redis, list[int]]]:
        slots: dict[int, list[int]] = {}
        slot = -1
        for place, (args, _) in enumerate(commands):
            slot = slot if args[0] == "WAIT" else self._cluster.determine_slot(*args)
            slots.setdefault(slot, []).append(place)
        if self._atomic and len(slots) > 1:
            raise ValueError("the keys of a transaction must lie in one slot")
        nodes: dict[int, tuple[redis.Redis, list[int]]] = {}
        for slot, places in slots.items():
            node = self._cluster.node_of(slot)
            nodes.setdefault(id(node), (node, []))[1].extend(places)
        return [(node, sorted(places)) for node, places in nodes.values()]


class _ClusterScript(Script):
    """A script by its hash; sent whole to a node that does not know it yet."""

    def __call__(self, keys: Any = None, args: Any = None, client: Any = None) -> Any:
        cluster = client or self.registered_client
        keys = list(keys or ())
        try:
            return cluster.evalsha(self.sha, len(keys), *keys, *(args or ()))
        except NoScriptError:
            return cluster.eval(str(self.script), len(keys), *keys, *(args or ()))


class _Subscription(ClusterPubSub):
    """A subscription that, when its node is lost, asks for the nodes anew, for the next one."""

    def execute_command(self, *args: Any) -> None:
        try:
            with _told_as_redis_errors():
                super().execute_command(*args)  # type: ignore[no-untyped-call]
        except (redis.ConnectionError, redis.TimeoutError):
            self.cluster.look_again()
            raise


def key_of(args: Sequence[Any]) -> Any:
    """The first key of a command as the product uses it."""
    if args[0] in ("EVAL", "EVALSHA"):
        return args[3]
    if args[0] == "XREAD":
        return args[next(i for i, word in enumerate(args) if word in (b"STREAMS", "STREAMS")) + 1]
    return args[1]


@contextlib.contextmanager
def _told_as_redis_errors() -> Iterator[None]:
    # RedisClusterException is no RedisError, and says "no node can be reached" and "a slot has no node".
    try:
        yield
    except RedisClusterException as error:
        raise redis.ConnectionError(str(error)) from error
