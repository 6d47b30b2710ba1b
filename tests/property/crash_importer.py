"""Imports a file again and again and is killed at random points; the last run ends well.

`python -m tests.property.crash_importer SOCKET PREFIX FILE KILLS SEED`: each run is a process of its own,
ended by SIGKILL after a random time. Prints how many runs were killed before they had finished.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

import redis

from data_access.ingest.ingest import Ingest
from data_access.store.keys import Keys
from tests.reference.little_city import little_city

BATCH_LINES = 100


def import_all(socket: str, prefix: str, lines: list[bytes]) -> None:
    """One run from the first line to the last."""
    city = little_city()
    ingest = Ingest(redis.Redis(unix_socket_path=socket, protocol=2), city, Keys(city.id, prefix=prefix), 2)
    for start in range(0, len(lines), BATCH_LINES):
        ingest.ingest(lines[start : start + BATCH_LINES], feed="crash", first_line=start + 1)


def main() -> None:
    """Runs, kills, and a last run."""
    socket, prefix, file, kills, seed = sys.argv[1:]
    lines = Path(file).read_bytes().splitlines()
    rng = random.Random(int(seed))
    killed = 0
    longest = 0.05
    for _ in range(int(kills)):
        child = os.fork()
        if child == 0:
            import_all(socket, prefix, lines)
            os._exit(0)
        started = time.monotonic()
        time.sleep(rng.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        # Later kills fall later, so that every part of the file is hit.
        longest = min(longest * 1.1, 0.5)
        assert time.monotonic() - started < 30
    import_all(socket, prefix, lines)
    print(killed)


if __name__ == "__main__":
    main()
