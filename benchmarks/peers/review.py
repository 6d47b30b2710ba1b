"""Review questions beside PostgreSQL: towns over twelve months with exact quantiles, a year by day."""

import math
from collections.abc import Sequence
from typing import Any

import psycopg

from benchmarks.peers.measured import Figure, in_turns, milliseconds
from benchmarks.peers.postgres_wall import ON_TIME
from benchmarks.peers.wall import FiguresDiffer
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import Columns
from data_access.queries.groups import TimeGroups, area_groups
from data_access.queries.tally import Tally
from data_access.queries.trend import Bucket, bucket_edges

LIMIT_MS = 100.0
YEAR = 365 * 86_400
ROUNDS = 5
TEN = (
    "reported_count", "filed_count", "disposed_count", "closed_count", "should_dispose_count",
    "disposal_rate", "on_time_disposal_rate", "closing_rate", "disposal_seconds_median",
    "disposal_seconds_p90",
)  # fmt: skip
COURSE = ("reported_count", "filed_count", "closed_count", "closing_rate", "on_time_disposal_rate")

TOWNS = """
SELECT town, count(*) FILTER (WHERE {reported}), count(*) FILTER (WHERE {filed}),
  count(*) FILTER (WHERE {disposed}), count(*) FILTER (WHERE {ended} AND stage = 6),
  count(*) FILTER (WHERE {settle}), count(*) FILTER (WHERE {settle} AND disposed <> -2147483648),
  count(*) FILTER (WHERE {settle} AND {on_time}), count(*) FILTER (WHERE {settle} AND stage = 6),
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY disposal_seconds) FILTER (WHERE {disposed})
FROM cases GROUP BY town
"""
DAYS = """
SELECT day, sum(reported), sum(filed), sum(closed), sum(settled), sum(settled_closed), sum(on_time) FROM (
  SELECT (reported - {first}) / 86400 AS day, count(*) AS reported, 0 AS filed, 0 AS closed, 0 AS settled,
    0 AS settled_closed, 0 AS on_time FROM cases WHERE {reported} GROUP BY 1
  UNION ALL SELECT (filed - {first}) / 86400, 0, count(*), 0, 0, 0, 0 FROM cases WHERE {filed} GROUP BY 1
  UNION ALL SELECT (ended - {first}) / 86400, 0, 0, count(*), 0, 0, 0 FROM cases
    WHERE {ended} AND stage = 6 GROUP BY 1
  UNION ALL SELECT (settle - {first}) / 86400, 0, 0, 0, count(*), count(*) FILTER (WHERE stage = 6),
    count(*) FILTER (WHERE {on_time}) FROM cases WHERE {settle} GROUP BY 1
) AS counted GROUP BY day ORDER BY day
"""


class Review:
    """The two questions, asked of the columns and of the peer."""

    def __init__(self, columns: Columns, city: City, now: int) -> None:
        self._columns, self._city, self._now = columns, city, now
        self._year = Period(now - YEAR, now)
        edges = bucket_edges(self._year, Bucket.DAY, city.zone)
        self._edges = edges
        start, end = self._year.row_bounds()
        times = {
            name: f"{name} >= {start} AND {name} < {end}"
            for name in ("reported", "filed", "disposed", "ended", "settle")
        }
        self._towns_text = TOWNS.format(on_time=ON_TIME, **times)
        self._days_text = DAYS.format(on_time=ON_TIME, first=to_row_time(edges[0]), **times)

    def towns(self) -> list[dict[str, Any]]:
        """Ten indicators of each town."""
        facts = Facts(self._columns, self._city, self._now)
        return Tally(facts, self._year, area_groups(self._city, AreaLevel.TOWN)).indicators(TEN)

    def days(self) -> list[dict[str, Any]]:
        """Five indicators of each day."""
        facts = Facts(self._columns, self._city, self._now)
        return Tally(facts, self._year, TimeGroups(self._edges)).indicators(COURSE)

    def peer_towns(self, connection: psycopg.Connection) -> list[tuple[Any, ...]]:
        """The same from the rows."""
        return connection.execute(self._towns_text).fetchall()

    def peer_days(self, connection: psycopg.Connection) -> list[tuple[Any, ...]]:
        """The same from the rows."""
        return connection.execute(self._days_text).fetchall()

    def compare(self, connection: psycopg.Connection) -> None:
        """Raises FiguresDiffer when any figure of the peer is not ours."""
        found = {row[0]: row[1:] for row in self.peer_towns(connection)}
        for index, own in enumerate(self.towns()):
            *counts, quantiles = found.get(index, (0,) * 8 + (None,))
            _same(f"town {index}", _counts(own, TEN[:8]), counts)
            mine = [own[name] for name in TEN[8:]]
            if quantiles is None:
                _same(f"quantiles of town {index}", mine, [None, None])
            elif not all(math.isclose(a, b, rel_tol=1e-12) for a, b in zip(mine, quantiles, strict=True)):
                raise FiguresDiffer(f"quantiles of town {index}: Zhiwang has {mine}, PostgreSQL {quantiles}")
        days = {int(row[0]): [int(count) for count in row[1:]] for row in self.peer_days(connection)}
        for index, own in enumerate(self.days()):
            reported, filed, closed, settled, settled_closed, on_time = days.get(index, [0] * 6)
            _same(
                f"day {index}",
                [*_counts(own, COURSE), own["closing_rate"]["denominator"]],
                [reported, filed, closed, settled_closed, on_time, settled],
            )


def measure_review(
    columns: Columns, city: City, now: int, connection: psycopg.Connection | None
) -> list[Figure]:
    """Milliseconds of both questions, beside the peer when there is one."""
    review = Review(columns, city, now)
    works = [milliseconds(review.towns), milliseconds(review.days)]
    if connection is not None:
        review.compare(connection)
        works += [
            milliseconds(lambda: review.peer_towns(connection)),
            milliseconds(lambda: review.peer_days(connection)),
        ]
    towns, days, *peers = in_turns(works, ROUNDS)
    peer_towns, peer_days = peers or (None, None)
    cases = len(columns["flags"])
    bar = f"≤ {LIMIT_MS:.0f} ms"
    return [
        Figure(
            "review", "33 towns × 10 indicators, 12 months, exact median and p90", cases, "ms", towns,
            "PostgreSQL, one pass", peer_towns, bar, towns <= LIMIT_MS,
        ),
        Figure(
            "review", "365 days × 5 indicators", cases, "ms", days,
            "PostgreSQL, indexed rows", peer_days, bar, days <= LIMIT_MS,
        ),
    ]  # fmt: skip


def _counts(own: dict[str, Any], names: Sequence[str]) -> list[int]:
    return [own[name]["numerator"] if isinstance(own[name], dict) else own[name] for name in names]


def _same(what: str, own: Sequence[object], peer: Sequence[object]) -> None:
    if list(own) != list(peer):
        raise FiguresDiffer(f"{what}: Zhiwang has {list(own)}, PostgreSQL {list(peer)}")
