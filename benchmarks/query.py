"""How long questions take: the wall's snapshot and the review queries on 10,000 to 1,000,000 cases.

Run: python -m benchmarks.query
"""

import time
from collections.abc import Callable

from benchmarks.slowest import slowest
from benchmarks.synthetic import NamesOf, synthetic_city, synthetic_columns
from data_access.domain.areas import AreaLevel
from data_access.domain.comparison import Comparison
from data_access.domain.home import home_of
from data_access.domain.indicators import INDICATORS
from data_access.domain.period import Period, to_row_time
from data_access.domain.scope import Scope
from data_access.ingest.garbage import relax_garbage_collection
from data_access.queries.areas import area_indicators
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.groups import Category
from data_access.queries.heat import heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.recent import RecentRows
from data_access.queries.repeats import RepeatedReports
from data_access.queries.trend import Bucket, trend
from data_access.queries.wall import wall_snapshot

NOW = 1_795_500_000
YEAR = 365 * 86_400
REPEATS = 7
SNAPSHOT = "wall snapshot"
SNAPSHOT_LIMIT_MS = 5.0
GROWTH_LIMIT = 1.2
"""The snapshot beside that of fewer cases with as many open ones."""
QUERY_LIMIT_MS = 100.0
FIRST_LIMIT_MS = 1000.0
"""Once in a process, with the first loading of the table."""


def milliseconds(call: Callable[[], object]) -> float:
    """The median time of a call."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return sorted(times)[REPEATS // 2] * 1000


def measure(count: int) -> dict[str, tuple[float, float]]:
    """Milliseconds and limit of each question on `count` cases."""
    city, names = synthetic_city(), NamesOf()
    bare = synthetic_columns(city, count, to_row_time(NOW))
    columns = RepeatedReports().attach(bare)
    year, month = Period(NOW - YEAR, NOW), Period(NOW - 30 * 86_400, NOW)
    recent = RecentRows()
    recent.update(columns, None, NOW)
    rows, past, home = recent.lately, recent.past, home_of(city.tree)
    print(f"{count:,} cases, {len(rows['flags']):,} of them open or touched in the last eight days")
    questions: dict[str, tuple[Callable[[], object], float]] = {
        SNAPSHOT: (
            lambda: wall_snapshot(rows, city, names, None, NOW, home=home, past=past),
            SNAPSHOT_LIMIT_MS,
        ),
        "finding all repeated reports": (lambda: RepeatedReports().found(bare), FIRST_LIMIT_MS),
        "rebuild of recent rows": (lambda: RecentRows().update(columns, None, NOW), QUERY_LIMIT_MS),
        "overview, today": (lambda: overview(columns, city, names, None, as_of=NOW), QUERY_LIMIT_MS),
        "overview, month": (
            lambda: overview(columns, city, names, None, as_of=NOW, period=month),
            QUERY_LIMIT_MS,
        ),
        "overview, year": (
            lambda: overview(columns, city, names, None, as_of=NOW, period=year),
            QUERY_LIMIT_MS,
        ),
        "trend, year by day": (
            lambda: trend(columns, city, names, None, as_of=NOW, period=year, bucket=Bucket.DAY),
            QUERY_LIMIT_MS,
        ),
        "trend, year by day, one source": (
            lambda: trend(
                columns,
                city,
                names,
                None,
                as_of=NOW,
                period=year,
                bucket=Bucket.DAY,
                scope=Scope(sources=(0,)),
            ),
            QUERY_LIMIT_MS,
        ),
        "trend, year by day, and before": (
            lambda: trend(
                columns,
                city,
                names,
                None,
                as_of=NOW,
                period=year,
                bucket=Bucket.DAY,
                compare=Comparison.YEAR,
            ),
            QUERY_LIMIT_MS,
        ),
        "subclasses, year, and before": (
            lambda: categories(
                columns,
                city,
                names,
                None,
                as_of=NOW,
                period=year,
                by=Category.SUBCLASS,
                compare=Comparison.YEAR,
            ),
            QUERY_LIMIT_MS,
        ),
        "overview, year, and before": (
            lambda: overview(columns, city, names, None, as_of=NOW, period=year, compare=Comparison.YEAR),
            QUERY_LIMIT_MS,
        ),
        "towns, year, all indicators": (
            lambda: area_indicators(
                columns, city, None, tuple(INDICATORS), as_of=NOW, level=AreaLevel.TOWN, period=year
            ),
            QUERY_LIMIT_MS,
        ),
        "categories, year by subclass": (
            lambda: categories(columns, city, names, None, as_of=NOW, period=year, by=Category.SUBCLASS),
            QUERY_LIMIT_MS,
        ),
        "centres, villages": (
            lambda: centres(columns, city, names, None, as_of=NOW, level=AreaLevel.VILLAGE),
            QUERY_LIMIT_MS,
        ),
        "ranking": (lambda: ranking(columns, city, names, None, as_of=NOW), QUERY_LIMIT_MS),
        "heat, month": (lambda: heat(columns, city, names, None, as_of=NOW, period=month), QUERY_LIMIT_MS),
    }
    return {name: (milliseconds(call), limit) for name, (call, limit) in questions.items()}


def main() -> None:
    """Print a table for each size, and the slowest questions of a year over the largest."""
    relax_garbage_collection()  # As every process that answers questions does when it opens its services.
    snapshots = []
    for count in (10_000, 100_000, 1_000_000):
        for name, (taken, limit) in measure(count).items():
            print(f"  {name:30s} {taken:9.2f} ms   limit {limit:5.0f} ms")
            if name == SNAPSHOT:
                snapshots.append(taken)
        grown = snapshots[-1] / snapshots[0]
        print(f"  {'snapshot, to that of 10,000':30s} {grown:9.2f} x    limit {GROWTH_LIMIT:5.1f} x")
    city = synthetic_city()
    columns = RepeatedReports().attach(synthetic_columns(city, count, to_row_time(NOW)))
    for compared, words in ((False, "about a year"), (True, "about a year beside another")):
        print(f"{count:,} cases, the slowest questions {words}, with every filter")
        for name, taken in slowest(columns, city, NOW, Period(NOW - YEAR, NOW), compared=compared):
            print(f"  {name:54s} {taken:9.2f} ms   limit {QUERY_LIMIT_MS:5.0f} ms")


if __name__ == "__main__":
    main()
