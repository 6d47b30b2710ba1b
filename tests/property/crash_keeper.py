"""Archives or refolds a store and is killed before each of its steps in turn; a last run ends well.

`python -m tests.property.crash_keeper SOCKET PREFIX TASK FOLDER`, TASK = archive or refold. For n = 0, 1, 2 …
a fresh store is filled, and a process of its own is ended by SIGKILL before its n-th command to Redis or call
to the file system that changes something, until one gets through. After each kill the store is verified as it
is, actions come in, the task is run again, and figures and rows are compared. Prints how many were killed.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import redis
from redis.connection import AbstractConnection

from data_access.domain.city import City
from data_access.ingest.ingest import Ingest
from data_access.store import refold, scan
from data_access.store.archive import Archive
from data_access.store.archiver import Archiver
from data_access.store.keys import Keys
from data_access.store.refold import Refolder
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, question
from tests.property.stored import in_words
from tests.reference.answers import World
from tests.reference.changed_city import everything
from tests.reference.little_city import little_city
from tests.reference.streams import case_actions

CASES = 24
LATE = 8
"""Actions of the stream that arrive only after the crash."""
BEFORE = 1_900_000_000
OLD, NEW = little_city(), everything(little_city())


def die_at(step: int) -> None:
    """End this process before its step of that number."""
    left = step

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return function(*args, **kwargs)

        return call

    AbstractConnection.send_packed_command = counted(AbstractConnection.send_packed_command)  # type: ignore[method-assign]
    for name in ("fsync", "link", "unlink", "mkdir", "fchmod"):
        setattr(os, name, counted(getattr(os, name)))


class Keeper:
    """One store, what it is filled with, and the task."""

    def __init__(self, socket: str, keys: Keys, task: str, folder: Path, seed: int) -> None:
        self.socket, self.keys, self.task, self.folder = socket, keys, task, folder
        self.archive = Archive(folder, OLD.id)
        self.city = NEW if task == "refold" else OLD
        rng = random.Random(seed)
        self.wires = [wire for number in range(CASES) for wire in case_actions(rng, f"K{number}")]
        rng.shuffle(self.wires)

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=self.socket, protocol=2)

    def send(self, city: City, wires: list[dict[str, Any]]) -> None:
        ingest = Ingest(self.client(), city, self.keys, 2, self.archive)
        assert not ingest.ingest(map(orjson.dumps, wires), feed="crash").quarantined

    def run(self) -> None:
        if self.task == "refold":
            assert Refolder(self.client(), NEW, self.keys, self.archive).run().complete
        else:
            Archiver(self.client(), OLD, self.archive, self.keys, cases_per_file=5).run(BEFORE)

    def verify(self) -> int:
        """Archived cases; no difference may be there. Rows of the other version are none."""
        found = Verifier(self.client(), self.city, self.keys, self.archive).run()
        assert found.differences == [], found.differences
        return found.archived

    def killed_at(self, step: int) -> bool:
        child = os.fork()
        if child == 0:
            die_at(step)
            try:
                self.run()
            except BaseException as error:
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)

    def check(self, rng: random.Random) -> None:
        table = Table(self.client(), self.city, self.keys)
        table.refresh()
        world = World(self.wires, self.city)
        asked = question(rng, world)
        for check in ANSWERS:
            check(Product(table.columns, self.city, table.names), world, asked)
        alone = Keys(OLD.id, prefix="judge")
        client = self.client()
        Ingest(client, self.city, alone).ingest(map(orjson.dumps, self.wires), feed="judge")
        judge = Table(client, self.city, alone)
        judge.refresh()
        assert in_words(table, self.city) == in_words(judge, self.city)
        client.delete(*client.keys("judge:*"))


def main() -> None:
    """Kill at each step."""
    socket, prefix, task, folder = sys.argv[1:]
    scan.PER_SCAN, refold.CASES_AT_ONCE = 9, 7
    archived = 0
    for step in count():
        keeper = Keeper(socket, Keys(OLD.id, f"{prefix}{step}"), task, Path(folder) / str(step), step % 7)
        keeper.send(OLD, keeper.wires[:-LATE])
        if task == "refold":
            # Some of the cases to be folded again lie in the archive.
            Archiver(keeper.client(), OLD, keeper.archive, keeper.keys).run(BEFORE)
        killed = keeper.killed_at(step)
        keeper.verify()
        keeper.send(keeper.city, keeper.wires)
        keeper.verify()
        keeper.run()
        archived += keeper.verify()
        keeper.check(random.Random(step))
        if not killed:
            assert archived > 2 * step, "too few archived cases to prove anything"
            print(step)
            return


if __name__ == "__main__":
    main()
