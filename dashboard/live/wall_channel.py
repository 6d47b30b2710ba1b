"""The wall's stream with one look: pages rendered once per snapshot, differences shared by all viewers."""

import math
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from dash.development.base_component import Component

from dashboard.live.channel import Channel
from dashboard.live.events import Shared, begun, event, rest
from dashboard.live.viewer import Viewer
from data_access.domain.heat import HeatMode
from layouts.patch import all_properties, component_patches
from layouts.wall.heat_modes import heat_cells
from layouts.wall.ids import can_wait

Json = dict[str, Any]
Clock = Callable[[], Json]
Newest = Callable[[], Json | None]
"""Gives the newest snapshot of what a channel shows, None before the first."""
SLOW_SECONDS = 1.0


_densities = partial(heat_cells, mode=HeatMode.DENSITY)


class WallChannel:
    """Viewers of the wall with one look.

    `render` draws the wall of a snapshot; `clock` gives server_time, tick_at, feeds and store; `cells` picks
    what is painted out of a snapshot, cases by cell.
    """

    def __init__(
        self,
        render: Callable[[Json], Component],
        clock: Clock,
        cells: Callable[[Json], Json] = _densities,
    ) -> None:
        self.channel = Channel()
        self._render = render
        self._clock = clock
        self._cells_of = cells
        self._lock = threading.Lock()
        self._page: Component | None = None
        self._cells: Json = {}
        self._seq = 0
        self._catch_ups: dict[int | None, Shared] = {}
        """The end of the message to a page of a snapshot, by its number: properties and cells as JSON."""
        self._caught_up_to = 0
        self._slow: Json = {}
        """Properties that can wait and that viewers have not been sent yet."""
        self._slow_sent_at = -math.inf

    def show(self, snapshot: Json, accepted_at: float | None = None) -> None:
        """Bring all viewers to a snapshot; nothing is rendered while nobody watches.

        `accepted_at` (Unix seconds) is when the action among its news that waited longest was accepted:
        browsers measure from then to their paint.
        """
        with self._lock:
            if not len(self.channel):
                self._page = None
                return
            if self._page is not None and snapshot["seq"] == self._seq:
                # Somebody came, and began with it, after it had become the newest and before this.
                return
            page, cells = self._render(snapshot), self._cells_of(snapshot)
            if self._page is None:
                self._slow.clear()
                data = self._event(snapshot["seq"], None, all_properties(page), cells)
            else:
                changed = _changed_cells(self._cells, cells)
                props = self._without_slow(component_patches(self._page, page))
                data = self._event(snapshot["seq"], self._seq, props, changed, accepted_at)
            self._page, self._cells, self._seq = page, cells, snapshot["seq"]
            self.channel.send(data)

    def beat(self, data: bytes, quiet_seconds: float) -> None:
        """Send what waits, or `data` when nothing was sent for so long; every message has the time."""
        with self._lock:
            props = self._without_slow({})
            if props:
                self.channel.send(self._event(self._seq, self._seq, props, {}))
            elif self.channel.silent_for() >= 0.9 * quiet_seconds:
                self.channel.send(data)

    def _without_slow(self, patches: Json) -> Json:
        """The patches that go out now: what can wait is kept until SLOW_SECONDS after the last."""
        for name in filter(can_wait, list(patches)):
            self._slow[name] = {**self._slow.get(name, {}), **patches.pop(name)}
        now = time.monotonic()
        if self._slow and now - self._slow_sent_at >= SLOW_SECONDS:
            patches = {**patches, **self._slow}
            self._slow, self._slow_sent_at = {}, now
        return patches

    def join(self, viewer: Viewer, seen: Json | None, newest: Newest) -> None:
        """Add a viewer that shows the snapshot `seen` (None: unknown), and bring it up to date."""
        with self._lock:
            # Asked in here: what became the newest before is in it, what does so later is shown after it.
            current = newest()
            if current is not None and (self._page is None or not len(self.channel)):
                # With others watching, the page is what they have: all go on from there together.
                self._begin_at(current)
            if self._page is not None:
                about, change = self._catching_up(seen)
                viewer.tell(begun(event("patch", about, self._seq)), change)
            self.channel.add(viewer)

    def poll(self, seen: Json | None, newest: Newest, accepted_at: float | None = None) -> bytes:
        """JSON of a message that brings a page of the snapshot `seen` up to date; the time in any case.

        `accepted_at` is when the first action that the page lacks was accepted.
        """
        with self._lock:
            current = newest()
            if current is None:
                return orjson.dumps(self._clock())
            if self._page is None or (not len(self.channel) and self._seq != current["seq"]):
                self._begin_at(current)
            about, change = self._catching_up(seen)
            return begun(orjson.dumps(about | _accepted(accepted_at))) + change.plain

    def _begin_at(self, snapshot: Json) -> None:
        self._page, self._cells = self._render(snapshot), self._cells_of(snapshot)
        self._seq = snapshot["seq"]
        # What waits is of a picture before, for viewers that have left.
        self._slow.clear()

    def _catching_up(self, seen: Json | None) -> tuple[Json, Shared]:
        """What brings a page of the snapshot `seen` to the one shown: what to say of it, and the change.

        The change is made once for all that come with that snapshot.
        """
        assert self._page is not None
        number = None if seen is None else int(seen["seq"])
        if self._caught_up_to != self._seq:
            self._catch_ups.clear()
            self._caught_up_to = self._seq
        if number not in self._catch_ups:
            props: Json
            heat: Json
            if seen is None:
                props, heat = all_properties(self._page), self._cells
            elif number == self._seq:
                props, heat = {}, {}
            else:
                props = component_patches(self._render(seen), self._page)
                heat = _changed_cells(self._cells_of(seen), self._cells)
            self._catch_ups[number] = rest({"props": props, "heat": heat})
        return self._about(self._seq, number), self._catch_ups[number]

    def _event(
        self, seq: int, previous: int | None, props: Json, heat: Json, accepted_at: float | None = None
    ) -> bytes:
        about = self._about(seq, previous) | _accepted(accepted_at)
        return event("patch", {**about, "props": props, "heat": heat}, seq)

    def _about(self, seq: int, previous: int | None) -> Json:
        """Of a message that brings a page of the snapshot `previous` to `seq`; None: any page."""
        # Of a whole picture, cells not named are empty now.
        place = {"whole": True} if previous is None else {"previous": previous}
        return {"seq": seq, **self._clock(), **place}


def _accepted(at: float | None) -> Json:
    return {} if at is None else {"accepted_at": at}


def _changed_cells(old: Json, new: Json) -> Json:
    """Cells with another count, None for those that are empty now."""
    changed: Json = {cell: count for cell, count in new.items() if old.get(cell) != count}
    changed.update({cell: None for cell in old if cell not in new})
    return changed
