"""One reader of a stream: a bounded queue between the hub and its connection."""

import queue
from collections.abc import Callable, Iterator

from dashboard.live.events import GZIP_HEAD, packed

QUEUED_EVENTS = 64
"""Events that may wait for one viewer: about half a minute; who lags more is cut off and connects again."""
_END = b""


class Viewer:
    """The hub puts shared bytes in, the connection's own thread or greenlet takes them out."""

    def __init__(self, *, takes_packed: bool = False) -> None:
        self._queue: queue.Queue[bytes] = queue.Queue(QUEUED_EVENTS + 1)
        self.takes_packed = takes_packed
        """Whether the other end reads gzip: its channel then hands it parts of a gzip stream."""
        self.is_cut = False
        self.on_cut: Callable[[], None] | None = None
        """Called once when the viewer is cut off; closes a connection whose other end has stopped reading."""

    def put(self, data: bytes) -> None:
        """Queue bytes; never waits. A viewer whose queue is full is cut off."""
        if self.is_cut:
            return
        if self._queue.qsize() >= QUEUED_EVENTS:
            self.cut()
        else:
            self._queue.put_nowait(data)

    def tell(self, data: bytes) -> None:
        """Queue bytes meant for this viewer alone, in the form that it takes."""
        self.put(packed(data) if self.takes_packed else data)

    def cut(self) -> None:
        """End the stream: what is queued is still sent if the connection takes it."""
        if self.is_cut:
            return
        self.is_cut = True
        self._queue.put_nowait(_END)
        if self.on_cut is not None:
            self.on_cut()

    def read(self, first: bytes) -> Iterator[bytes]:
        """The bytes in order, `first` ahead of all, until the viewer is cut off."""
        yield GZIP_HEAD + packed(first) if self.takes_packed else first
        while True:
            data = self._queue.get()
            if data == _END:
                return
            yield data
