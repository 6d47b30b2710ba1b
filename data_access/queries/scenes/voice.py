"""The scene of the public's voice: what residents report, how soon they are answered, how content."""

from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.facts import ANSWER_SECONDS, Facts
from data_access.domain.measures import Fact, TimeColumn
from data_access.domain.period import Period, midnight
from data_access.domain.rows import NEVER, Columns
from data_access.domain.scope import Place
from data_access.domain.taxonomy import PUBLIC_SOURCES, SOURCE_INDEX, SOURCES
from data_access.queries.groups import NameLists, RowGroups, TimeGroups
from data_access.queries.scenes.home import children, facts_at, home_code
from data_access.queries.scenes.rows import RowTeller, first_by
from data_access.queries.tally import Tally, ratio
from data_access.queries.wall_clock import DAYS, WallClock, wall_clock

HOUR = 3600
WEEK_DAYS = 7
WAITING_BANDS = (0, HOUR, 4 * HOUR, 12 * HOUR, ANSWER_SECONDS)
"""Seconds left of the 24 hours: below the first is late; each end belongs to the band before it."""
OLDEST = 10
SUBJECTS = 10
ENOUGH_RATINGS = 10
"""Rated cases of an area from which its satisfaction is shown."""
SCORES = 5


def voice_scene(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: Place | None = None,
) -> dict[str, Any]:
    """The figures of the scene, ready for JSON; `columns` are the recent rows or the whole table.

    A month is the 30 full days before today, a week the last seven of them; `before` is the 30 days before
    those. Rates are the indicators of the same name; those of satisfaction are about all rated cases.
    """
    clock = wall_clock(int(as_of // 1), city.zone)
    facts = facts_at(columns, city, clock.as_of, home)
    public = facts.narrowed(np.flatnonzero(facts.cases & facts.holds(Fact.PUBLIC)))
    month = Period(clock.days[0], clock.days[-1])
    before = Period(midnight(clock.first_day - timedelta(days=DAYS), city.zone), month.start)
    teller = RowTeller(public, city, names)
    return {
        "at": as_of,
        "city": city.id,
        "home": home_code(city, home),
        "channels": _channels(public, clock, month, before),
        "all": {
            name: int(Tally(facts, period).count("reported")[0])
            for name, period in (("today", clock.today), ("month", month), ("before", before))
        },
        "days": _days(facts, public, clock),
        "response": _response(public, clock, month),
        "waiting": _waiting(public, teller),
        "satisfaction": _satisfaction(facts, month, before),
        "areas": _areas(facts, city, month, home),
        "missed": {
            name: Tally(facts, period).indicators(("missed_report_rate",))[0]["missed_report_rate"]
            for name, period in (("month", month), ("before", before))
        },
        "subjects": _subjects(facts, month, RowTeller(facts, city, names)),
    }


def _channels(public: Facts, clock: WallClock, month: Period, before: Period) -> list[dict[str, Any]]:
    """Reports of each public source, in the order of the sources."""
    periods = {"today": clock.today, "last_week": clock.last_week, "month": month, "before": before}
    groups = RowGroups("source", len(SOURCES))
    counts = {name: Tally(public, period, groups).count("reported") for name, period in periods.items()}
    return [
        {
            "source": source.value,
            **{name: int(count[SOURCE_INDEX[source]]) for name, count in counts.items()},
        }
        for source in PUBLIC_SOURCES
    ]


def _days(facts: Facts, public: Facts, clock: WallClock) -> dict[str, Any]:
    """Reports of each of the 30 full days before today: by public source, and of all sources."""
    groups = TimeGroups(clock.days)
    whole = Period(clock.days[0], clock.days[-1])
    rows = np.flatnonzero(public.between(TimeColumn.REPORTED, whole))
    day = groups.of(public, TimeColumn.REPORTED, rows)
    source = public.columns["source"].take(rows)
    return {
        "start": clock.first_day.isoformat(),
        "channels": {
            one.value: np.bincount(day[source == SOURCE_INDEX[one]], minlength=DAYS).tolist()
            for one in PUBLIC_SOURCES
        },
        "all": Tally(facts, whole, groups).count("reported").tolist(),
    }


def _response(public: Facts, clock: WallClock, month: Period) -> dict[str, Any]:
    week = Period(clock.days[-1 - WEEK_DAYS], clock.days[-1])
    name = "response_24h_rate"
    return {
        part: Tally(public, period).indicators((name,))[0][name]
        for part, period in (("today", clock.today), ("week", week), ("month", month))
    }


def _waiting(public: Facts, teller: RowTeller) -> dict[str, Any]:
    """Public reports neither accepted nor rejected, by what is left of their 24 hours."""
    reported = public.column("reported")
    waits = public.cases & public.holds(Fact.OPEN) & (public.column("accepted") == NEVER)
    rows = np.flatnonzero(waits & (reported != NEVER) & (reported <= public.as_of))
    times = reported.take(rows)
    left = times.astype(np.int64) + ANSWER_SECONDS - public.as_of
    # Who has exactly an hour left is in the band that ends at an hour.
    band = np.searchsorted(np.array(WAITING_BANDS[1:]), left, side="left") + 1
    band[left < 0] = 0
    return {
        "count": len(rows),
        "bands": np.bincount(band, minlength=len(WAITING_BANDS)).tolist(),
        "oldest": [
            {
                **teller.tell(row),
                "source": SOURCES[int(public.columns["source"][row])].value,
                "reported_at": teller.moment("reported", row),
            }
            for row in first_by(public, rows, times, OLDEST)
        ],
    }


def _satisfaction(facts: Facts, month: Period, before: Period) -> dict[str, Any]:
    names = ("satisfaction_mean", "satisfied_rate")
    rated = facts.columns["score"][facts.between(TimeColumn.RATED, month)]
    return {
        "month": Tally(facts, month).indicators(names)[0],
        "before": Tally(facts, before).indicators(names)[0],
        "scores": np.bincount(rated.astype(np.intp), minlength=SCORES + 1)[1 : SCORES + 1].tolist(),
    }


def _areas(facts: Facts, city: City, month: Period, home: Place | None) -> list[dict[str, Any]]:
    """Rated cases of each area below the home; mean and rate are null below ENOUGH_RATINGS."""
    below = children(city, home)
    tally = Tally(facts, month, below.groups)
    rated, satisfied, means = tally.count("rated"), tally.count("satisfied"), tally.satisfaction()
    found = []
    for area, index in zip(below.areas, below.indexes, strict=True):
        count = int(rated[index])
        enough = count >= ENOUGH_RATINGS
        found.append(
            {
                "code": area.code,
                "rated": count,
                "mean": float(means[index]) if enough else None,
                "satisfied": ratio(int(satisfied[index]), count)["value"] if enough else None,
            }
        )
    return found


def _subjects(facts: Facts, month: Period, teller: RowTeller) -> dict[str, Any]:
    """The subclasses reported most by the public and by collectors in the month, with the rank of each in
    the other list (null where nobody of the other side reported it)."""
    reported = facts.between(TimeColumn.REPORTED, month)
    column = facts.columns["subclass"]
    counts = [
        np.bincount(column[reported & facts.holds(fact)].astype(np.intp), minlength=1 << 16)[: (1 << 16) - 1]
        for fact in (Fact.PUBLIC, Fact.COLLECTOR)
    ]
    orders = [np.argsort(-count, kind="stable")[: int(np.count_nonzero(count))] for count in counts]
    answer = {}
    for side, (name, count, order) in enumerate(zip(("public", "collector"), counts, orders, strict=True)):
        ranks = {number: rank for rank, number in enumerate(orders[1 - side].tolist(), start=1)}
        answer[name] = {
            "count": int(np.count_nonzero(reported & facts.holds((Fact.PUBLIC, Fact.COLLECTOR)[side]))),
            "rows": [
                {
                    "code": teller.subclass(number),
                    "count": int(count[number]),
                    "other_rank": ranks.get(number),
                }
                for number in order[:SUBJECTS].tolist()
            ],
        }
    return answer
