"""Counts tries in windows of time, in a file of fixed size that the processes of a machine share.

No address and no case number is kept: a keyed hash names one of many places, each with the number of its
window and a count. Two who share a place by chance share its count, which only ever makes a limit stricter.
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
_SIZE = _KEY_BYTES + _PLACES * _PLACE.size


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

    def close(self) -> None:
        """Close the file."""
        self._map.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _read(self, limit: Limit, who: str, now: float) -> tuple[int, int, int]:
        """Position, window and count of a who."""
        named = f"{limit.kind}\n{who}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(named, key=self._map[:_KEY_BYTES], digest_size=4).digest()
        place = _KEY_BYTES + int.from_bytes(digest) % _PLACES * _PLACE.size
        window = int(now // limit.seconds) & 0xFFFFFFFF
        then, count = _PLACE.unpack_from(self._map, place)
        return place, window, count if then == window else 0

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
