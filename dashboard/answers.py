"""Answers questions from one table per process; what the command line prints is what HTTP sends."""

import contextlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
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
from data_access.store.shared_columns import Sharing
from data_access.store.staff import StaffStore
from data_access.store.table import Table, TableBehind


@dataclass(frozen=True, slots=True)
class TableAge:
    """How old the rows are that an answer was computed from."""

    version: int
    """Of the table: grows with every change."""
    lag_seconds: float
    """Since the store was last known to hold nothing newer."""


class Answers:
    """The table of a process behind a lock.

    Every answer is as new as the store was when it was asked for. While the store does not answer, the
    table answers until it is `max_lag_seconds` old.
    """

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys,
        sharing: Sharing | None = None,
        max_lag_seconds: float = 0.0,
    ) -> None:
        self._client = client
        self._sharing = sharing
        self._max_lag_seconds = max_lag_seconds
        self._city = city
        self._keys = keys
        self._lock = threading.Lock()
        self._table: Table | None = None
        self._repeats = RepeatedReports()
        self._staff = StaffStore(client, city, keys)
        self._on_duty: npt.NDArray[np.uint16] | None = None

    def ask(self, name: str, options: Mapping[str, str | None]) -> Any:
        """Plain JSON values of an answer.

        Raises BadQuestion, KeyError for an unknown name; redis.RedisError or TableBehind when the store
        cannot be read and the table is too old.
        """
        return self._ask(name, options)[0]

    def _ask(self, name: str, options: Mapping[str, str | None]) -> tuple[Any, TableAge]:
        question = QUESTIONS[name]
        with self._lock:
            held = self._held()
            # Its age when the answer begins: the clock of the answer is that of now, too.
            age = self._age()
            return answer(question, held, options, time.time()), age

    def ask_dated(self, name: str, options: Mapping[str, str | None]) -> tuple[bytes, TableAge]:
        """The answer of `ask_bytes`, with the age of the rows behind it."""
        value, age = self._ask(name, options)
        return to_json(value), age

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

    @property
    def last_action_at(self) -> float | None:
        """Time of the newest action in the table, Unix seconds."""
        return self._table.last_action_at if self._table else None

    @property
    def rows(self) -> int:
        """Rows held by this process."""
        return self._table.size if self._table else 0

    def check(self) -> TableAge | None:
        """Catch up if that is possible, and say how old the table is; None before the first question."""
        with self._lock:
            if self._table is None:
                return None
            # When that fails, the answer is how old the table is by then.
            with contextlib.suppress(redis.RedisError, TableBehind):
                self._catch_up(self._table)
            return self._age()

    @property
    def max_lag_seconds(self) -> float:
        """Age above which the table answers no question."""
        return self._max_lag_seconds

    def _age(self) -> TableAge:
        assert self._table is not None
        return TableAge(self._table.version, self._table.lag_seconds)

    def _catch_up(self, table: Table) -> None:
        if table.refresh():
            self._repeats.note(table.changed)
        self._on_duty = self._staff.get()

    def _held(self) -> Held:
        if self._table is None:
            self._table = Table(self._client, self._city, self._keys, self._sharing)
        try:
            self._catch_up(self._table)
        except (redis.RedisError, TableBehind):
            if not self._table.is_whole or self._table.lag_seconds > self._max_lag_seconds:
                raise
        columns = self._repeats.attach(self._table.columns)
        return Held(columns, self._city, self._table.names, self._on_duty)


def to_json(value: Any) -> bytes:
    """JSON with a final line break; the one encoder of answers."""
    return orjson.dumps(value, default=_plain) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)
