"""Processes that share columns, for the tests: `python -m tests.data_access.columns.column_keeper MODE …`.

`killed SOCKET FOLDER SEED KILLS`: applies batches; after each, a process that renews the file is ended by
SIGKILL at some line of the code that does so, and another looks at what it left. Prints how many were killed.

`reads SOCKET FOLDER SECONDS`: refreshes again and again and checks every view; prints how many views it had.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import orjson
import redis

from data_access.domain.rows import NEVER, Columns, RowFlag
from data_access.ingest.ingest import Ingest
from data_access.store import column_file, shared_columns
from data_access.store.keys import Keys
from data_access.store.sharing import Sharing
from data_access.store.table import Table
from tests.reference.little_city import little_city

CITY = little_city()
BATCH = 10
"""Cases that every batch reports or accepts together."""
_WATCHED = {column_file.__file__, shared_columns.__file__}


def eager(folder: str | Path) -> Sharing:
    """Renews the file at every change."""
    return Sharing(Path(folder), least_blocks=1, renew_share=0.0, pause_seconds=0.0)


def batch(number: int, action: str) -> list[bytes]:
    """The same action of BATCH cases of both towns."""
    lines = []
    for case in range(BATCH):
        line: dict[str, Any] = {"case_id": f"B{number}-{case}", "action": action}
        line["at"] = f"2026-03-01T08:00:{0 if action == 'report' else 30:02}"
        if action == "report":
            line |= {"kind": "event", "class": CITY.taxonomy.classes[0].code, "source": "app"}
            line["town"] = CITY.tree.towns[case % 2].code
        lines.append(orjson.dumps(line))
    return lines


def check(table: Table) -> None:
    """A view is of whole batches, every row that was handed out is there, and towns add up."""
    columns: Columns = table.columns
    cases = (columns["flags"].astype(np.uint32) & RowFlag.COMPLETE) != 0
    reported = int(np.count_nonzero(cases))
    accepted = int(np.count_nonzero(columns["accepted"].astype(np.int32) != NEVER))
    towns = np.bincount(columns["town"][cases].astype(np.int64), minlength=2)
    assert reported == table.size
    assert reported % BATCH == 0
    assert accepted % BATCH == 0
    assert towns[0] == towns[1] == reported // 2


def killed(client: redis.Redis, socket: str, folder: str, seed: int, kills: int) -> int:
    """Kill a keeper after each batch; how many died before they had done."""
    chance = random.Random(seed)
    ingest = Ingest(client, CITY)
    dead = 0
    for number in range(kills):
        ingest.ingest(batch(number // 2, "accept" if number % 2 else "report"), feed="test")
        child = os.fork()
        if child == 0:
            _die_at_line(chance.randrange(120))
            Table(_connect(socket), CITY, Keys(CITY.id), eager(folder)).refresh()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        dead += os.WIFSIGNALED(status)
        assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
        # Maps whatever is there, but never renews it.
        heir = Table(client, CITY, Keys(CITY.id), Sharing(Path(folder)))
        heir.refresh()
        check(heir)
        assert heir.size == (number // 2 + 1) * BATCH
    return dead


def _die_at_line(last: int) -> None:
    left = last

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in _WATCHED:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def reads(client: redis.Redis, folder: str, seconds: float) -> int:
    """Check views until the time is over."""
    table = Table(client, CITY, Keys(CITY.id), eager(folder))
    views, end = 0, time.monotonic() + seconds
    # A slow machine gets its views, too.
    while time.monotonic() < end or views < 5:
        table.refresh()
        check(table)
        views += 1
    return views


def _connect(socket: str) -> redis.Redis:
    return redis.Redis(unix_socket_path=socket, protocol=2)


def main() -> None:
    """Run one mode."""
    mode, socket, folder, *rest = sys.argv[1:]
    client = _connect(socket)
    if mode == "killed":
        print(killed(client, socket, folder, int(rest[0]), int(rest[1])))
    else:
        print(reads(client, folder, float(rest[0])))


if __name__ == "__main__":
    main()
