"""Counts tries in windows of time, in a file of fixed size that the processes of a machine share.

No address and no case number is kept: a keyed hash names one of many places, each with the number of its
window and a count. Two who share a place by chance share its count, which only ever makes a limit stricter. A
second half has a place for each who is known, with the day and a fingerprint: another takes the place, never
the name.
"""

import contextlib
import fcntl
import hashlib
import mmap
import os
import secrets
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_KEY_BYTES = 32
_PLACE = struct.Struct("<II")
_PLACES = 1 << 16
_KNOWN_FROM = _KEY_BYTES + _PLACES * _PLACE.size
_SIZE = _KNOWN_FROM + _PLACES * _PLACE.size
_DAY = 86_400
KNOWN_DAYS = 30
"""How long one who was noted stays known."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries of one who in a window of so many seconds."""

    kind: str
    most: int
    seconds: int


class Tries:
    """The counts; without a folder that can be written they are this process's own."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._alone = threading.Lock()
        self._file: int | None = None
        if path is not None:
            with contextlib.suppress(OSError):
                self._file = _opened(path)
        self._map = mmap.mmap(-1 if self._file is None else self._file, _SIZE)
        if self._file is None:
            self._map[:_KEY_BYTES] = secrets.token_bytes(_KEY_BYTES)

    def take(self, *wanted: tuple[Limit, str]) -> int | None:
        """Count one try of each who; seconds until the next is allowed when one has none left, else None.

        A refused try counts for nobody.
        """
        now = self._clock()
        with self._exclusive():
            found = [(limit, *self._read(limit, who, now)) for limit, who in wanted]
            waits = [_wait(limit, now) for limit, _, _, count in found if count >= limit.most]
            if waits:
                return max(waits)
            for _, place, window, count in found:
                _PLACE.pack_into(self._map, place, window, count + 1)
        return None

    def give_back(self, limit: Limit, who: str) -> None:
        """Take one try off again: it was no guess."""
        with self._exclusive():
            place, window, count = self._read(limit, who, self._clock())
            if count:
                _PLACE.pack_into(self._map, place, window, count - 1)

    def note(self, who: str) -> None:
        """From now on who is known, for KNOWN_DAYS."""
        place, fingerprint = self._known(who)
        with self._exclusive():
            _PLACE.pack_into(self._map, place, int(self._clock() // _DAY), fingerprint)

    def is_known(self, who: str) -> bool:
        """Whether who was noted, and nobody else has taken the place since."""
        place, fingerprint = self._known(who)
        with self._exclusive():
            day, found = _PLACE.unpack_from(self._map, place)
        return bool(found == fingerprint and 0 <= self._clock() // _DAY - day <= KNOWN_DAYS)

    def close(self) -> None:
        """Close the file."""
        self._map.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _read(self, limit: Limit, who: str, now: float) -> tuple[int, int, int]:
        """Position, window and count of a who."""
        place = _KEY_BYTES + int.from_bytes(self._digest(f"{limit.kind}\n{who}", 4)) % _PLACES * _PLACE.size
        window = int(now // limit.seconds) & 0xFFFFFFFF
        then, count = _PLACE.unpack_from(self._map, place)
        return place, window, count if then == window else 0

    def _known(self, who: str) -> tuple[int, int]:
        """Position and fingerprint of a who that is known."""
        digest = self._digest(f"known\n{who}", 8)
        place = _KNOWN_FROM + int.from_bytes(digest[:4]) % _PLACES * _PLACE.size
        return place, int.from_bytes(digest[4:]) or 1

    def _digest(self, named: str, size: int) -> bytes:
        text = named.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._map[:_KEY_BYTES], digest_size=size).digest()

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        with self._alone:
            if self._file is None:
                yield
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _wait(limit: Limit, now: float) -> int:
    return limit.seconds - int(now % limit.seconds)


def _opened(path: Path) -> int:
    """The file, made with a key of its own by whoever comes first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(0o600)
    draft.write_bytes(secrets.token_bytes(_KEY_BYTES) + bytes(_SIZE - _KEY_BYTES))
    try:
        # A link fails where the file exists: exactly one of several first processes wins.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    handle = os.open(path, os.O_RDWR)
    if os.fstat(handle).st_size != _SIZE:
        os.ftruncate(handle, _SIZE)
    return handle
