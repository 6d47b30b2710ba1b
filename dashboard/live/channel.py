"""The viewers of one stream: everything sent is encoded once and shared by all of them."""

import threading
import time

from dashboard.live.events import packed
from dashboard.live.viewer import Viewer

_TURN = 200
"""Viewers served before others have their turn: a greenlet that never waits would hold up all requests."""


class Channel:
    """A set of viewers. Safe to use from several threads."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._lock = threading.Lock()
        self._sent_at = 0.0

    def __len__(self) -> int:
        return len(self._viewers)

    def add(self, viewer: Viewer) -> None:
        """Let a viewer receive everything sent from now on."""
        with self._lock:
            self._viewers.add(viewer)

    def remove(self, viewer: Viewer) -> None:
        """Forget a viewer; doing so again is harmless."""
        with self._lock:
            self._viewers.discard(viewer)

    def send(self, data: bytes) -> None:
        """Queue the same bytes for every viewer, and forget those that were cut off."""
        with self._lock:
            viewers = list(self._viewers)
        self._sent_at = time.monotonic()
        small = packed(data) if any(viewer.takes_packed for viewer in viewers) else b""
        for number, viewer in enumerate(viewers, 1):
            if number % _TURN == 0:
                time.sleep(0)
            viewer.put(small if viewer.takes_packed else data)
            if viewer.is_cut:
                self.remove(viewer)

    def silent_for(self) -> float:
        """Seconds since something was sent to all."""
        return time.monotonic() - self._sent_at

    def cut_all(self) -> None:
        """End the stream of every viewer."""
        with self._lock:
            viewers, self._viewers = list(self._viewers), set()
        for viewer in viewers:
            viewer.cut()
