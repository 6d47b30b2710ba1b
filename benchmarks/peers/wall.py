"""The wall's snapshot beside PostgreSQL: the same rows, every panel, figures compared before timing."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import psycopg

from benchmarks.peers.measured import Figure, in_turns, milliseconds
from benchmarks.peers.postgres_wall import Answers, WallStatements, create_rollup
from benchmarks.synthetic import NamesOf
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.period import from_row_time
from data_access.domain.rows import Columns
from data_access.domain.showing import Scene
from data_access.queries.recent import RecentRows, since
from data_access.queries.scene_sources import SCENES, TickRows
from data_access.queries.wall_clock import wall_clock

LIMIT_MS = 5.0
SERVED_LIMIT = 1000.0
GROWTH = 1.2
"""The snapshot beside that of a store without history that has the same active cases."""
ROUNDS, CALLS = 7, 5


class FiguresDiffer(AssertionError):
    """The peer does not do the same work: its figures are others."""


def processor_milliseconds(call: Callable[[], object]) -> float:
    """What a call takes of the processor, whoever else wants it meanwhile; the median of several."""
    taken = []
    for _ in range(CALLS * ROUNDS):
        start = time.thread_time()
        call()
        taken.append((time.thread_time() - start) * 1000)
    return statistics.median(taken)


def snapshot_of(columns: Columns, city: City, now: int) -> Callable[[], dict[str, Any]]:
    """What the worker does at a tick, when nothing has changed but the clock."""
    recent = RecentRows()
    recent.update(columns, None, now)
    return partial(
        SCENES[Scene.OVERVIEW].figures, TickRows(recent, columns), city, NamesOf(), None, now,
        home=home_of(city.tree),
    )  # fmt: skip


def measure_wall(
    columns: Columns, city: City, now: int, connection: psycopg.Connection | None
) -> list[Figure]:
    """Milliseconds of a snapshot, beside the rows and the roll-up of the peer when there is one."""
    cases = len(columns["flags"])
    own = snapshot_of(columns, city, now)
    active = since(columns, wall_clock(now, city.zone).week_start)
    without_history = snapshot_of(active, city, now)
    # Both once before the clock runs: counts of the past are remembered from the first tick on.
    own()
    without_history()
    works: list[Callable[[], float]] = [milliseconds(own, CALLS)]
    renewed: float | None = None
    if connection is not None:
        clock = wall_clock(now, city.zone)
        exact = WallStatements(clock, city)
        compare(own(), exact, exact.ask(connection), city)
        started = time.perf_counter()
        create_rollup(connection, clock)
        renewed = (time.perf_counter() - started) * 1000
        rolled = WallStatements(clock, city, rolled=True)
        works += [milliseconds(partial(asked.ask, connection), CALLS) for asked in (exact, rolled)]
    own_ms, *peers = in_turns(works, ROUNDS)
    processor_ms, active_ms = (processor_milliseconds(call) for call in (own, without_history))
    peer_ms, rolled_ms = peers or (None, None)
    bar = f"≤ {LIMIT_MS:.0f} ms"
    figures = [
        Figure(
            "snapshot", "all panels of the wall", cases, "ms", own_ms, "PostgreSQL, indexed rows", peer_ms,
            bar, own_ms <= LIMIT_MS,
        ),
        Figure(
            "snapshot", "processor time of it", cases, "ms", processor_ms,
            f"the {len(active['flags']):,} active cases without the others", active_ms,
            f"≤ {LIMIT_MS:.0f} ms, ≤ {GROWTH} × without history",
            processor_ms <= min(LIMIT_MS, GROWTH * active_ms),
        ),
    ]  # fmt: skip
    if rolled_ms is not None and renewed is not None:
        name = f"PostgreSQL, roll-up that takes {renewed / 1000:.1f} s to make"
        figures.append(Figure("snapshot", "all panels of the wall", cases, "ms", own_ms, name, rolled_ms))
    return figures


def compare(own: dict[str, Any], asked: WallStatements, answers: Answers, city: City) -> None:
    """Raises FiguresDiffer with the panel when any figure of the peer is not ours."""
    moments = np.array(asked.moments)
    ends = {int(moment): index for index, moment in enumerate(moments)}

    def points(panel: str, name: str) -> list[int]:
        """Counts before each moment, counted from the first."""
        counts = np.zeros(len(moments) + 1, dtype=np.int64)
        for kind, bucket, count in answers[panel]:
            if kind == name:
                counts[bucket] += int(count)
        before: list[int] = np.cumsum(counts)[:-1].tolist()
        return before

    start, now = min(ends), max(ends)
    today = asked.today_start
    same = asked.same_time
    for name in ("reported", "filed", "closed"):
        counted = points("courses", name)
        _equal(f"{name} today", own["kpis"][name]["value"], counted[ends[now]] - counted[ends[today]])
        _equal(f"{name} last week", own["kpis"][name]["last_week"], counted[ends[same]])
        hourly = [counted[ends[moment]] for moment in asked.last_week_hours]
        _equal(f"{name} by hour", own["kpis"][name]["spark_last_week"], hourly)
    settled = points("courses", "settled")
    for name, kind in (("closing_rate", "settled_closed"), ("on_time_disposal_rate", "on_time")):
        hits = points("courses", kind)
        _equal(f"{name} over", own["kpis"][name]["denominator"], settled[ends[now]] - settled[ends[today]])
        _equal(name, own["kpis"][name]["numerator"], hits[ends[now]] - hits[ends[today]])
    by_then = points("courses", "closed_by_0")
    rate = by_then[ends[same]] / settled[ends[same]] if settled[ends[same]] else None
    _equal("closing rate last week", own["kpis"]["closing_rate"]["last_week"], rate)
    for name, entries, exits in (("in_disposal", "in", "out"), ("overdue", "due", "late")):
        levels = np.array(points("levels", entries)) - np.array(points("levels", exits))
        _equal(f"{name} last week", own["kpis"][name]["last_week"], int(levels[ends[same]]))
        hourly = [int(levels[ends[moment]]) for moment in asked.last_week_hours]
        _equal(f"{name} by hour", own["kpis"][name]["spark_last_week"], hourly)
    assert start == asked.last_week_hours[0]
    _compare_panels(own, answers, city)


def _compare_panels(own: dict[str, Any], answers: Answers, city: City) -> None:
    towns, villages = {}, {}
    for town, village, count, overdue, due_soon, *_ in answers["desks"]:
        desk = (count, overdue, due_soon)
        if village is not None:
            villages[city.tree.villages[village].code] = desk
        elif town is not None:
            towns[city.tree.towns[town].code] = desk
        else:
            _equal("open", own["centre"]["open"], count)
    for code, shown in own["children"].items():
        _equal(f"town {code}", _desk(shown), towns.get(code, (0, 0, 0)))
    for shown in own["fullest"]:
        _equal(f"village {shown['code']}", _desk(shown), villages[shown["code"]])
    ranked = {
        (back, city.tree.towns[town].code): (settled, closed)
        for back, town, settled, closed in answers["ranking"]
    }
    months = [
        {row["code"]: ranked.get((back, row["code"]), (0, 0)) for row in own["ranking"]["rows"]}
        for back in (0, 1)
    ]
    shown_rank = {row["code"]: (row["denominator"], row["numerator"]) for row in own["ranking"]["rows"]}
    if shown_rank not in months:
        raise FiguresDiffer("the ranking differs")
    for name in ("filed", "closed"):
        days = dict.fromkeys(range(len(own["days"][name])), 0)
        days |= {day: count for kind, day, count in answers["days"] if kind == name}
        _equal(f"days {name}", own["days"][name], list(days.values()))
    counts = {
        city.taxonomy.subclasses[index].code: (int(today), int(before))
        for index, today, before in answers["subclasses"]
    }
    for shown in own["subclasses"]:
        _equal(f"subclass {shown['code']}", (shown["count"], shown["last_week"]), counts[shown["code"]])
    passed = {name: count for name, count, _ in answers["steps"]}
    for name, shown in own["steps"].items():
        _equal(f"step {name}", shown["passed"], passed[name])
    _equal("heat", own["heat"]["cells"], {str(cell): count for cell, count in answers["heat"]})
    _equal(
        "ticker",
        sorted(e["at"] for e in own["ticker"]),
        sorted(from_row_time(r[1]) for r in answers["ticker"]),
    )


def _desk(shown: dict[str, Any]) -> tuple[int, int, int]:
    return shown["open"], shown["overdue"], shown["due_soon"]


def _equal(what: str, own: object, peer: object) -> None:
    if own != peer:
        raise FiguresDiffer(f"{what}: Zhiwang has {own}, PostgreSQL {peer}")
