"""Held copies of everything that is published: asked for once a second, whatever the number of readers.

A process of the public surface answers from these alone. They outlive the worker, the store and a restart,
and then say since when nobody has confirmed them.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import orjson
import redis
import structlog

from dashboard.public.copies import Copy
from dashboard.public.disk import DiskCopies
from data_access.domain.period import city_time
from data_access.store.connection import StoreUnavailable
from data_access.store.embedded import EmbeddedRedisError

LOOK_SECONDS = 1.0
"""Pause between two looks at the store."""
UNCONFIRMED_SECONDS = 5.0
"""Without an answer of the store for so long copies are marked as held."""
SILENT_SECONDS = 30.0
"""A live document that is older than this, though the store answers, is stale: no worker writes it."""
DISK_SECONDS = 10.0
"""The document that changes each tick, and the time of the last answer, are kept on disk this often."""
INDEX, LIVE = "index", "live"
_EACH_CHANGE = ("method", "log")
AWAY = (redis.RedisError, StoreUnavailable, EmbeddedRedisError, OSError)
"""What reading the store may raise while it is away."""

_log = structlog.get_logger("public")


class Source(Protocol):
    """Where documents come from: the shelf of the store, opened as the restricted user."""

    def raw(self, name: str) -> bytes | None:
        """The JSON of a document; None where there is none. Raises one of AWAY."""
        ...


class HeldCopies:
    """The copies of one process; `start` reads them and follows the store until `stop`."""

    def __init__(
        self,
        source: Source,
        disk: DiskCopies | None = None,
        *,
        zone: ZoneInfo,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`zone` is that of the city; `clock` gives Unix seconds."""
        self._source, self._disk, self._zone, self._clock = source, disk, zone, clock
        self._copies: Mapping[str, Copy] = {}
        self._entries: dict[str, Any] = {}
        """Line of the index by which each document was fetched."""
        self._confirmed: float | None = None
        self._kept_at = 0.0
        self._kept: dict[str, str] = {}
        """Digest of what lies on disk."""
        self._looking = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._listeners: list[Callable[[Mapping[str, Copy]], None]] = []

    def start(self) -> None:
        """Take what lies on disk, look at the store once, and go on looking in the background."""
        self.load()
        self.refresh()
        self._thread = threading.Thread(target=self._follow, name="held", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the background look-ups."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def load(self) -> None:
        """Take what lies on disk; until the store answers it counts as held."""
        if self._disk is None:
            return
        found, self._confirmed = self._disk.read()
        self._show_held({name: Copy(name, raw) for name, raw in found.items()})

    def refresh(self) -> bool:
        """Look at the store now; False when it does not answer, or when nothing was ever published.

        Only one looks at a time: who comes meanwhile is answered at once from what is held.
        """
        if not self._looking.acquire(blocking=False):
            return False
        try:
            copies = self._read()
        except AWAY as error:
            _log.debug("the published documents cannot be read", error=str(error))
            copies = None
        finally:
            self._looking.release()
        if copies is None:
            self._mark()
            return False
        self._confirmed = self._clock()
        self._show(copies)
        self._keep()
        return True

    def copy(self, name: str) -> Copy | None:
        """The copy of a document; None when there is none."""
        return self._copies.get(name)

    def document(self, name: str) -> dict[str, Any] | None:
        """The content of a document, which must not be changed; None when there is none."""
        found = self._copies.get(name)
        return None if found is None else found.document

    def names(self) -> tuple[str, ...]:
        """Names of all documents held."""
        return tuple(self._copies)

    @property
    def held(self) -> str | None:
        """City time at which the store last confirmed the copies, while it cannot be asked; else None."""
        return next((copy.held for copy in self._copies.values()), None)

    @property
    def age_seconds(self) -> float | None:
        """Seconds since the store last confirmed the copies; None when it never did."""
        return None if self._confirmed is None else max(0.0, self._clock() - self._confirmed)

    def listen(self, heard: Callable[[Mapping[str, Copy]], None]) -> None:
        """Call with all copies by name, now and after each change of any."""
        self._listeners.append(heard)
        heard(self._copies)

    def _follow(self) -> None:
        away = False
        while not self._stop.wait(LOOK_SECONDS):
            answered = self.refresh()
            if answered == away:
                away = not answered
                if away:
                    _log.warning("the published documents cannot be read: showing the copies held")
                else:
                    _log.info("the published documents can be read again")

    def _read(self) -> dict[str, Copy] | None:
        """All copies as the store has them now; None before anything was published."""
        index = self._taken(INDEX)
        if index is None:
            return None
        before = self._copies.get(INDEX)
        live = self._taken(LIVE, lambda raw: stale_when_old(raw, self._clock()))
        fresh = {copy.name: copy for copy in (index, live) if copy is not None}
        if before is not None and before.raw == index.raw and before.held is None:
            return {**self._copies, **fresh}
        entries = dict(_entries(index.document))
        for name, entry in entries.items():
            held = self._copies.get(name)
            same = held is not None and held.held is None and self._entries.get(name, self) == entry
            copy = held if same else self._taken(name)
            if copy is not None:
                fresh[name] = copy
        self._entries = {name: entry for name, entry in entries.items() if entry is not None}
        return fresh

    def _taken(self, name: str, change: Callable[[bytes], bytes] = bytes) -> Copy | None:
        """A document of the store, changed; the copy held where that is the same."""
        raw, held = self._source.raw(name), self._copies.get(name)
        if raw is None:
            return None
        raw = change(raw)
        return held if held is not None and held.raw == raw and held.held is None else Copy(name, raw)

    def _mark(self) -> None:
        """Say in every copy since when it could not be confirmed."""
        age = self.age_seconds
        if age is None or age < UNCONFIRMED_SECONDS or self.held is not None or not self._copies:
            return
        self._show_held(self._copies)

    def _show_held(self, copies: Mapping[str, Copy]) -> None:
        held = None if self._confirmed is None else city_time(int(self._confirmed), self._zone)
        late = {LIVE: as_stale(copies[LIVE].raw)} if LIVE in copies else {}
        self._show({name: Copy(name, late.get(name, copy.raw), held) for name, copy in copies.items()})

    def _show(self, copies: Mapping[str, Copy]) -> None:
        before, self._copies = self._copies, copies
        if len(before) == len(copies) and all(before.get(name) is copy for name, copy in copies.items()):
            return
        for heard in self._listeners:
            heard(copies)

    def _keep(self) -> None:
        """Write to disk what changed; what changes each second only now and then."""
        if self._disk is None:
            return
        now = self._clock()
        often = now - self._kept_at >= DISK_SECONDS
        for name, copy in self._copies.items():
            if self._kept.get(name) != copy.digest and (often or name != LIVE):
                self._disk.write(name, copy.raw)
                self._kept[name] = copy.digest
        for name in self._kept.keys() - self._copies.keys():
            self._disk.forget(name)
            del self._kept[name]
        if often:
            self._disk.confirm(now)
            self._kept_at = now


def _entries(index: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Every document that an index names, and its line there; None where it does not tell versions apart."""
    for name in _EACH_CHANGE:
        yield name, None
    for kind, field, key in (
        ("month", "months", "month"),
        ("ranking", "rankings", "month"),
        ("heat", "weeks", "week"),
    ):
        for line in index.get(field, ()):
            entry = line if isinstance(line, dict) else None
            yield f"{kind}:{line[key] if entry else line}", entry


def stale_when_old(raw: bytes, now: float) -> bytes:
    """The live document with the state `stale` when its worker has not written it for long."""
    live = orjson.loads(raw)
    expected = live.get("expected_seconds") or 0
    written = datetime.fromisoformat(live["at"]).timestamp()
    return as_stale(raw) if now - written > max(SILENT_SECONDS, 2 * expected) else raw


def as_stale(raw: bytes) -> bytes:
    """The live document with the state `stale`."""
    return orjson.dumps({**orjson.loads(raw), "state": "stale"})
