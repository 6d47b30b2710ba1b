"""Index and log of what is published, and the one step that writes a release with both."""

from collections.abc import Mapping
from typing import Any

from data_access.domain.city import City
from data_access.domain.period import city_time
from data_access.queries.public.month import FORMAT, city_json
from data_access.store.public_shelf import INDEX, LOG, PublicShelf

LOG_ENTRIES = 500

Json = dict[str, Any]


class PublicIndex:
    """What is published of one city; read from the shelf at the start, then the worker's own."""

    def __init__(self, city: City, shelf: PublicShelf, token: int) -> None:
        self._city, self._shelf, self._token = city, shelf, token
        self._index: Json = {
            "format": FORMAT, "city": city_json(city), "version": 0, "published_at": None,
            "latest": None, "months": [], "weeks": [], "rankings": [],
        }  # fmt: skip
        self._entries: list[Json] = []

    def read(self) -> None:
        """Take over what an earlier worker has published. Raises redis.RedisError."""
        self._index = self._shelf.document(INDEX) or self._index
        self._entries = (self._shelf.document(LOG) or {"entries": []})["entries"]

    @property
    def months(self) -> dict[str, Json]:
        """Entry of each month, the newest first."""
        return {entry["month"]: entry for entry in self._index["months"]}

    @property
    def weeks(self) -> list[str]:
        """Weeks on the map, the newest first."""
        return list(self._index["weeks"])

    @property
    def rankings(self) -> list[str]:
        """Months with a ranking, the newest first."""
        return list(self._index["rankings"])

    def set_month(self, month: str, revision: int, released_at: int, *, waiting: bool) -> None:
        """Enter a release of a month."""
        at = city_time(released_at, self._city.zone)
        entry = {"month": month, "revision": revision, "released_at": at, "waiting": waiting}
        months = {**self.months, month: entry}
        self._index["months"] = [months[name] for name in sorted(months, reverse=True)]
        self._index["latest"] = self._index["months"][0]["month"]

    def set_weeks(self, weeks: list[str]) -> None:
        """Say which weeks there are."""
        self._index["weeks"] = sorted(weeks, reverse=True)

    def add_ranking(self, month: str) -> None:
        """Say that a month has a ranking."""
        self._index["rankings"] = sorted({*self._index["rankings"], month}, reverse=True)

    def note(self, now: float, kind: str, **what: Any) -> None:
        """Write a line into the log that everybody reads."""
        entry = {"at": city_time(int(now), self._city.zone), "kind": kind, **what}
        self._entries = [entry, *self._entries][:LOG_ENTRIES]

    def publish(
        self, now: float, documents: Mapping[str, Json | None], beside: Mapping[str, bytes] | None = None
    ) -> bool:
        """All documents of a release with index and log, in one step; False when the lease is lost.

        Raises redis.RedisError: what is published then is what the store says, so begin anew with `read`.
        """
        self._index["version"] += 1
        self._index["published_at"] = city_time(int(now), self._city.zone)
        log = {"format": FORMAT, "entries": self._entries}
        return self._shelf.put(self._token, {**documents, LOG: log, INDEX: self._index}, beside=beside)
