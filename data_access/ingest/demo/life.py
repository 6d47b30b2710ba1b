"""The planned life of every case: the time of each of its actions, all at once for a day's cases."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.ingest.demo.cases import Cases
from data_access.ingest.demo.contested import contest
from data_access.ingest.demo.fixed_ends import fix_ends
from data_access.ingest.demo.quota import Flags, Indexes
from data_access.ingest.demo.steps import DAY, HOUR, MICROSECONDS, NONE, Step

_USUAL_LIFE = 8.8 * DAY

Times = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lives:
    """Planned times of the cases of a day."""

    times: Times
    """Unix seconds or NONE; shape (cases, steps)."""
    level: Indexes
    """Level of the escalation."""
    score: Indexes
    """Score of the rating."""


class LifePlanner:
    """Plans lives by the time limits of one city."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._limits = [
            None if one.limit is None or one.clock is None else (one.limit, one.clock)
            for one in city.taxonomy.subclasses
        ]

    def plan(self, cases: Cases, rng: np.random.Generator, pace: float = 1.0) -> Lives:
        """Times of all actions; `pace` above 1 makes everything after the report happen that much faster."""
        n = cases.size
        draw = _Draws(rng, n, np.exp(-0.18 * cases.quality))
        times = np.full((n, len(Step)), NONE, dtype=np.int64)
        report = times[:, Step.REPORT] = cases.reported
        lag = np.where(cases.public, draw.about(1500, 1.1), draw.about(170, 0.75))
        lag = np.where(cases.public & draw.chance(0.018), rng.uniform(24.2, 40, n) * HOUR, lag)
        accept = report + 15 + lag.astype(np.int64)
        confirmed = cases.public & cases.by_collectors & draw.chance(0.7)
        confirm = accept + draw.about(1500, 0.6)
        filed = np.where(confirmed, confirm, accept) + draw.about(280, 0.8)
        due = self._due(cases, filed)
        span = due - filed
        dispatch = filed + draw.about(230, 0.75)
        small = cases.self_handled
        long = (span > 20 * HOUR) & ~small
        returned = draw.chance(0.026) & ~small
        given_back = dispatch + draw.about(2700, 0.6)
        again = given_back + draw.about(1100, 0.7)
        start = np.where(returned, again, dispatch)
        suspended = long & ~returned & draw.chance(0.06)
        suspend = start + rng.uniform(1, 6, n) * HOUR
        suspended &= suspend < due
        resume = suspend + rng.uniform(0.5, 4, n) * DAY
        due = np.where(suspended, due + (resume - suspend).astype(np.int64), due)
        extended = long & ~suspended & draw.chance(0.05)
        extend = filed + rng.uniform(0.6, 0.95, n) * span
        due = np.where(extended, due + span, due)
        begin = np.where(suspended, resume, np.where(extended, extend, start)).astype(np.int64) + 120
        punctual = rng.random(n) < np.clip(0.893 + 0.04 * cases.quality, 0.55, 0.985)
        on_time = begin + rng.beta(1.3, 2.2, n) * (due - begin)
        delay = rng.exponential(6.2 * HOUR, n) * np.exp(-0.3 * cases.quality)
        dispose = np.where(punctual & (begin < due), on_time, np.maximum(begin, due) + 60 + delay)
        dispose = self._wake(dispose.astype(np.int64), due, rng)
        dispose = np.where(small, filed + 60 + draw.about(240, 0.7), dispose)
        latest = np.maximum(report + rng.uniform(4.5, 8.7, n) * DAY, np.where(suspended, begin + HOUR, 0))
        dispose = np.where(dispose - report > _USUAL_LIFE, latest, dispose).astype(np.int64)
        extended &= extend < dispose
        late = dispose > due
        escalated = (late & (dispose - due > 2 * HOUR) & draw.chance(0.5)) | (
            cases.urgent & ~small & draw.chance(0.04)
        )
        escalate = np.where(late, due + rng.uniform(0.3, 1.0, n) * np.minimum(dispose - due, 5 * HOUR), start)
        reworked = draw.chance(0.034) & ~small
        rework = dispose + draw.about(1200, 0.6)
        redone = self._wake((rework + draw.about(2.2 * HOUR, 0.6)).astype(np.int64), due, rng)
        done = np.where(reworked, redone, dispose)
        verify = done + draw.about(660, 0.75)
        close = self._wake((verify + draw.about(700, 0.9)).astype(np.int64), due, rng)
        tail = draw.chance(np.clip(0.0040 * np.exp(-0.9 * cases.quality), 0, 0.05)) & ~small
        close = np.where(tail, done + np.minimum(9 + rng.exponential(22, n), 64) * DAY, close)
        verify = np.where(tail & draw.chance(0.5), close - 1800, verify)
        rated = cases.public & draw.chance(0.62)
        rate = close + rng.uniform(0.2, 18, n) * HOUR
        void = draw.chance(0.007) & ~small & (dispose - start > HOUR)
        rejected = draw.chance(np.where(cases.public, 0.07, 0.022)) & ~small
        ends = cases.ends
        if ends is not None:
            void &= ~ends.fixed
            rejected = np.where(ends.fixed, False, rejected) | ends.rejected
        plain = ~rejected
        full = plain & ~void
        for step, when, what in (
            (Step.ACCEPT, accept, plain),
            (Step.CONFIRM, confirm, plain & confirmed),
            (Step.REJECT, report + 60 + lag, rejected),
            (Step.FILE, filed, plain),
            (Step.DISPATCH, dispatch, plain & ~small),
            (Step.RETURN, given_back, plain & returned),
            (Step.DISPATCH_AGAIN, again, plain & returned),
            (Step.SUSPEND, suspend, full & suspended),
            (Step.RESUME, resume, full & suspended),
            (Step.EXTEND, extend, full & extended),
            (Step.ESCALATE, escalate, full & escalated),
            (Step.DISPOSE, dispose, full),
            (Step.REWORK, rework, full & reworked),
            (Step.DISPOSE_AGAIN, redone, full & reworked),
            (Step.VERIFY, verify, full),
            (Step.CLOSE, close, full),
            (Step.VOID, start + rng.uniform(300, 3000, n), void & plain),
            (Step.RATE, rate, full & rated),
        ):
            times[:, step] = np.where(what, np.asarray(when).astype(np.int64), NONE)
        if ends is not None:
            fix_ends(times, cases, rng)
        # Of its own stream, so that all other draws stay what they were.
        contest(times, cases, rng.spawn(1)[0])
        if pace != 1.0:
            waits = times[:, 1:] - report[:, None]
            times[:, 1:] = np.where(
                times[:, 1:] == NONE, NONE, report[:, None] + np.ceil(waits / pace).astype(np.int64)
            )
        level = np.where(late & (dispose - due > 8 * HOUR), 2, 1)
        mood = 4.6 + 0.25 * cases.quality - 0.6 * late + rng.normal(0, 0.9, n)
        return Lives(times, level, np.clip(np.rint(mood), 1, 5).astype(np.int64))

    def _due(self, cases: Cases, filed: Times) -> Times:
        """Due time of each case in Unix seconds, by the same clocks that the fold uses."""
        due = self._city.deadlines.due
        limits = self._limits
        result = np.empty(cases.size, dtype=np.int64)
        for index, (subclass, start) in enumerate(zip(cases.subclass.tolist(), filed.tolist(), strict=True)):
            limit = limits[subclass]
            # Without a limit nothing is due; the demo then works as if it had three days.
            result[index] = (
                start + 3 * DAY
                if limit is None
                else due(start * MICROSECONDS, limit[0], limit[1]) // MICROSECONDS
            )
        return result

    def _wake(self, at: Times, due: Times, rng: np.random.Generator) -> Times:
        """Move what falls into the night to the next morning, unless that would break a time limit."""
        if not len(at):
            return at
        offset = self._city_offset(int(at[0]))
        second = (at + offset) % DAY
        night = (second < 6.5 * HOUR) | (second > 22.5 * HOUR)
        morning = at - second + np.where(second > 12 * HOUR, DAY, 0)
        morning += ((7.2 + rng.beta(1.5, 3, len(at)) * 3.5) * HOUR).astype(np.int64)
        return np.where(night & ((morning <= due) | (at > due)) & (rng.random(len(at)) < 0.9), morning, at)

    def _city_offset(self, at: int) -> int:
        return utc_offset(self._city, at)


class _Draws:
    """Random lags of a day's cases; `slow` stretches the work of weak towns."""

    def __init__(self, rng: np.random.Generator, size: int, slow: Floats) -> None:
        self._rng = rng
        self._size = size
        self._slow = slow

    def about(self, median: float, spread: float) -> Times:
        """Whole seconds around a median, log-normal."""
        lags = median * self._slow * np.exp(spread * self._rng.standard_normal(self._size))
        return np.maximum(1, lags).astype(np.int64)

    def chance(self, probability: float | Floats) -> Flags:
        """True with a probability."""
        return np.asarray(self._rng.random(self._size) < probability)


def utc_offset(city: City, at: int) -> int:
    """Seconds that the city's clocks are ahead of UTC at a moment."""
    offset = dt.datetime.fromtimestamp(at, city.zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
