"""A cluster of three primaries with a replica each."""

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from redis.crc import key_slot

from tests.deployments.servers import Server
from tests.ports import HOST
from tests.waiting import until

QUICK_MS, CALM_MS = 1000, 30_000
"""Silence after which a node is taken for dead: while one of them is, and at all other times, when a node to
which the machine gives no time must not lose its place."""
PRIMARIES = 3
SLOTS = 16384


class Cluster:
    """Six servers; the second three are replicas of the first three."""

    replicas = 1

    def __init__(self, folder: Path) -> None:
        settings = [
            "cluster-enabled yes",
            f"cluster-node-timeout {QUICK_MS}",
            # A replica may take over however long it has been without its primary.
            "cluster-replica-validity-factor 0",
            "cluster-allow-replica-migration no",
            "repl-diskless-sync-delay 0",
        ]
        self._servers = [Server(folder, settings) for _ in range(2 * PRIMARIES)]
        self.url = "redis+cluster://" + ",".join(server.address for server in self._servers[:2])
        first = self._servers[0]
        for number, server in enumerate(self._servers):
            server.client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
            if number < PRIMARIES:
                slots = range(SLOTS * number // PRIMARIES, SLOTS * (number + 1) // PRIMARIES)
                server.client.execute_command("CLUSTER", "ADDSLOTS", *slots)
            if number:
                server.client.execute_command("CLUSTER", "MEET", HOST, first.port)
        everybody = 2 * PRIMARIES
        until("the nodes know each other", lambda: all(len(_nodes(s)) == everybody for s in self._servers))
        for primary, replica in zip(self._servers[:PRIMARIES], self._servers[PRIMARIES:], strict=True):
            replicate = ("CLUSTER", "REPLICATE", primary.client.execute_command("CLUSTER", "MYID"))
            until("a replica knows its primary", partial(replica.client.execute_command, *replicate))
        self._wait()
        self._take_for_dead_after(CALM_MS)

    def kill_primary(self, key: str) -> None:
        """Kill the primary that has the key's slot, and wait until its replica has taken over."""
        slot = key_slot(key.encode())
        self._take_for_dead_after(QUICK_MS)
        next(server for server in self._servers if server.runs and _serves(server, slot)).kill()
        until("the replica takes over", lambda: any(s.runs and _serves(s, slot) for s in self._servers))

    @contextlib.contextmanager
    def moving_slot(self, key: str) -> Iterator[None]:
        """Move the slot of a key to another primary: inside, its keys are there and the slot is not yet."""
        slot = key_slot(key.encode())
        source = next(server for server in self._servers if _serves(server, slot))
        target = next(s for s in self._servers if s is not source and " master " in _own_line(s))
        names = {server: _own_line(server).split()[0] for server in (source, target)}
        target.client.execute_command("CLUSTER", "SETSLOT", slot, "IMPORTING", names[source])
        source.client.execute_command("CLUSTER", "SETSLOT", slot, "MIGRATING", names[target])
        keys = source.client.execute_command("CLUSTER", "GETKEYSINSLOT", slot, 1000)
        source.client.execute_command("MIGRATE", HOST, target.port, "", 0, 5000, "KEYS", *keys)
        yield
        for server in (target, source):
            server.client.execute_command("CLUSTER", "SETSLOT", slot, "NODE", names[target])
        until("every node knows", lambda: _serves(target, slot) and not _serves(source, slot))

    def heal(self) -> None:
        """Start the killed servers again; they become replicas of those that took over."""
        for server in self._servers:
            if not server.runs:
                server.start()
        self._wait()
        self._take_for_dead_after(CALM_MS)

    def close(self) -> None:
        """End every server."""
        for server in self._servers:
            server.close()

    def _take_for_dead_after(self, milliseconds: int) -> None:
        for server in self._servers:
            if server.runs:
                server.client.config_set("cluster-node-timeout", milliseconds)

    def _wait(self) -> None:
        until("every node sees a cluster that serves", lambda: all(map(_is_whole, self._servers)))
        until("every primary has its replica", lambda: all(map(_is_followed, self._servers)))


def _nodes(server: Server) -> list[str]:
    return str(server.client.execute_command("CLUSTER", "NODES")).splitlines()


def _is_whole(server: Server) -> bool:
    state = str(server.client.execute_command("CLUSTER", "INFO"))
    roles = sorted(line.split()[2].replace("myself,", "") for line in _nodes(server))
    return "cluster_state:ok" in state and roles == ["master"] * PRIMARIES + ["slave"] * PRIMARIES


def _is_followed(server: Server) -> bool:
    info = server.client.info("replication")
    if info["role"] == "slave":
        return bool(info["master_link_status"] == "up")
    return bool(info.get("slave0", {}).get("state") == "online")


def _own_line(server: Server) -> str:
    return next(line.replace("myself,", "") for line in _nodes(server) if "myself" in line)


def _serves(server: Server, slot: int) -> bool:
    own = _own_line(server).split()
    if "master" not in own[2]:
        return False
    spans = [span.split("-") for span in own[8:] if "[" not in span]
    return any(int(span[0]) <= slot <= int(span[-1]) for span in spans)
