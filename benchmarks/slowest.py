"""The slowest review questions of a year: every filter, every comparison, every kind of question."""

import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.synthetic import NamesOf
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.comparison import Comparison
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.categories import categories
from data_access.queries.centres import centres
from data_access.queries.groups import Category
from data_access.queries.heat import heat
from data_access.queries.overview import overview
from data_access.queries.ranking import ranking
from data_access.queries.trend import Bucket, trend

REPEATS = 3
BESIDE = "; beside "
FILTERS = {
    "all cases": Scope(),
    "a town": Scope(areas=((AreaLevel.TOWN, 3),)),
    "three towns": Scope(areas=tuple((AreaLevel.TOWN, index) for index in (3, 4, 5))),
    "a class": Scope(classes=(1,)),
    "most classes": Scope(classes=tuple(range(10))),
    "a subclass": Scope(subclasses=(0,)),
    "collectors": Scope(sources=(0,)),
    "a department": Scope(departments=(3,)),
    "collectors, most classes": Scope(sources=(0,), classes=tuple(range(10))),
}
Question = tuple[str, Callable[[], object]]


def slowest(
    columns: Columns, city: City, now: int, year: Period, *, compared: bool, count: int = 5
) -> list[tuple[str, float]]:
    """The slowest questions about a year, or by comparison about two: milliseconds of each, most first."""
    # All once; those that may be among the slowest again.
    asked = [
        (name, call, _milliseconds(call, 1))
        for name, call in _questions(columns, city, NamesOf(), now, year)
        if (BESIDE in name) == compared
    ]
    likely = sorted(asked, key=lambda entry: -entry[2])[: 2 * count]
    found = [(name, _milliseconds(call, REPEATS)) for name, call, _ in likely]
    return sorted(found, key=lambda entry: -entry[1])[:count]


def _milliseconds(call: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return sorted(times)[repeats // 2] * 1000


def _questions(columns: Columns, city: City, names: NamesOf, now: int, year: Period) -> Iterator[Question]:
    for words, scope in FILTERS.items():
        rows = (columns, city, names, None)
        yield f"ranking; {words}", partial(ranking, *rows, as_of=now, scope=scope)
        yield (
            f"centres, villages; {words}",
            partial(centres, *rows, as_of=now, scope=scope, level=AreaLevel.VILLAGE),
        )
        yield f"heat; {words}", partial(heat, *rows, as_of=now, scope=scope, period=year)
        for compare in (None, *Comparison):
            beside = "" if compare is None else BESIDE + compare.value
            yield (
                f"overview; {words}{beside}",
                partial(overview, *rows, as_of=now, scope=scope, period=year, compare=compare),
            )
            for bucket in (Bucket.DAY, Bucket.WEEK, Bucket.MONTH):
                yield (
                    f"trend by {bucket.value}; {words}{beside}",
                    partial(
                        trend, *rows, as_of=now, scope=scope, period=year, compare=compare, bucket=bucket
                    ),
                )
            for by in Category:
                yield (
                    f"by {by.value}; {words}{beside}",
                    partial(categories, *rows, as_of=now, scope=scope, period=year, compare=compare, by=by),
                )
