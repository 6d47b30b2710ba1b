"""One reader of a stream: written to at once while it keeps up, by a bounded queue when it does not."""

import queue
from collections.abc import Callable, Iterator

from dashboard.live.events import GZIP_HEAD, Shared, packed
from dashboard.live.wire import Wire

QUEUED_EVENTS = 64
"""Events that may wait for one viewer: about half a minute; who lags more is cut off and connects again."""
LOOK_SECONDS = 2.0
"""How often a viewer who may be sent away is looked at."""
_END = b""


class Viewer:
    """The hub hands over shared bytes; what its connection does not take at once, its own thread or greenlet
    takes out of the queue."""

    def __init__(
        self,
        *,
        takes_packed: bool = False,
        wire: Wire | None = None,
        may_stay: Callable[[], bool] | None = None,
    ) -> None:
        self._queue: queue.Queue[bytes] = queue.Queue(QUEUED_EVENTS + 1)
        self._wire = wire
        self._may_stay = may_stay
        """Asked again and again for a viewer who may lose the right to look; by its own thread, since the
        answer may take a while."""
        self._queued, self._written = 1, 0
        """Parts that were to wait, the first among them, and those of them that have been written since."""
        self.takes_packed = takes_packed
        """Whether the other end reads gzip: its channel then hands it parts of a gzip stream."""
        self.is_cut = False

    @property
    def waits(self) -> bool:
        """Whether something was handed over and is not known to be written: nothing may overtake it."""
        return self._queued != self._written

    def put(self, data: bytes) -> None:
        """Send or queue bytes; never waits. A viewer whose queue is full, or who has gone, is cut off."""
        if self.is_cut:
            return
        if self._wire is not None:
            data = self._wire.framed(data)
            if not self.waits:
                try:
                    data = self._wire.write(data)
                except OSError:
                    self.cut()
                    return
                if not data:
                    return
        if self._queue.qsize() >= QUEUED_EVENTS:
            self.cut()
        else:
            self._queued += 1
            self._queue.put_nowait(data)

    def tell(self, data: bytes, shared: Shared | None = None) -> None:
        """Send bytes meant for this viewer alone, in the form that it takes; `shared` ones follow them."""
        if self.takes_packed:
            self.put(packed(data) + (shared.packed if shared else b""))
        else:
            self.put(data + (shared.plain if shared else b""))

    def cut(self) -> None:
        """End the stream: what is queued is still sent if the connection takes it."""
        if self.is_cut:
            return
        self.is_cut = True
        self._queue.put_nowait(_END)
        if self._wire is not None:
            # Sending to a reader who has stopped reading waits for good; only closing ends it.
            self._wire.close()

    def read(self, first: bytes) -> Iterator[bytes]:
        """The bytes in order, `first` ahead of all, until the viewer is cut off.

        With a wire only `first` is given, so that the server sends the head of its answer before it; the
        others are written to the connection meanwhile.
        """
        yield GZIP_HEAD + packed(first) if self.takes_packed else first
        self._written += 1
        while (data := self._next()) != _END:
            if self._wire is None:
                yield data
            else:
                try:
                    self._wire.finish(data)
                except OSError:
                    self.cut()
                    return
            self._written += 1

    def _next(self) -> bytes:
        """What was queued first, waiting for it; the end once the viewer may not stay."""
        if self._may_stay is None:
            return self._queue.get()
        while True:
            try:
                data = self._queue.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                data = None
            if not self._may_stay():
                self.cut()
                return _END
            if data is not None:
                return data
