"""Releases: months when the past stands still, rankings with them, weeks of the map, and corrections."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import redis

from dashboard.worker.public_index import PublicIndex
from dashboard.worker.public_months import Months
from dashboard.worker.public_quiet import Quiet
from dashboard.worker.public_rankings import Rankings
from data_access.domain.city import City
from data_access.domain.facts import Facts
from data_access.domain.period import local_day, midnight
from data_access.queries.evaluation import month_of, scheme_of
from data_access.queries.public.heat import WEEK, heat_document, week_name
from data_access.queries.public.method import method_document
from data_access.store.archive import Archive
from data_access.store.intake import backlog
from data_access.store.keys import Keys
from data_access.store.public_shelf import METHOD, PublicShelf, heat_name
from data_access.store.sharing import Sharing
from data_access.store.table import Table

LOOK_SECONDS = 2.0
"""Pause between two looks at what is due, while nothing is."""
CORRECT_SECONDS = 60.0
"""Pause at least between two looks at one month for corrections."""
_DAY = 86_400

Json = dict[str, Any]


@dataclass(frozen=True)
class Publishing:
    """What a worker needs besides store and city to publish."""

    archive: Archive
    sharing: Sharing | None = None
    settle_seconds: float | None = None
    """In the place of the pack's setting."""
    is_loading: Callable[[], bool] = lambda: False
    """Whether the past is being filled in."""
    grant: Callable[[], None] = lambda: None
    """Makes the user of public processes, where this process may."""
    signed: Callable[[str], dict[str, Any] | None] = lambda name: None
    """The evaluation frozen under a name like town:2019-02, its signature checked; None without one."""


class Releases:
    """What is released of one city, one after the other."""

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys, table: Table, shelf: PublicShelf, token: int,
        how: Publishing,
    ) -> None:  # fmt: skip
        self._client, self._city, self._keys = client, city, keys
        self._table, self._shelf, self._how = table, shelf, how
        self._rules = city.rules.public
        self._settle = self._rules.settle_seconds if how.settle_seconds is None else how.settle_seconds
        self._quiet = Quiet(city)
        self._index = PublicIndex(city, shelf, token)
        self._months = Months(client, city, keys, table, self._index)
        self._rankings = Rankings(client, city, keys, table, shelf, self._index, how.signed)
        self._looked_at = float("-inf")
        self._looked_version = -1
        self._started = False

    def steps(self, now: float, *, busy: bool) -> Iterator[bool]:
        """Release at most one thing that is due; False when the lease is lost. Raises redis.RedisError."""
        if 0 <= now - self._looked_at < LOOK_SECONDS:
            return
        if not self._started:
            yield self._begin(now)
        if self._table.version != self._looked_version:
            self._quiet.look(self._table.columns, now)
            self._looked_version = self._table.version
        work = None
        if not (busy or backlog(self._client, self._keys) or self._how.is_loading()):
            work = self._due(now)
        if work is None:
            self._looked_at = now
        else:
            yield from work

    def _due(self, now: float) -> Iterator[bool] | None:
        released = self._index.months
        for month in self._quiet.months:
            if month not in released and self._quiet.is_settled(month, now, self._settle):
                return self._months.release(month, now)
        week = self._week_due(now)
        if week is not None:
            return self._release_week(week, now)
        ranked = self._rankings.due()
        if ranked is not None:
            return self._rankings.release(ranked, now)
        corrected = self._months.correction_due(now, max(self._settle, CORRECT_SECONDS))
        if corrected is not None and self._quiet.is_settled(corrected, now, self._settle):
            return self._months.correct(corrected, now)
        return None

    def _begin(self, now: float) -> bool:
        self._index.read()
        self._started = True
        scheme = scheme_of(self._city, month_of(int(now), self._city))
        method = method_document(self._city, scheme)
        before = self._shelf.document(METHOD)
        if before == method:
            return True
        if before is not None and before["scheme"]["version"] != scheme.version:
            self._index.note(now, "scheme", scheme=scheme.version)
        return self._index.publish(now, {METHOD: method})

    def _week_due(self, now: float) -> date | None:
        """The latest week that is over for long enough, not on the map yet and not older than those kept."""
        if not self._index.months:
            # Until a month is out the past may still be filled in.
            return None
        today, known = local_day(int(now), self._city.zone), self._index.weeks
        monday = today - timedelta(days=today.weekday())
        for _ in range(self._rules.heat_weeks + 1):
            monday -= timedelta(days=WEEK)
            over = midnight(monday + timedelta(days=WEEK), self._city.zone)
            if over + self._rules.heat_after_days * _DAY > now or week_name(monday) in known:
                continue
            return monday if len(known) < self._rules.heat_weeks or week_name(monday) > known[-1] else None
        return None

    def _release_week(self, monday: date, now: float) -> Iterator[bool]:
        """Put a week on the map, and take the oldest away."""
        facts = Facts(self._table.columns, self._city, int(now))
        documents: dict[str, Json | None] = {
            heat_name(week_name(monday)): heat_document(facts, self._city, monday, self._rules)
        }
        yield True
        weeks = sorted({*self._index.weeks, week_name(monday)}, reverse=True)
        for old in weeks[self._rules.heat_weeks :]:
            documents[heat_name(old)] = None
        self._index.set_weeks(weeks[: self._rules.heat_weeks])
        self._index.note(now, "released", week=week_name(monday), revision=1, tables=["heat"])
        yield self._index.publish(now, documents)
