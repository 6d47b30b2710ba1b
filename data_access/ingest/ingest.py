"""The one door for case actions: lines in, cases changed, bad lines kept aside with their reason."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

import redis

from data_access.domain.actions import MICROSECONDS, Action, BadAction
from data_access.domain.city import City
from data_access.ingest.parsing import ActionParser
from data_access.ingest.quarantine import Problem, Quarantine
from data_access.store.archive import Archive
from data_access.store.keys import Keys
from data_access.store.writer import CaseStore

BATCH_LINES = 80_000
"""Lines that a file is cut into: large enough that a case read once takes several of its actions, small
enough that they and their actions take about 60 MB."""


@dataclass(slots=True)
class IngestReport:
    """What became of some lines; blank lines are not counted."""

    applied: int = 0
    duplicate: int = 0
    quarantined: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "IngestReport") -> None:
        """Add the counts of another report, and its problems."""
        self.applied += other.applied
        self.duplicate += other.duplicate
        self.quarantined += other.quarantined
        self.problems += other.problems


class Ingest:
    """Takes wire-format lines for one city."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys | None = None,
        shards: int = 1,
        archive: Archive | None = None,
    ) -> None:
        keys = keys or Keys(city.id)
        self._store = CaseStore(client, city, keys, shards, archive)
        self._parser = ActionParser(city, self._store.meta.check_key)
        self._quarantine = Quarantine(client, keys)

    def ingest(
        self,
        lines: Iterable[bytes],
        *,
        feed: str,
        first_line: int = 1,
        numbers: Sequence[int] | None = None,
        unreadable: Sequence[Problem] = (),
        dry_run: bool = False,
    ) -> IngestReport:
        """Apply one batch of lines; when it returns, every good one is in the store.

        `feed` names where the lines come from; `first_line` is the number of the first for reports, or
        `numbers` gives one for each. `unreadable` are lines that the source itself could not make out.
        A dry run parses and counts only: `applied` is then the number of valid lines.
        Raises redis.RedisError when the store cannot be reached, ArchiveUnreadable when a case among them
        lies in the archive and cannot be read; repeating the batch is harmless.
        """
        report = IngestReport(problems=list(unreadable))
        actions: list[Action] = []
        parse = self._parser.parse
        now_us = int(time.time() * MICROSECONDS)
        for number, line in zip(numbers or count(first_line), lines, strict=False):
            if not line or line.isspace():
                continue
            try:
                actions.append(parse(line, now_us))
            except BadAction as error:
                report.problems.append(Problem(number, error.code, str(error), line))
        report.quarantined = len(report.problems)
        if dry_run:
            report.applied = len(actions)
            return report
        if actions:
            done = self._store.apply(actions)
            report.applied, report.duplicate = done.applied, done.duplicate
        self._quarantine.keep(feed, report.problems)
        return report
