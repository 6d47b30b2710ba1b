"""One showing in a web process: its newest snapshots, and the viewers of it by look."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import redis
from dash.development.base_component import Component

from dashboard.live.channel import Channel
from dashboard.live.encoded import Encoded, SnapshotBytes
from dashboard.live.events import event
from dashboard.live.viewer import Viewer
from dashboard.live.wall_channel import Clock, WallChannel
from data_access.domain.merge_patch import merge, without_nulls
from data_access.domain.showing import Showing
from data_access.store.live import Change, LiveFeed
from layouts.wall.heat_modes import heat_cells
from layouts.wall.look import Look

Json = dict[str, Any]
Render = Callable[[Json], Component]
SNAPSHOTS_KEPT = 120
"""Snapshots a page may have been drawn from when its stream begins: about half a minute of them."""


class Followed:
    """Snapshots and streams of one showing; its hub hands it every change."""

    def __init__(
        self, showing: Showing, feed: LiveFeed, renderer: Callable[[Look], Render], clock: Clock
    ) -> None:
        self.showing = showing
        self.numbers = Channel()
        self._renderer = renderer
        self._hub_clock = clock
        self.figures_at: float = clock()["server_time"]
        """When its figures were last known to be those of then; at first the page itself computes them."""
        self.is_fine = True
        """Whether the last change could be shown."""
        self._walls: dict[Look, WallChannel] = {}
        """Made when the first viewer with a look comes."""
        self._feed = feed
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        """Held while a change or a snapshot is taken over: who has read an older one must not come later."""
        self._ready = threading.Event()
        self._recent: OrderedDict[int, Json] = OrderedDict()
        self._accepted: dict[int, float] = {}
        """By number of a recent snapshot: when the first action that is new in it was accepted."""
        self._bytes = SnapshotBytes()
        self._merged: Json | None = None
        """What readers of the numbers hold: the snapshot without nulls, moved on by every delta."""
        self.current: Json | None = None
        """The newest snapshot, None before the first."""

    def clock(self) -> Json:
        """What every message of it tells about time and freshness."""
        return {**self._hub_clock(), "figures_at": self.figures_at}

    @property
    def viewers(self) -> int:
        """Streams of it that are open now."""
        return len(self.numbers) + sum(len(wall.channel) for wall in self.looks())

    def looks(self) -> list[WallChannel]:
        """The streams of every look that somebody has asked for."""
        return list(self._walls.values())

    def knows(self, seq: int) -> bool:
        """Whether a page that shows this snapshot is brought up to date by what changed since."""
        return seq in self._recent

    def encoded(self) -> Encoded | None:
        """What a new reader of the numbers would be sent first, None before the first snapshot."""
        merged = self._merged
        return None if merged is None else self._bytes.of(merged)

    def wait(self, seconds: float) -> Json | None:
        """The newest snapshot, waiting for the first one at most `seconds`."""
        self._ready.wait(seconds)
        return self.current

    def join_wall(self, look: Look, after: int | None, viewer: Viewer) -> Channel:
        """Add a viewer whose page shows the snapshot numbered `after`. Raises ValueError for the language."""
        wall = self._wall(look)
        wall.join(viewer, self._recent.get(after) if after is not None else None, self._newest)
        return wall.channel

    def poll_wall(self, look: Look, after: int | None) -> bytes:
        """What a page of the snapshot numbered `after` lacks, as JSON. Raises ValueError for the language."""
        seen = self._recent.get(after) if after is not None else None
        return self._wall(look).poll(seen, self._newest, self._first_accepted(after))

    def _newest(self) -> Json | None:
        return self.current

    def _first_accepted(self, after: int | None) -> float | None:
        """When the first action that a page of the snapshot numbered `after` lacks was accepted."""
        if after is None:
            return None
        return min((at for seq, at in list(self._accepted.items()) if seq > after), default=None)

    def _wall(self, look: Look) -> WallChannel:
        with self._lock:
            wall = self._walls.get(look)
            if wall is None:
                cells = partial(heat_cells, mode=look.heat)
                wall = self._walls[look] = WallChannel(self._renderer(look), self.clock, cells)
        return wall

    def join_numbers(self, after: int | None, viewer: Viewer) -> Channel:
        """Add a reader of the numbers; one whose snapshot `after` is current gets none first."""
        with self._lock:
            if self._merged is not None and self._merged["seq"] != after:
                viewer.tell(event("snapshot", self._merged, self._merged["seq"]))
            self.numbers.add(viewer)
        return self.numbers

    def take(self, change: Change, at: float, accepted_at: float | None = None) -> None:
        """Take over a change, or the whole snapshot where one was missed. Raises redis.RedisError.

        `accepted_at` is when the first action behind the change was accepted.
        """
        with self._turn:
            self._take(change, at, accepted_at)

    def fetch(self) -> None:
        """Start again from the stored snapshot after a gap or a new worker. Raises redis.RedisError."""
        with self._turn:
            self._fetch()

    def _take(self, change: Change, at: float, accepted_at: float | None) -> None:
        seq = self.current["seq"] if self.current else None
        if change.delta is None or self._merged is None or change.previous != self._merged["seq"]:
            if change.seq != seq:
                self._fetch()
            return
        told = {"seq": change.seq, "previous": change.previous, "at": at, "delta": change.delta}
        self._send_numbers(merge(self._merged, change.delta), event("delta", told, change.seq))
        if seq is None or seq < change.seq:
            self._show(self._feed.snapshot(self.showing), accepted_at)

    def _fetch(self) -> None:
        snapshot = self._feed.snapshot(self.showing)
        if snapshot is None:
            return
        if self.current is None or snapshot["seq"] != self.current["seq"]:
            merged = without_nulls(snapshot)
            self._send_numbers(merged, event("snapshot", merged, merged["seq"]))
            self._show(snapshot)

    def cut_all(self) -> None:
        """End every stream."""
        for channel in (self.numbers, *(wall.channel for wall in self.looks())):
            channel.cut_all()

    def _send_numbers(self, merged: Json, data: bytes) -> None:
        with self._lock:
            self._merged = merged
            self.numbers.send(data)

    def _show(self, snapshot: Json | None, accepted_at: float | None = None) -> None:
        if snapshot is None:
            return
        self._recent[snapshot["seq"]] = snapshot
        if accepted_at is not None:
            self._accepted[snapshot["seq"]] = accepted_at
        while len(self._recent) > SNAPSHOTS_KEPT:
            self._accepted.pop(self._recent.popitem(last=False)[0], None)
        self.current = snapshot
        self._ready.set()
        for wall in self.looks():
            wall.show(snapshot, accepted_at)


def fetch_quietly(followed: Followed) -> None:
    """Look for a stored snapshot; without a store the next change brings it."""
    try:
        followed.fetch()
    except redis.RedisError:
        return
