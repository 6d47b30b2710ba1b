"""The audit log: a stream that is only ever added to, bounded by the age of its entries."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import redis

from data_access.domain.auditing import AuditAction, AuditEntry
from data_access.store.keys import Keys

DAY = 86_400
_PAGE = 500
_LONGEST = {"who": 100, "where": 64, "what": 400}
"""Characters kept of each part: a name that somebody typed may be anything."""


class AuditLog:
    """Who did what, when, from where. Entries older than `days` go when others come."""

    def __init__(self, client: redis.Redis, keys: Keys, days: int) -> None:
        self._client = client
        self._key = keys.audit()
        self._days = days

    def add(self, action: AuditAction, *, who: str, where: str, what: str = "") -> None:
        """Write an entry down, with the time of the store. Raises redis.RedisError."""
        parts = {"who": who, "where": where, "what": what}
        fields = {name: _clean(text)[: _LONGEST[name]] for name, text in parts.items()}
        oldest = int((time.time() - self._days * DAY) * 1000)
        # Approximate: whole nodes of the stream go once all of their entries are too old.
        entry: dict[Any, Any] = {"action": action.value, **fields}
        self._client.xadd(self._key, entry, minid=oldest, approximate=True)

    def entries(
        self,
        *,
        since: float | None = None,
        before: str | None = None,
        who: str | None = None,
        actions: tuple[AuditAction, ...] = (),
        limit: int | None = None,
    ) -> list[AuditEntry]:
        """The latest entries first: since Unix seconds, before the entry of a number, of a person."""
        found = (
            entry
            for entry in self._backwards(since, before)
            if (who is None or entry.who == who) and (not actions or entry.action in actions)
        )
        return list(islice(found, limit))

    def _backwards(self, since: float | None, before: str | None) -> Iterator[AuditEntry]:
        oldest = max(since or 0.0, time.time() - self._days * DAY)
        end = "+" if before is None else f"({before}"
        while page := self._page(end, f"{int(oldest * 1000)}"):
            for number, fields in page:
                yield _entry(_text(number), {_text(name): _text(value) for name, value in fields.items()})
            end = f"({_text(page[-1][0])}"

    def _page(self, end: str, start: str) -> list[Any]:
        found: Any = self._client.xrevrange(self._key, end, start, count=_PAGE)
        return list(found)


def _entry(number: str, fields: dict[str, str]) -> AuditEntry:
    return AuditEntry(
        number,
        int(number.split("-")[0]) / 1000,
        fields["who"],
        fields["where"],
        AuditAction(fields["action"]),
        fields["what"],
    )


def _clean(text: str) -> str:
    """A text without characters that could break lines of a terminal or a file, or no text at all."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def _text(value: bytes | str) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
