"""All figures of the wall asked of PostgreSQL: from the rows, or history from a materialised roll-up."""

from typing import Any

import psycopg

from data_access.domain.city import City
from data_access.domain.period import Period, to_row_time
from data_access.domain.rows import NEVER, RowFlag
from data_access.queries.evaluation import month_of
from data_access.queries.wall_clock import WallClock
from data_access.queries.wall_kpis import DayCourses

Answers = dict[str, list[tuple[Any, ...]]]
ON_TIME = f"flags & {int(RowFlag.ON_TIME_DISPOSAL)} <> 0"
_ROLLUP_DAYS = 75

ROLLUP = """
CREATE MATERIALIZED VIEW rollup AS
SELECT measure, hour, (hour + {shift}) / 24 AS day, town, subclass, count(*) AS n FROM (
  SELECT 'reported' AS measure, reported / 3600 AS hour, town, subclass FROM cases WHERE reported >= {first}
  UNION ALL SELECT 'filed', filed / 3600, town, subclass FROM cases WHERE filed >= {first}
  UNION ALL SELECT 'closed', ended / 3600, town, subclass FROM cases WHERE ended >= {first} AND stage = 6
  UNION ALL SELECT 'settled', settle / 3600, town, subclass FROM cases WHERE settle >= {first}
  UNION ALL SELECT 'settled_closed', settle / 3600, town, subclass FROM cases
    WHERE settle >= {first} AND stage = 6
  UNION ALL SELECT 'on_time', settle / 3600, town, subclass FROM cases
    WHERE settle >= {first} AND {on_time}
) AS times GROUP BY GROUPING SETS (
  (measure, hour), (measure, (hour + {shift}) / 24, town), (measure, (hour + {shift}) / 24, subclass))
"""
"""City-wide by hour, and by day of the city for each town and each subclass: few rows to read."""


def create_rollup(connection: psycopg.Connection, clock: WallClock) -> None:
    """Make the roll-up."""
    text = ROLLUP.format(first=clock.now - _ROLLUP_DAYS * 86_400, on_time=ON_TIME, shift=_hours_to_day(clock))
    connection.execute(text)
    connection.execute("CREATE INDEX ON rollup (hour, measure)")
    connection.execute("CREATE INDEX ON rollup (day, measure)")
    connection.execute("VACUUM ANALYZE rollup")


def _hours_to_day(clock: WallClock) -> int:
    """Hours from the hour of a row time to the day of the city that it belongs to."""
    return -(to_row_time(clock.today.start) // 3600) % 24


class WallStatements:
    """The statements of one refresh, sent together."""

    def __init__(self, clock: WallClock, city: City, *, rolled: bool = False) -> None:
        self._clock = clock
        self.moments = sorted({int(moment) for moment in DayCourses(clock).moments})
        self._limits = "ARRAY[" + ",".join(map(str, self.moments)) + "]::int4[]"
        self._start, self._now = self.moments[0], clock.now
        self.last_week_hours = clock.last_week_hours.tolist()
        self.same_time = clock.same_time
        self.today_start = to_row_time(clock.today.start)
        self._months = [
            tuple(map(int, Period.month(month_of(clock.as_of, city, before=back), city.zone).row_bounds()))
            for back in (0, 1)
        ]
        self._days = [to_row_time(edge) for edge in clock.days]
        live = self._live()
        self.statements = {**live, **(self._rolled() if rolled else self._exact())}

    def ask(self, connection: psycopg.Connection) -> Answers:
        """Every answer under the name of its panel, all in one round trip."""
        with connection.pipeline():
            cursors = {name: connection.execute(text) for name, text in self.statements.items()}
        return {name: cursor.fetchall() for name, cursor in cursors.items()}

    def _live(self) -> dict[str, str]:
        now, start, limits = self._now, self._start, self._limits
        today = self.today_start
        runs = f"filed <> {NEVER} AND disposed = {NEVER} AND flags & 32 = 0 AND due <> {NEVER}"
        chosen = f"stage <> 2 AND first_dispatched <> {NEVER} AND left_at >= {start}"
        late = f"flags & {int(RowFlag.FALLS_DUE)} <> 0 AND left_at > due AND left_at >= {start}"
        return {
            "desks": f"""
                SELECT town, village, count(*), count(*) FILTER (WHERE {runs} AND due < {now}),
                  count(*) FILTER (WHERE {runs} AND due >= {now} AND due <= {now} + 7200), min(reported),
                  count(*) FILTER (WHERE stage <= 1), count(*) FILTER (WHERE stage = 2),
                  count(*) FILTER (WHERE stage = 3), count(*) FILTER (WHERE stage = 4),
                  count(*) FILTER (WHERE stage = 5), count(*) FILTER (WHERE reported < {now} - 31536000)
                FROM cases WHERE stage < 6 GROUP BY GROUPING SETS ((), (town), (town, village))""",
            "levels": f"""
                SELECT 'in', width_bucket(first_dispatched, {limits}), count(*)
                  FROM cases WHERE {chosen} GROUP BY 2
                UNION ALL SELECT 'out', width_bucket(left_at, {limits}), count(*)
                  FROM cases WHERE {chosen} GROUP BY 2
                UNION ALL SELECT 'due', width_bucket(due, {limits}), count(*)
                  FROM cases WHERE {late} GROUP BY 2
                UNION ALL SELECT 'late', width_bucket(left_at, {limits}), count(*)
                  FROM cases WHERE {late} GROUP BY 2""",
            "steps": " UNION ALL ".join(
                f"""SELECT '{name}', count(*), count(*) FILTER (WHERE {in_time}) FROM cases
                    WHERE {time} >= {today} AND {time} < {now} AND {holds}"""
                for name, time, in_time, holds in (
                    ("report", "reported", "true", "true"),
                    ("file", "filed", "true", "true"),
                    ("dispatch", "first_dispatched", "flags & 256 <> 0", "true"),
                    ("dispose", "disposed", "true", "true"),
                    ("settle", "settle", ON_TIME, "true"),
                    ("verify", "verified", "flags & 512 <> 0", "true"),
                    ("close", "ended", "true", "stage = 6"),
                    ("rate", "rated", "score >= 4", "true"),
                )
            ),
            "ticker": f"""
                SELECT id, reported, class, subclass, town, village, grid, source, flags, lon, lat FROM cases
                WHERE reported <= {now} ORDER BY reported DESC, id DESC LIMIT 12""",
            "heat": f"""
                SELECT cell, count(*) FROM cases
                WHERE reported >= {now} - 86400 AND reported < {now} GROUP BY cell""",
        }

    def _exact(self) -> dict[str, str]:
        now, limits = self._now, self._limits
        spans = [(day.start, day.stop) for day in DayCourses(self._clock).days()]

        def course(name: str, time: str, holds: str = "true") -> str:
            return f"""SELECT '{name}', width_bucket({time}, {limits}), count(*) FROM cases
                WHERE {time} >= {self._start} AND {time} < {now} AND {holds} GROUP BY 2"""

        def closed_by(number: int, start: int, stop: int) -> str:
            return f"""SELECT 'closed_by_{number}', width_bucket(greatest(settle, ended), {limits}), count(*)
                FROM cases WHERE settle >= {start} AND settle < {stop} AND stage = 6 GROUP BY 2"""

        courses = [
            course("reported", "reported"), course("filed", "filed"), course("closed", "ended", "stage = 6"),
            course("settled", "settle"), course("on_time", "settle", ON_TIME),
            course("settled_closed", "settle", "stage = 6"),
            *(closed_by(number, *span) for number, span in enumerate(spans)),
        ]  # fmt: skip
        first, last = self._days[0], self._days[-1]
        today, before = (
            (to_row_time(p.start), to_row_time(p.end)) for p in (self._clock.today, self._clock.last_week)
        )
        return {
            "courses": " UNION ALL ".join(courses),
            "ranking": " UNION ALL ".join(
                f"""SELECT {back}, town, count(*), count(*) FILTER (WHERE stage = 6) FROM cases
                    WHERE settle >= {start} AND settle < least({end}, {now}) GROUP BY 2"""
                for back, (start, end) in enumerate(self._months)
            ),
            "days": " UNION ALL ".join(
                f"""SELECT '{name}', ({time} - {first}) / 86400, count(*) FROM cases
                    WHERE {time} >= {first} AND {time} < {last} AND {holds} GROUP BY 2"""
                for name, time, holds in (("filed", "filed", "true"), ("closed", "ended", "stage = 6"))
            ),
            "subclasses": f"""
                SELECT subclass, count(*) FILTER (WHERE filed >= {today[0]}),
                  count(*) FILTER (WHERE filed < {before[1]})
                FROM cases WHERE filed >= {today[0]} AND filed < {now}
                  OR filed >= {before[0]} AND filed < {before[1]} GROUP BY 1""",
        }

    def _rolled(self) -> dict[str, str]:
        """History by whole hours, as fresh as the roll-up."""
        shift = _hours_to_day(self._clock)

        def day(row_time: int) -> int:
            return (row_time // 3600 + shift) // 24

        today, before = self.today_start, to_row_time(self._clock.last_week.start)
        first = day(self._days[0])
        return {
            "courses": f"""
                SELECT measure, hour, n FROM rollup WHERE hour >= {self._start // 3600}
                  AND hour <= {self._now // 3600}""",
            "ranking": " UNION ALL ".join(
                f"""SELECT {back}, town, sum(n) FILTER (WHERE measure = 'settled'),
                      sum(n) FILTER (WHERE measure = 'settled_closed') FROM rollup
                    WHERE day >= {day(start)} AND day < least({day(end)}, {day(self._now) + 1})
                      AND measure IN ('settled', 'settled_closed') AND town IS NOT NULL GROUP BY 2"""
                for back, (start, end) in enumerate(self._months)
            ),
            "days": f"""
                SELECT measure, (hour + {shift}) / 24 - {first}, sum(n) FROM rollup
                WHERE measure IN ('filed', 'closed') AND hour >= {self._days[0] // 3600}
                  AND hour < {self._days[-1] // 3600} GROUP BY 1, 2""",
            "subclasses": f"""
                SELECT subclass, sum(n) FILTER (WHERE day = {day(today)}),
                  sum(n) FILTER (WHERE day = {day(before)}) FROM rollup
                WHERE measure = 'filed' AND subclass IS NOT NULL
                  AND day IN ({day(today)}, {day(before)}) GROUP BY 1""",
        }
