"""Keeps the lines that could not be applied, with their reason; read by the review surface only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import redis

from data_access.store.keys import Keys

KEPT_LINES = 10_000
KEPT_BYTES = 2_048


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was not applied: its number in the input, the group of its reason and the reason."""

    line: int
    code: str
    reason: str
    content: bytes


class Quarantine:
    """The bounded quarantine of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys

    def keep(self, feed: str, problems: Sequence[Problem]) -> None:
        """Keep the newest problems of a feed and count all of them by reason."""
        if not problems:
            return
        with self._client.pipeline(transaction=False) as pipe:
            for problem in problems[-KEPT_LINES:]:
                fields: Any = {
                    "feed": feed,
                    "line": problem.line,
                    "code": problem.code,
                    "reason": problem.reason.encode("utf-8", "backslashreplace"),
                    "content": problem.content[:KEPT_BYTES],
                }
                pipe.xadd(self._keys.quarantine(), fields, maxlen=KEPT_LINES, approximate=True)
            for code, count in Counter(problem.code for problem in problems).items():
                pipe.hincrby(self._keys.quarantine_counts(), code, count)
            pipe.execute()

    def counts(self) -> dict[str, int]:
        """Lines quarantined so far, by group of reason."""
        stored: Any = self._client.hgetall(self._keys.quarantine_counts())
        return {code.decode(): int(count) for code, count in stored.items()}
