"""One Redis, alone."""

from pathlib import Path

from tests.deployments.servers import Server


class Single:
    """One server; nobody takes over from it."""

    replicas = 0

    def __init__(self, folder: Path) -> None:
        self._server = Server(folder)
        self.url = f"redis://{self._server.address}"

    def kill_primary(self, key: str) -> None:
        """Kill the server."""
        self._server.kill()

    def heal(self) -> None:
        """Start it again if it was killed."""
        if not self._server.runs:
            self._server.start()

    def close(self) -> None:
        """End it."""
        self._server.close()
