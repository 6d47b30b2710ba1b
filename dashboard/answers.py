"""Answers questions from one table per process; what the command line prints is what HTTP sends."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import orjson
import redis

from dashboard.questions import QUESTIONS, Held, answer, scope_of
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.period import Period, midnight
from data_access.queries.areas import area_indicators
from data_access.queries.repeats import RepeatedReports
from data_access.queries.wall import wall_snapshot
from data_access.store.keys import Keys
from data_access.store.staff import StaffStore
from data_access.store.table import Table


class Answers:
    """The table of a process behind a lock; every answer is as new as the store."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys) -> None:
        self._client = client
        self._city = city
        self._keys = keys
        self._lock = threading.Lock()
        self._table: Table | None = None
        self._repeats = RepeatedReports()
        self._staff = StaffStore(client, city, keys)

    def ask(self, name: str, options: Mapping[str, str | None]) -> Any:
        """Plain JSON values of an answer.

        Raises BadQuestion, redis.RedisError when the store cannot be reached, KeyError for an unknown name.
        """
        question = QUESTIONS[name]
        with self._lock:
            return answer(question, self._held(), options, time.time())

    def ask_bytes(self, name: str, options: Mapping[str, str | None]) -> bytes:
        """The answer as JSON with a final line break: the body over HTTP and the output of `query`."""
        return to_json(self.ask(name, options))

    def towns(
        self, names: Sequence[str], first: date, after: date, options: Mapping[str, str | None]
    ) -> list[dict[str, Any]]:
        """Indicators of every town from the day `first` to the day before `after`, with its code.

        Raises what `ask` raises.
        """
        with self._lock:
            held = self._held()
            scope = scope_of(held, {name: value for name, value in options.items() if value is not None})
            period = Period(midnight(first, self._city.zone), midnight(after, self._city.zone))
            return area_indicators(
                held.columns,
                held.city,
                held.staff,
                names,
                as_of=time.time(),
                level=AreaLevel.TOWN,
                period=period,
                scope=scope,
            )

    def snapshot(self) -> dict[str, Any]:
        """The wall's figures now, computed here: for the moment before a worker has published any."""
        now = time.time()
        with self._lock:
            held = self._held()
            return wall_snapshot(
                held.columns, held.city, held.names, held.staff, now, data_at=self.last_action_at
            )

    @contextmanager
    def held(self) -> Iterator[Held]:
        """Rows, names and staff as new as the store, for one reader at a time."""
        with self._lock:
            yield self._held()

    @property
    def last_action_at(self) -> float | None:
        """Time of the newest action in the table, Unix seconds."""
        return self._table.last_action_at if self._table else None

    @property
    def rows(self) -> int:
        """Rows held by this process."""
        return self._table.size if self._table else 0

    def _held(self) -> Held:
        if self._table is None:
            self._table = Table(self._client, self._city, self._keys)
        if self._table.refresh():
            self._repeats.note(self._table.changed)
        columns = self._repeats.attach(self._table.columns)
        return Held(columns, self._city, self._table.names, self._staff.get())


def to_json(value: Any) -> bytes:
    """JSON with a final line break; the one encoder of answers."""
    return orjson.dumps(value, default=_plain) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)
