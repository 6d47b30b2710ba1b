"""A primary with two replicas, watched by three sentinels."""

from pathlib import Path
from typing import Any

from tests.deployments.servers import Server
from tests.ports import HOST
from tests.waiting import until

SERVICE = "city"
PASSWORD = "open sesame/@:"
QUICK_MS, CALM_MS = 1000, 30_000
"""Silence after which a sentinel takes the primary for dead: while it is, and at all other times, when one to
which the machine gives no time must stay the primary."""


class Sentinels:
    """Three servers with a password, three sentinels that agree by two."""

    replicas = 2

    def __init__(self, folder: Path) -> None:
        secret = [f'requirepass "{PASSWORD}"', f'masterauth "{PASSWORD}"', "repl-diskless-sync-delay 0"]
        self._servers = [Server(folder, secret, password=PASSWORD) for _ in range(3)]
        first = self._servers[0]
        for other in self._servers[1:]:
            other.client.replicaof(HOST, first.port)
        watch = [
            f"sentinel monitor {SERVICE} {HOST} {first.port} 2",
            f'sentinel auth-pass {SERVICE} "{PASSWORD}"',
            f"sentinel down-after-milliseconds {SERVICE} {CALM_MS}",
            f"sentinel failover-timeout {SERVICE} 6000",
            f"sentinel parallel-syncs {SERVICE} 2",
        ]
        self._sentinels = [Server(folder, watch, sentinel=True) for _ in range(3)]
        hosts = ",".join(sentinel.address for sentinel in self._sentinels)
        self.url = f"redis+sentinel://:open%20sesame%2F%40%3A@{hosts}/{SERVICE}/0"
        self._wait()

    @property
    def primary(self) -> Server:
        """The server that the sentinels name."""
        _, port = self._sentinels[0].client.execute_command("SENTINEL GET-MASTER-ADDR-BY-NAME", SERVICE)
        return next(server for server in self._servers if server.port == int(port))

    def kill_primary(self, key: str) -> None:
        """Kill the primary, and wait until the sentinels have chosen another."""
        killed = self.primary
        self._take_for_dead_after(QUICK_MS)
        killed.kill()
        until("another primary is chosen", lambda: self.primary is not killed)

    def heal(self) -> None:
        """Start the killed server again; it becomes a replica."""
        for server in self._servers:
            if not server.runs:
                server.start()
                # The sentinels would say so, too, after some ten seconds.
                server.client.replicaof(HOST, self.primary.port)
        self._wait()
        self._take_for_dead_after(CALM_MS)

    def cut_replicas(self) -> None:
        """Make the replicas lose the primary, as a broken network between them does."""
        for server in self._servers:
            server.client.config_set("masterauth", "wrong")
        self.primary.client.execute_command("CLIENT", "KILL", "TYPE", "replica")
        until("the replicas are cut off", lambda: self._followers() == 0)

    def mend_replicas(self) -> None:
        """Let those that were cut off find a primary again."""
        for server in self._servers:
            if server.runs:
                server.client.config_set("masterauth", PASSWORD)
                # The sentinels let a server they promote keep its settings, the wrong ones, too.
                server.client.config_rewrite()

    def close(self) -> None:
        """End every server."""
        for server in (*self._sentinels, *self._servers):
            server.close()

    def _take_for_dead_after(self, milliseconds: int) -> None:
        for sentinel in self._sentinels:
            sentinel.client.execute_command("SENTINEL SET", SERVICE, "down-after-milliseconds", milliseconds)

    def _wait(self) -> None:
        until("the replicas follow", lambda: self._followers() == self.replicas)
        until("the sentinels know each other", lambda: all(map(_sees_all, self._sentinels)))

    def _followers(self) -> int:
        info = self.primary.client.info("replication")
        states = [info.get(f"slave{number}", {}).get("state") for number in range(self.replicas)]
        return states.count("online") if info["role"] == "master" else 0


def _sees_all(sentinel: Server) -> bool:
    state: Any = sentinel.client.sentinel_master(SERVICE)
    return bool(state["num-other-sentinels"] == 2 and state["num-slaves"] == 2 and state["flags"] == "master")
