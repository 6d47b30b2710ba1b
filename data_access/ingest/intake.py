"""Applies what stands in a lane of the intake: read, apply, and only then take it out."""

import time
from collections.abc import Sequence

import redis

from data_access.domain.city import City
from data_access.ingest.ingest import Ingest, IngestReport
from data_access.ingest.quarantine import Problem
from data_access.store.archive import Archive
from data_access.store.heartbeats import Heartbeats
from data_access.store.intake import Entry, Lane
from data_access.store.keys import Keys

ENTRIES_READ = 500
LINES_APPLIED = 2000
LONGEST_SECONDS = 1.0
"""After so long at one lane the leases of the others want to be renewed."""
FEED = "intake"
LONGEST_PROMISE = 86_400.0


class Intake:
    """Takes in the lanes of one city."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys, archive: Archive | None = None) -> None:
        self._ingest = Ingest(client, city, keys, archive=archive)
        self._beats = Heartbeats(client, city, keys)

    def take_in(self, lane: Lane) -> IngestReport | None:
        """Apply the oldest entries of a lane and take them out, for about a second.

        The report is empty when the lane is. None when another worker holds the lane by now: what was
        applied here it applies again, which changes nothing. Raises redis.RedisError when the store cannot
        be reached; nothing is taken out then.
        """
        began = time.monotonic()
        report = IngestReport()
        for batch in _batches(lane.read(ENTRIES_READ)):
            lines, numbers, unreadable = _lines_of(batch)
            report.add(self._ingest.ingest(lines, feed=FEED, numbers=numbers, unreadable=unreadable))
            if not lane.acknowledge(batch[-1]):
                return None
            every = next((promise for entry in reversed(batch) if (promise := _promise(entry))), None)
            if every is not None:
                self._beats.beat(FEED, time.time(), every)
            if time.monotonic() > began + LONGEST_SECONDS:
                break
        return report


def _promise(entry: Entry) -> float | None:
    """Seconds between two entries that the sender promises; None for what is no such number."""
    try:
        seconds = float(entry.every or b"")
    except ValueError:
        return None
    return seconds if 0 < seconds <= LONGEST_PROMISE else None


def _batches(entries: Sequence[Entry]) -> list[list[Entry]]:
    batches: list[list[Entry]] = []
    room = 0
    for entry in entries:
        needed = 1 + (entry.lines or b"").count(b"\n")
        if not batches or needed > room:
            batches.append([])
            room = LINES_APPLIED
        batches[-1].append(entry)
        room -= needed
    return batches


def _lines_of(batch: Sequence[Entry]) -> tuple[list[bytes], list[int], list[Problem]]:
    lines: list[bytes] = []
    numbers: list[int] = []
    unreadable: list[Problem] = []
    for entry in batch:
        if entry.lines is None:
            reason = f"entry {entry.id.decode()} has no field named lines"
            unreadable.append(Problem(1, "no_lines", reason, b""))
            continue
        found = entry.lines.split(b"\n")
        lines += found
        numbers += range(1, len(found) + 1)
    return lines, numbers, unreadable
