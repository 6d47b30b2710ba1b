"""Applies what stands in a lane of the intake: read, apply, and only then take it out."""

import time
from collections.abc import Sequence

from data_access.ingest.ingest import Ingest, IngestReport
from data_access.ingest.quarantine import Problem
from data_access.store.intake import Entry, Lane

ENTRIES_READ = 500
LINES_APPLIED = 2000
LONGEST_SECONDS = 1.0
"""After so long at one lane the leases of the others want to be renewed."""
FEED = "intake"


def take_in(lane: Lane, ingest: Ingest) -> IngestReport | None:
    """Apply the oldest entries of a lane and take them out, for about a second.

    The report is empty when the lane is.
    None when another worker holds the lane by now: what was applied here it applies again, which changes
    nothing. Raises redis.RedisError when the store cannot be reached; nothing is taken out then.
    """
    began = time.monotonic()
    report = IngestReport()
    for batch in _batches(lane.read(ENTRIES_READ)):
        lines, numbers, unreadable = _lines_of(batch)
        report.add(ingest.ingest(lines, feed=FEED, numbers=numbers, unreadable=unreadable))
        if not lane.acknowledge(batch[-1]):
            return None
        if time.monotonic() > began + LONGEST_SECONDS:
            break
    return report


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
