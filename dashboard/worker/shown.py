"""What the worker last published of one showing, and when it computes it again."""

from collections.abc import Set as AbstractSet
from typing import Any

from data_access.domain.city import City
from data_access.domain.home import Home, home_of
from data_access.domain.merge_patch import diff
from data_access.domain.period import local_day
from data_access.domain.showing import Showing
from data_access.queries.scene_sources import SCENES
from data_access.store.live import Change

Json = dict[str, Any]
_ALWAYS_NEW = {"seq", "at"}
"""Members that differ at every computation: alone they are no change."""
RENEW_SECONDS = 60
"""How long screens may show ages that do not grow."""
SEQ_STEP = 1000
"""A store that lost its last second must not give a number twice."""


class Shown:
    """One showing; `stored` is the snapshot that the store has of it, from an earlier worker."""

    def __init__(self, showing: Showing, city: City, stored: Json | None) -> None:
        self.showing = showing
        self._zone = city.zone
        self.home: Home = home_of(city.tree, showing.area)
        self.source = SCENES[showing.scene]
        self.last: Json | None = None
        self._seq = (stored["seq"] if stored else 0) + SEQ_STEP
        self._computed_at: float | None = None
        self._touched = True
        self.accepted_at: float | None = None
        """When the first action that no published snapshot has was accepted, Unix seconds."""
        self.is_fine = False
        """Whether the last attempt to compute it succeeded: only then its screens may look live."""

    def note(self, towns: AbstractSet[int] | None, accepted_at: float | None = None) -> None:
        """Take notice of the towns whose rows changed; None means that any may have.

        `accepted_at` is when the first of the actions behind them was accepted, None where nobody knows.
        """
        if towns is None or (towns and (self.home.is_city or self.home.index in towns)):
            self._touched = True
            if self.accepted_at is None:
                self.accepted_at = accepted_at

    def is_due(self, now: float) -> bool:
        """Whether it is time to compute it; `now` is in Unix seconds."""
        if self._computed_at is None or now < self._computed_at:
            return True
        if local_day(int(now), self._zone) != local_day(int(self._computed_at), self._zone):
            # At midnight today, its weekday to compare with and perhaps the month are others.
            return True
        pause = self.source.busy_seconds if self._touched else self.source.calm_seconds
        return now - self._computed_at >= pause

    def skip(self, now: float) -> None:
        """Leave it for this time after a fault; the screens that show it say since when."""
        self._computed_at, self._touched, self.is_fine = now, False, False

    def take(self, snapshot: Json, now: float) -> Change | None:
        """Number a newly computed snapshot; None when it says nothing new and the last one stays."""
        self._computed_at, self._touched, self.is_fine = now, False, True
        # Ages are written from the snapshot's time, so that in a quiet town they need a new one as well.
        renew = self.last is not None and snapshot["at"] // RENEW_SECONDS != self.last["at"] // RENEW_SECONDS
        delta = None if self.last is None else diff(self.last, snapshot)
        if self.last is not None and delta is not None and not delta.keys() - _ALWAYS_NEW and not renew:
            return None
        previous = None if self.last is None else int(self.last["seq"])
        self._seq += 1
        snapshot["seq"] = self._seq
        if delta is not None:
            delta["seq"] = self._seq
        self.last = snapshot
        return Change(self._seq, previous, delta)
