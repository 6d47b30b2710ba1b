"""The stream hub of a web process: one subscription to the live feed, any number of viewers.

What a tick changes is rendered and encoded once; every viewer is handed the same bytes. A beat each second
carries the server's time and the age of the data, also while the store is away.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import redis
import structlog
from dash.development.base_component import Component

from dashboard.live.channel import Channel
from dashboard.live.encoded import Encoded, SnapshotBytes
from dashboard.live.events import event
from dashboard.live.viewer import Viewer
from dashboard.live.wall_channel import WallChannel
from data_access.domain.merge_patch import merge, without_nulls
from data_access.store.live import LiveFeed, Tick

Json = dict[str, Any]
BEAT_SECONDS = 1.0
FOLLOW_SECONDS = 0.5
"""How often the follower looks up from a silent feed."""
LONGEST_PAUSE = 1.0
"""Seconds between two attempts to reach a store that is away."""
SNAPSHOTS_KEPT = 120
"""Snapshots a page may have been drawn from when its stream begins: about a minute."""

_log = structlog.get_logger("stream")


class StreamHub:
    """Current snapshot and all streams of one web process. `start` it in the process that serves."""

    def __init__(self, feed: LiveFeed, renderers: Mapping[str, Callable[[Json], Component]]) -> None:
        self._feed = feed
        self._numbers = Channel()
        self._walls = {name: WallChannel(render, self.clock) for name, render in renderers.items()}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._ready = threading.Event()
        self._threads: list[threading.Thread] = []
        self._recent: OrderedDict[int, Json] = OrderedDict()
        self._merged: Json | None = None
        """What viewers of the numbers hold: the snapshot without nulls, moved on by every delta."""
        self._bytes = SnapshotBytes()
        self.current: Json | None = None
        """The newest snapshot, None before the first."""
        self.tick_at: float | None = None
        self.feeds: Json = {}
        self.store_up = False

    def start(self) -> None:
        """Begin to follow the live feed and to beat; again is harmless."""
        with self._lock:
            if self._threads:
                return
            for target in (self._follow, self._beat):
                thread = threading.Thread(target=target, name=f"stream{target.__name__}", daemon=True)
                self._threads.append(thread)
                thread.start()

    def stop(self) -> None:
        """End every stream and both threads; waits for them."""
        self._stopped.set()
        for channel in self._channels():
            channel.cut_all()
        for thread in self._threads:
            thread.join(2 * FOLLOW_SECONDS)

    def wait_for_snapshot(self, seconds: float) -> Json | None:
        """The newest snapshot, waiting for the first one at most `seconds`."""
        self._ready.wait(seconds)
        return self.current

    def clock(self) -> Json:
        """Server time, time of the last tick, heartbeats of the feeds and whether the store answers."""
        return {
            "server_time": round(time.time(), 3),
            "tick_at": self.tick_at,
            "feeds": self.feeds,
            "store": "up" if self.store_up else "down",
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that the wall speaks."""
        return tuple(self._walls)

    @property
    def viewers(self) -> int:
        """Streams that are open now."""
        return sum(len(channel) for channel in self._channels())

    def knows(self, seq: int) -> bool:
        """Whether a page that shows this snapshot is brought up to date by what changed since."""
        return seq in self._recent

    def encoded_snapshot(self) -> Encoded | None:
        """What a new reader of the numbers would be sent first, None before the first snapshot."""
        merged = self._merged
        return None if merged is None else self._bytes.of(merged)

    def watch_wall(self, language: str, after: int | None, viewer: Viewer) -> Iterator[bytes]:
        """Events of the wall in one language, for a page that shows the snapshot numbered `after`.

        Raises KeyError for a language without a catalogue.
        """
        wall = self._walls[language]
        wall.join(viewer, self._recent.get(after) if after is not None else None, self.current)
        return self._read(viewer, wall.channel)

    def watch_numbers(self, after: int | None, viewer: Viewer) -> Iterator[bytes]:
        """Numbered snapshots and deltas; a reader whose snapshot `after` is current gets none."""
        with self._lock:
            if self._merged is not None and self._merged["seq"] != after:
                viewer.put(event("snapshot", self._merged, self._merged["seq"]))
            self._numbers.add(viewer)
        return self._read(viewer, self._numbers)

    def _read(self, viewer: Viewer, channel: Channel) -> Iterator[bytes]:
        try:
            # At once, so that the reader knows the connection stands and what time it is.
            yield event("beat", self.clock())
            yield from viewer.read()
        finally:
            channel.remove(viewer)

    def _channels(self) -> list[Channel]:
        return [self._numbers, *(wall.channel for wall in self._walls.values())]

    def _beat(self) -> None:
        due = time.monotonic()
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due + BEAT_SECONDS, time.monotonic())
            data = event("beat", self.clock())
            for channel in self._channels():
                channel.send(data)

    def _follow(self) -> None:
        pause = 0.05
        while not self._stopped.is_set():
            try:
                ticks = self._feed.follow(FOLLOW_SECONDS)
                next(ticks)
                self._fetch()
                if not self.store_up:
                    _log.info("the store answers")
                self.store_up, pause = True, 0.05
                for tick in ticks:
                    if self._stopped.is_set():
                        return
                    if tick is not None:
                        self._take(tick)
            except redis.RedisError as error:
                if self.store_up or pause == 0.05:
                    _log.warning("the store does not answer; trying again", error=str(error))
                self.store_up = False
            except Exception:
                # A fault in one tick must not end the streams: go on from a fresh snapshot.
                _log.exception("a tick could not be shown")
            self._stopped.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _take(self, tick: Tick) -> None:
        self.tick_at, self.feeds = tick.at, tick.feeds
        seq = self.current["seq"] if self.current else None
        if tick.delta is None and tick.seq == seq:
            return
        if tick.delta is None or self._merged is None or tick.previous != self._merged["seq"]:
            self._fetch()
            return
        self._send_numbers(merge(self._merged, tick.delta), tick)
        if seq is None or seq < tick.seq:
            self._show(self._feed.snapshot())

    def _fetch(self) -> None:
        """Start again from the stored snapshot: first connection, a gap, another worker."""
        snapshot = self._feed.snapshot()
        if snapshot is None:
            return
        if self.current is None or snapshot["seq"] != self.current["seq"]:
            self._send_numbers(without_nulls(snapshot), None)
            self._show(snapshot)

    def _send_numbers(self, merged: Json, tick: Tick | None) -> None:
        with self._lock:
            self._merged = merged
            if tick is None:
                data = event("snapshot", merged, merged["seq"])
            else:
                changed = {"seq": tick.seq, "previous": tick.previous, "at": tick.at, "delta": tick.delta}
                data = event("delta", changed, tick.seq)
            self._numbers.send(data)

    def _show(self, snapshot: Json | None) -> None:
        if snapshot is None:
            return
        self._recent[snapshot["seq"]] = snapshot
        while len(self._recent) > SNAPSHOTS_KEPT:
            self._recent.popitem(last=False)
        self.current = snapshot
        self._ready.set()
        for wall in self._walls.values():
            wall.show(snapshot)
