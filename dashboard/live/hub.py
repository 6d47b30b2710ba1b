"""The stream hub of a web process: one subscription to the live feed, any number of viewers.

What a tick changes is rendered and encoded once; every viewer is handed the same bytes. A beat in every
second without other news carries the server's time and the age of the data, also while the store is away.
The hub asks the worker for what its screens show, and stops asking a while after the last one has left.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import redis
import structlog

from dashboard.live.channel import Channel
from dashboard.live.encoded import Encoded
from dashboard.live.events import event
from dashboard.live.followed import Followed, Render, fetch_quietly
from dashboard.live.viewer import Viewer
from data_access.domain.showing import Showing
from data_access.store.live import LiveFeed, Tick
from layouts.wall.look import Look

Json = dict[str, Any]
BEAT_SECONDS = 1.0
FIRST_SNAPSHOT_SECONDS = 2.0
"""How long somebody waits for the first picture of a showing that nobody has looked at lately."""
FOLLOW_SECONDS = 0.5
"""How often the follower looks up from a silent feed."""
LONGEST_PAUSE = 1.0
"""Seconds between two attempts to reach a store that is away."""
KEPT_SECONDS = 90.0
"""How long a showing is wanted after its last viewer has left: playlists come back to it."""
ASK_SECONDS = 5.0
"""Pause between two messages to the worker about what is wanted."""

_log = structlog.get_logger("stream")


class StreamHub:
    """Current snapshots and all streams of one web process. `start` it in the process that serves.

    `renderer` makes what draws a showing with a look; `main` is the showing that is always followed.
    `about` is part of every message: what does not change while the process lives. `now` is the clock.
    """

    def __init__(
        self,
        feed: LiveFeed,
        main: Showing,
        renderer: Callable[[Showing, Look], Render],
        *,
        about: Mapping[str, str] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._feed = feed
        self._about = dict(about or {})
        self._now = now
        self._renderer = renderer
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._followed: dict[Showing, Followed] = {}
        self._wanted_at: dict[Showing, float] = {}
        """When somebody last asked for or watched a showing, by the monotonic clock."""
        self._asked_at = 0.0
        self.tick_at: float | None = None
        self.feeds: Json = {}
        self.store_up = False
        self.main = self._follow_showing(main)

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
        for followed in list(self._followed.values()):
            followed.cut_all()
        for thread in self._threads:
            thread.join(2 * FOLLOW_SECONDS)

    @property
    def current(self) -> Json | None:
        """The newest snapshot of the showing that is always followed."""
        return self.main.current

    def wait_for_snapshot(self, showing: Showing, seconds: float) -> Json | None:
        """The newest snapshot of a showing, waiting for the first one at most `seconds`."""
        return self.follow(showing).wait(seconds)

    def clock(self) -> Json:
        """Release, server time, time of the last tick, heartbeats of the feeds, whether the store answers."""
        return {
            **self._about,
            "server_time": round(self._now(), 3),
            "tick_at": self.tick_at,
            "feeds": self.feeds,
            "store": "up" if self.store_up else "down",
        }

    @property
    def viewers(self) -> int:
        """Streams that are open now."""
        return sum(followed.viewers for followed in list(self._followed.values()))

    def encoded_snapshot(self, showing: Showing | None = None) -> Encoded | None:
        """What a new reader of the numbers would be sent first, None before the first snapshot."""
        return self._numbers_of(showing).encoded()

    def watch_wall(self, showing: Showing, look: Look, after: int | None, viewer: Viewer) -> Iterator[bytes]:
        """Events of a showing with a look, for a page of its snapshot numbered `after`.

        Raises ValueError for a language without a catalogue.
        """
        followed = self.follow(showing)
        return self._read(viewer, followed.join_wall(look, after, viewer), followed)

    def poll_wall(self, showing: Showing, look: Look, after: int | None) -> bytes:
        """What `watch_wall` would begin with, for pages that no stream reaches.

        Raises ValueError for a language without a catalogue.
        """
        return self.follow(showing).poll_wall(look, after)

    def watch_numbers(
        self, after: int | None, viewer: Viewer, showing: Showing | None = None
    ) -> Iterator[bytes]:
        """Numbered snapshots and deltas of a showing, without one of that which is always followed."""
        followed = self._numbers_of(showing)
        return self._read(viewer, followed.join_numbers(after, viewer), followed)

    def _numbers_of(self, showing: Showing | None) -> Followed:
        return self.main if showing is None or showing == self.main.showing else self.follow(showing)

    def follow(self, showing: Showing) -> Followed:
        """The showing with its streams; asks the worker for it when nobody has lately."""
        with self._lock:
            self._wanted_at[showing] = time.monotonic()
            known = self._followed.get(showing)
        if known is not None:
            return known
        followed = self._follow_showing(showing)
        self._ask_quietly([showing])
        fetch_quietly(followed)
        return followed

    def _follow_showing(self, showing: Showing) -> Followed:
        made = Followed(showing, self._feed, partial(self._renderer, showing), self.clock)
        with self._lock:
            return self._followed.setdefault(showing, made)

    def _read(self, viewer: Viewer, channel: Channel, followed: Followed) -> Iterator[bytes]:
        try:
            # At once, so that the reader knows the connection stands and what time it is.
            yield from viewer.read(event("beat", followed.clock()))
        finally:
            channel.remove(viewer)

    def _beat(self) -> None:
        due = time.monotonic()
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due + BEAT_SECONDS, time.monotonic())
            for followed in list(self._followed.values()):
                data = event("beat", followed.clock())
                followed.numbers.send(data)
                for wall in followed.looks():
                    wall.beat(data, BEAT_SECONDS)
            self._keep_wanted()

    def _keep_wanted(self) -> None:
        """Say every few seconds what is wanted, and forget what has not been for a while."""
        now = time.monotonic()
        if now - self._asked_at < ASK_SECONDS:
            return
        self._asked_at = now
        with self._lock:
            for showing, followed in list(self._followed.items()):
                if followed is self.main or followed.viewers:
                    self._wanted_at[showing] = now
                elif now - self._wanted_at.get(showing, 0.0) > KEPT_SECONDS:
                    del self._followed[showing]
                    self._wanted_at.pop(showing, None)
            wanted = list(self._followed)
        self._ask_quietly(wanted)

    def _ask_quietly(self, showings: list[Showing]) -> None:
        try:
            self._feed.want(showings, self._now() + KEPT_SECONDS)
        except redis.RedisError:
            return  # The follower tells about it; asked again in a moment.

    def _follow(self) -> None:
        pause = 0.05
        while not self._stopped.is_set():
            try:
                ticks = self._feed.follow(FOLLOW_SECONDS)
                next(ticks)
                self._asked_at = 0.0
                for followed in list(self._followed.values()):
                    followed.fetch()
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
        for followed in list(self._followed.values()):
            key = followed.showing.key
            change = tick.changes.get(key)
            if change is not None:
                try:
                    followed.take(change, tick.at, tick.accepted.get(key))
                    followed.is_fine = True
                except redis.RedisError:
                    raise
                except Exception:
                    # A fault in one scene must not end the others; its screens say since when it lasts.
                    _log.exception("a change could not be shown", showing=key)
                    followed.is_fine = False
            if followed.is_fine and (tick.fine is None or key in tick.fine):
                followed.figures_at = tick.at
