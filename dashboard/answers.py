"""Answers questions from one table per process; what the command line prints is what HTTP sends."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import orjson
import redis

from dashboard.board_sources import Actions
from dashboard.case_answer import case_answer
from dashboard.encoding import to_json
from dashboard.memo import Memo
from dashboard.options import AS_OF, PERIOD, Held, clock_of, given_options, period_of, scope_of
from dashboard.questions import QUESTIONS
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.pack_versions import PackVersion
from data_access.domain.period import Period, midnight
from data_access.domain.scope import Place
from data_access.domain.showing import Showing
from data_access.queries.areas import area_indicators
from data_access.queries.repeats import RepeatedReports
from data_access.queries.scene_sources import SCENES, AllRows
from data_access.store.archive import Archive
from data_access.store.evaluation_log import EvaluationLog, log_version
from data_access.store.keys import Keys
from data_access.store.left_out import read_entered
from data_access.store.meta import open_meta
from data_access.store.packs import Packs
from data_access.store.sharing import Sharing
from data_access.store.staff import StaffStore
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table, TableBehind
from data_access.store.versions import data_version

if TYPE_CHECKING:
    import pandas as pd

NOW_SECONDS = 3
"""How long an answer about now is kept: it is asked for again only within its own second."""
PAST_SECONDS = 300
"""How long an answer about a moment that was named is kept; its key ends with the next change of the data."""


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
        archive: Archive | None = None,
    ) -> None:
        self._client = client
        self._archive = archive or Archive(None, city.id)
        self._sharing = sharing
        self._max_lag_seconds = max_lag_seconds
        self._city = city
        self._keys = keys
        self._lock = threading.Lock()
        self._table: Table | None = None
        self._repeats = RepeatedReports()
        self._staff = StaffStore(client, city, keys)
        self._log = EvaluationLog(client, keys)
        self._memo = Memo(client, keys)
        self._shards: int | None = None
        self._actions = Actions(client, city, keys, self._archive)
        self._on_duty: npt.NDArray[np.uint16] | None = None
        self._packs = Packs(client, keys)
        self._pack_versions: list[PackVersion] = []

    def ask(self, name: str, options: Mapping[str, str | None], within: tuple[Place, ...] = ()) -> Any:
        """Plain JSON values of an answer; `within` are the areas that the asker may see, empty for all.

        Raises BadQuestion, KeyError for an unknown name; redis.RedisError or TableBehind when the store
        cannot be read and the table is too old.
        """
        return orjson.loads(self.ask_bytes(name, options, within))

    def ask_bytes(
        self, name: str, options: Mapping[str, str | None], within: tuple[Place, ...] = ()
    ) -> bytes:
        """The answer as JSON with a final line break: the body over HTTP and the output of `query`.

        Remembered by question, options, clock and version of the data. Raises what `ask` raises.
        """
        return self.ask_dated(name, options, within)[0]

    def ask_dated(
        self, name: str, options: Mapping[str, str | None], within: tuple[Place, ...] = ()
    ) -> tuple[bytes, TableAge]:
        """The answer of `ask_bytes`, with the age of the rows behind it."""
        question = QUESTIONS[name]
        given = given_options(name, question.options, options)
        clock = clock_of(given, self._city, time.time())

        def compute(*, may_lag: bool = False) -> bytes:
            with self._lock:
                return to_json(question.ask(self._held(within, may_lag=may_lag), given, clock))

        asked = {option: text for option, text in given.items() if option != "as-of"}
        started = time.monotonic()
        try:
            version, number = self._version()
            marks = self._actions.marks.version() if question.of_marks else ""
            key = repr((name, asked, clock, within, version, marks))
            body = self._memo.get(key, PAST_SECONDS if "as-of" in given else NOW_SECONDS, compute)
            return body, TableAge(number, time.monotonic() - started)
        except (redis.RedisError, TableBehind):
            if self._table is None or self._max_lag_seconds <= 0:
                raise
        # Rows that may be late are never remembered for others.
        body = compute(may_lag=True)
        with self._lock:
            return body, self._age()

    def frame(
        self, name: str, options: Mapping[str, str | None], within: tuple[Place, ...] = ()
    ) -> "pd.DataFrame":
        """The answer as a DataFrame (`queries.frames`). Raises what `ask` raises."""
        # Half a second of pandas that only its users wait for.
        from data_access.queries.frames import FRAMES

        return FRAMES[name](self.ask(name, options, within), self._city.zone)

    def case(
        self,
        case_id: str,
        options: Mapping[str, str | None],
        *,
        private: bool = False,
        within: tuple[Place, ...] = (),
    ) -> dict[str, Any] | None:
        """The page of one case, None when there is none of that id (or none that the asker may see).

        `options` may give from, to and as-of. Raises what `ask` raises.
        """
        given = given_options("case", (*PERIOD, *AS_OF), options)
        clock = clock_of(given, self._city, time.time())
        period = period_of(given, self._city, clock) if {"from", "to"} & set(given) else None
        with self._lock:
            stored = self._actions.reader.read_case(case_id)
            if stored is None:
                return None
            # After the record, so that the table knows the rows of the case.
            held = self._held(within)
            return case_answer(held, stored, self._actions.due_of, clock, period, private=private)

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

    def snapshot(self, showing: Showing) -> dict[str, Any]:
        """What a screen shows now, computed here: for the moment before a worker has published it.

        Raises KeyError for an area that is no home, and what `ask` raises.
        """
        now = time.time()
        home = home_of(self._city.tree, showing.area)
        with self._lock:
            held = self._held()
            figures = SCENES[showing.scene].figures(
                AllRows(held.columns, entered=held.entered),
                held.city,
                held.names,
                held.staff,
                now,
                home=home,
            )
            return {**figures, "at": now, "data_at": self.last_action_at}

    @contextlib.contextmanager
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

    def _shard_count(self) -> int:
        if self._shards is None:
            self._shards = open_meta(self._client, self._keys).shards
        return self._shards

    def _version(self) -> tuple[str, int]:
        """Everything that answers depend on besides the question and the clock, and the table's version."""
        staff = self._staff.get()
        on_duty = b"" if staff is None else hashlib.blake2b(staff.tobytes(), digest_size=8).digest()
        data, number = data_version(self._client, self._keys, self._shard_count())
        schemes = ",".join(scheme.digest for scheme in self._city.schemes)
        entered = log_version(self._client, self._keys)
        return f"{self._city.version} {schemes} {on_duty.hex()} {data} {entered}", number

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
        self._pack_versions = self._packs.pack_versions()

    def _held(self, within: tuple[Place, ...] = (), *, may_lag: bool = True) -> Held:
        if self._table is None:
            self._table = Table(self._client, self._city, self._keys, self._sharing)
        try:
            self._catch_up(self._table)
        except (redis.RedisError, TableBehind):
            late = self._table.lag_seconds > self._max_lag_seconds
            if not may_lag or late or not self._table.is_whole:
                raise
        columns, size = self._repeats.attach(self._table.columns), self._table.size
        rows = StoredRows(self._client, self._keys, self._shard_count(), self._table.block_numbers)
        entered = partial(read_entered, self._log, self._client, self._keys, self._shard_count(), rows, size)
        sources = partial(self._actions.sources, rows)
        return Held(
            columns, self._city, self._table.names, self._on_duty, rows, within, sources, entered,
            self._pack_versions,
        )  # fmt: skip
