"""What the store runs on in a test: one Redis, one with sentinels, or a cluster."""

from typing import Protocol


class Deployment(Protocol):
    """A store that is the tests' own, and what can happen to it."""

    url: str
    replicas: int
    """Replicas of each primary."""

    def kill_primary(self, key: str) -> None:
        """Kill the server that keeps a key; returns when another has taken over, if there is one."""

    def heal(self) -> None:
        """Start again what was killed, and wait until every primary has its replicas."""

    def close(self) -> None:
        """End every server."""
