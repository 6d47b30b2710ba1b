"""The eight figures at the top of the wall, with the course of today and of the same weekday last week."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from data_access.domain.facts import Facts, Mask, Times, earlier
from data_access.domain.measures import MEASURES, Fact, TimeColumn
from data_access.domain.rows import NEVER, RowFlag, Stage
from data_access.queries.wall_clock import HOURS, WallClock, counts_before

Series = npt.NDArray[np.int64]
_NEVER = np.int32(NEVER)
_LATER = np.iinfo(np.int32).max
_POINTS = HOURS + 1


class CourseDay(NamedTuple):
    """A day of the courses: its row times, and where its points stand among the moments."""

    start: int
    stop: int
    points: slice
    is_today: bool


class DayCourses:
    """Courses of counts through today and through the same weekday last week.

    A course has 25 points, at the beginnings of the hours 0 to 24. Today's last point is the one of the
    hour that runs and stands for now; the points after it are null.
    """

    def __init__(self, clock: WallClock) -> None:
        self._clock = clock
        today = np.minimum(clock.today_hours, clock.now)
        self.moments = np.concatenate([clock.last_week_hours, [clock.same_time], today])
        self.begun = int(np.count_nonzero(clock.today_hours < clock.now)) + 1
        """Points of today that are known, now included."""

    @property
    def now(self) -> int:
        """The clock as a row time."""
        return self._clock.now

    def days(self) -> tuple["CourseDay", "CourseDay"]:
        """The two days, each with its points among the moments."""
        last_week, today = self._clock.last_week_hours, self._clock.today_hours
        return (
            CourseDay(int(last_week[0]), int(last_week[-1]), slice(0, _POINTS + 1), False),
            CourseDay(int(today[0]), int(today[-1]), slice(_POINTS + 1, None), True),
        )

    def before(self, times: Times) -> Series:
        """Times before each moment."""
        return counts_before(times, self.moments)

    @staticmethod
    def today(counts: Series, *, since_start: bool) -> Series:
        """Today's 25 points."""
        part = counts[_POINTS + 1 :]
        return part - part[0] if since_start else part

    @staticmethod
    def last_week(counts: Series, *, since_start: bool) -> tuple[Series, int]:
        """Last week's 25 points, and the one of the same time of day."""
        start = counts[0] if since_start else 0
        return counts[:_POINTS] - start, int(counts[_POINTS] - start)

    def shown(self, points: list[Any]) -> list[Any]:
        """Today's points with null for those not begun."""
        known = min(self.begun, _POINTS)
        return points[:known] + [None] * (_POINTS - known)


def _cumulative(courses: DayCourses, counts: Series) -> dict[str, Any]:
    today = courses.today(counts, since_start=True)
    before, same = courses.last_week(counts, since_start=True)
    return {
        "value": int(today[-1]),
        "last_week": same,
        "spark": courses.shown(today.tolist()),
        "spark_last_week": before.tolist(),
    }


def _level(courses: DayCourses, entries: Times, exits: Times, value: int) -> dict[str, Any]:
    counts = courses.before(entries) - courses.before(exits)
    before, same = courses.last_week(counts, since_start=False)
    points = courses.shown(courses.today(counts, since_start=False).tolist())
    points[min(courses.begun, _POINTS) - 1] = value
    return {"value": value, "last_week": same, "spark": points, "spark_last_week": before.tolist()}


def _rate(courses: DayCourses, hits: Series, totals: Series) -> dict[str, Any]:
    hits_today, totals_today = (courses.today(counts, since_start=True) for counts in (hits, totals))
    hits_before, hits_same = courses.last_week(hits, since_start=True)
    totals_before, totals_same = courses.last_week(totals, since_start=True)
    return {
        "value": _share(int(hits_today[-1]), int(totals_today[-1])),
        "numerator": int(hits_today[-1]),
        "denominator": int(totals_today[-1]),
        "last_week": _share(hits_same, totals_same),
        "spark": courses.shown(_shares(hits_today, totals_today)),
        "spark_last_week": _shares(hits_before, totals_before),
    }


def _closing_rate(
    courses: DayCourses, totals: Series, settle: Times, ended: Times, closed: Mask
) -> dict[str, Any]:
    """Of the cases settled since midnight, those closed by each moment; `closed` are closed ones that settle.

    A case of last week has had a week to be closed, one of today has not: only what was closed by the same
    time of day compares. Today's value is the indicator's own.
    """
    hits = np.zeros_like(totals)
    for day in courses.days():
        own = np.flatnonzero(closed & (settle >= day.start) & (settle < day.stop))
        own_settle = settle.take(own)
        by_then = courses.before(np.maximum(own_settle, ended.take(own)))
        hits[day.points] = by_then[day.points]
        if day.is_today:
            hits[_POINTS + courses.begun :] = np.count_nonzero(own_settle < courses.now)
    return _rate(courses, hits, totals)


_DECIMALS = 4
"""A hundredth of a per cent: points of a spark line need no more, and stay short in the stream."""


def _share(hits: int, total: int) -> float | None:
    return hits / total if total else None


def _shares(hits: Series, totals: Series) -> list[float | None]:
    return [
        round(hit / total, _DECIMALS) if total else None
        for hit, total in zip(hits.tolist(), totals.tolist(), strict=True)
    ]


def exits(facts: Facts) -> Times:
    """When each case left disposal: disposed or ended, the earlier; far in the future while it is open.

    An ended case has the time of its end. Should one have none, it left before all times: then it makes no
    difference whether a case that nothing has happened to lately is among the rows.
    """
    left = earlier(facts.column("disposed"), facts.column("ended"))
    unknown = left == NEVER
    left[unknown] = np.where(facts.holds(Fact.OPEN)[unknown], _LATER, _NEVER + 1)
    return left


def _overdue_spans(facts: Facts, left: Times) -> tuple[Times, Times]:
    """From due to left, of the cases that were left after they were due."""
    due = facts.column("due")
    late = facts.cases & facts.flag(RowFlag.FALLS_DUE) & (due != NEVER) & (left > due)
    return _only(late, due), _only(late, left)


def _disposal_spans(facts: Facts, left: Times) -> tuple[Times, Times]:
    """From dispatched to left, of the cases dispatched and not waiting for another dispatch."""
    dispatched = facts.column("first_dispatched")
    chosen = facts.cases & (dispatched != NEVER) & (facts.columns["stage"] != Stage.FILED)
    return _only(chosen, dispatched), _only(chosen, left)


def wall_kpis(
    facts: Facts, clock: WallClock, on_duty: int, roster: int
) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The figures by name, and the reports of today and last week by hour.

    Counts of today and rates are those of the indicators of the same name; levels through the day are
    told from the times that the cases have now, so a return or a rework of today rewrites them.
    """
    courses = DayCourses(clock)
    settle = facts.time(TimeColumn.SETTLE)
    settles = facts.cases & (settle != NEVER)
    totals = courses.before(_only(settles, settle))
    closed = facts.holds(Fact.CLOSED)
    on_time = facts.holds(Fact.ON_TIME_DISPOSAL)
    left = exits(facts)
    reported = courses.before(_times(facts, "reported", facts.cases))
    in_disposal = int(np.count_nonzero(facts.stage(Stage.DISPATCHED)))
    overdue = int(np.count_nonzero(facts.live(MEASURES["overdue"])))
    kpis = {
        "reported": _cumulative(courses, reported),
        "filed": _cumulative(courses, courses.before(_times(facts, "filed", facts.cases))),
        "in_disposal": _level(courses, *_disposal_spans(facts, left), in_disposal),
        "overdue": _level(courses, *_overdue_spans(facts, left), overdue),
        "closed": _cumulative(courses, courses.before(_times(facts, "ended", facts.cases & closed))),
        "closing_rate": _closing_rate(courses, totals, settle, facts.column("ended"), settles & closed),
        "on_time_disposal_rate": _rate(courses, courses.before(_only(settles & on_time, settle)), totals),
        # Nothing is kept of the staff of earlier hours, so there is no course to draw.
        "staff_on_duty": {
            "value": on_duty,
            "roster": roster,
            "last_week": None,
            "spark": [],
            "spark_last_week": [],
        },
    }
    return kpis, _hours(courses, reported)


def _times(facts: Facts, name: str, mask: Mask) -> Times:
    return _only(mask, facts.column(name))


def _only(mask: Mask, times: Times) -> Times:
    """The times of the rows of a mask, NEVER in the others: cheaper than picking them out."""
    return np.where(mask, times, _NEVER)


def _hours(courses: DayCourses, reported: Series) -> dict[str, Any]:
    """Reports in each of the 24 hours; null for hours of today that have not begun."""
    today = np.diff(courses.today(reported, since_start=True)).tolist()
    begun = min(courses.begun, _POINTS) - 1
    before, _ = courses.last_week(reported, since_start=True)
    return {"today": today[:begun] + [None] * (HOURS - begun), "last_week": np.diff(before).tolist()}
