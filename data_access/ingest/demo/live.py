"""The live feed of the demo city: every planned action goes through the door when its time has come."""

import datetime as dt
import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.ingest.demo.demo_city import DayPlan, DemoCity, days_between
from data_access.ingest.demo.state import DemoState, SpeedSpan

IngestLines = Callable[[list[bytes]], object]
"""Takes a batch of lines; when it returns they are in the store. It raises when they may not be."""

BATCH = 20_000
_SHORT_GAP = 2 * 86_400
"""Seconds without a run that `due` fills on its own; it holds all plans in memory."""
_AHEAD = 3600
"""Seconds before midnight at which the next day is planned."""
_PlanKey = tuple[dt.date, float]


@dataclass(frozen=True)
class _Queue:
    """Actions to come of all plans, ascending by time."""

    times: npt.NDArray[np.int64]
    plan: npt.NDArray[np.int64]
    where: npt.NDArray[np.int64]


class LiveFeed:
    """Emits what the plans hold between the cursor and now; a restart goes on where the last run ended.

    A cursor that lags behind what was really stored is harmless: an action given twice has one identity.
    """

    def __init__(self, city: DemoCity, state: DemoState, speed: float = 1.0) -> None:
        """`speed` above 1: beside the usual cases (speed - 1) times as many, handled faster."""
        if not 0 < speed <= 1000:
            raise ValueError(f"a speed of {speed} is not between 0 and 1000")
        self._city = city
        self._state = state
        self._speed = max(1.0, round(speed, 2))
        self.cursor = state.cursor
        self._spans = state.speed_spans()
        self._plans: dict[_PlanKey, DayPlan] = {}
        self._order: list[_PlanKey] = []
        self._queue = _Queue(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        self._planned_to: dt.date | None = None

    def catch_up(self, now: float) -> Iterator[list[bytes]]:
        """Begin a run: batches of what was missed in a long gap, to be stored before the next is taken.

        A short gap is left to `due`.
        """
        self._begin_span(now)
        now = math.floor(now)
        if now - self.cursor < _SHORT_GAP:
            return
        first, last = self._city.first_day_open(self._day(self.cursor)), self._day(now)
        for key in self._keys(first, last):
            lines = self._restricted(key, self._city.plan(*key)).between(self.cursor, now)
            for start in range(0, len(lines), BATCH):
                yield lines[start : start + BATCH]
        self._advance(now)

    def due(self, now: float) -> Iterator[list[bytes]]:
        """Batches of what has become due since the last call, in the order of time."""
        now = math.floor(now)
        if now <= self.cursor:
            return
        self._plan_ahead(now)
        queue = self._queue
        start, end = np.searchsorted(queue.times, [self.cursor, now], side="right")
        for first in range(int(start), int(end), BATCH):
            yield self._lines(first, min(first + BATCH, int(end)))
        self._advance(now)

    def next_at(self) -> float | None:
        """Time of the next action after the cursor, None when nothing is planned."""
        start = int(np.searchsorted(self._queue.times, self.cursor, side="right"))
        return float(self._queue.times[start]) if start < len(self._queue.times) else None

    def _lines(self, first: int, last: int) -> list[bytes]:
        queue = self._queue
        lines: list[bytes] = [b""] * (last - first)
        owner = queue.plan[first:last]
        for number in np.unique(owner).tolist():
            plan = self._plans[self._order[number]]
            places = np.flatnonzero(owner == number)
            rows, steps = np.divmod(queue.where[first:last][places], plan.lives.times.shape[1])
            for place, line in zip(places.tolist(), plan.lines.of(rows, steps), strict=True):
                lines[place] = line
        return lines

    def _advance(self, to: float) -> None:
        self.cursor = float(to)
        self._state.move_cursor(self.cursor)
        self._extend_span()

    def _plan_ahead(self, now: float) -> None:
        """Plan the days that can have actions from now until some time after the next midnight."""
        last = self._day(now + _AHEAD)
        if self._planned_to == last:
            return
        keys = list(self._keys(self._city.first_day_open(self._day(self.cursor)), last))
        plans = {key: self._plans.get(key) or self._restricted(key, self._city.plan(*key)) for key in keys}
        parts = [plans[key].pending(self.cursor) for key in keys]
        times = np.concatenate([part[0] for part in parts])
        order = np.argsort(times, kind="stable")
        owner = np.repeat(np.arange(len(keys)), [len(part[0]) for part in parts])
        where = np.concatenate([part[1] for part in parts])
        self._queue = _Queue(times[order], owner[order], where[order])
        self._plans, self._order, self._planned_to = plans, keys, last

    def _keys(self, first: dt.date, last: dt.date) -> Iterator[_PlanKey]:
        """Plans that can matter for these days: the usual one of each, and those of faster stretches."""
        for day in days_between(first, last):
            yield day, 1.0
            speeds = {s.speed for s in self._spans if self._day(s.start) <= day <= self._day(s.end)}
            if self._speed > 1 and self._spans and day >= self._day(self._spans[-1].start):
                speeds.add(self._speed)
            for speed in sorted(speeds):
                yield day, speed

    def _restricted(self, key: _PlanKey, plan: DayPlan) -> DayPlan:
        """Of an extra plan, only the cases reported while that speed was on."""
        if key[1] == 1.0:
            return plan
        reported = plan.lives.times[:, 0]
        on = np.zeros(len(reported), dtype=bool)
        for number, span in enumerate(self._spans):
            if span.speed == key[1]:
                running = number == len(self._spans) - 1 and self._speed == span.speed
                on |= (reported > span.start) & (running | (reported <= span.end))
        return plan.only(on)

    def _begin_span(self, now: float) -> None:
        if self._speed > 1:
            last = self._spans[-1] if self._spans else None
            if last is None or last.speed != self._speed or now - last.end > 120:
                self._spans.append(SpeedSpan(float(math.floor(now)), float(math.floor(now)), self._speed))
        oldest = dt.timedelta(days=100).total_seconds()
        self._spans = [span for span in self._spans if now - span.end < oldest]
        self._state.keep_speed_spans(self._spans)

    def _extend_span(self) -> None:
        if self._speed > 1 and self._spans:
            last = self._spans[-1]
            self._spans[-1] = SpeedSpan(last.start, self.cursor, last.speed)
            self._state.keep_speed_spans(self._spans)

    def _day(self, at: float) -> dt.date:
        return dt.datetime.fromtimestamp(at, self._city.city.zone).date()


def follow(
    feed: LiveFeed,
    ingest: IngestLines,
    stop: threading.Event,
    beat: Callable[[float], None],
    clock: Callable[[], float] = time.time,
) -> None:
    """Catch up, then emit until `stop` is set; `beat` is told at least each second how far the feed is.

    Raises what `ingest` and `beat` raise; starting again goes on from the cursor.
    """
    for lines in feed.catch_up(clock()):
        if stop.is_set():
            return
        ingest(lines)
    while not stop.is_set():
        now = clock()
        for lines in feed.due(now):
            ingest(lines)
        beat(now)
        stop.wait(0.5)
