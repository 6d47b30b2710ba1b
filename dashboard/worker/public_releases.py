"""Releases: months when the past stands still, rankings with them, weeks of the map, and corrections."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import redis
import structlog

from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.worker.public_quiet import Quiet
from dashboard.worker.public_ranking import RankingMaker, known_rates
from data_access.domain.city import City
from data_access.domain.disclosure.release import first_release
from data_access.domain.disclosure.tables import Release
from data_access.domain.facts import Facts
from data_access.domain.period import city_time, local_day, midnight
from data_access.domain.taxonomy import SOURCES
from data_access.queries.evaluation import month_of, scheme_of
from data_access.queries.public.counts import Counted, MonthCounter
from data_access.queries.public.heat import WEEK, heat_document, week_name
from data_access.queries.public.method import method_document
from data_access.queries.public.month import FORMAT, About, city_json, month_document
from data_access.store.evaluation_log import EvaluationLog, log_version
from data_access.store.intake import backlog
from data_access.store.keys import Keys
from data_access.store.left_out import read_entered
from data_access.store.meta import open_meta
from data_access.store.public_shelf import (
    INDEX,
    LOG,
    METHOD,
    PublicShelf,
    heat_name,
    month_name,
    ranking_name,
)
from data_access.store.releases import Ledger, pack_ledger, read_ledger
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table

if TYPE_CHECKING:
    from dashboard.worker.publisher import Publishing

LOG_ENTRIES = 500
LOOK_SECONDS = 2.0
"""Pause between two looks at what is due."""
_DAY = 86_400

Json = dict[str, Any]
_log = structlog.get_logger("public")


class Releases:
    """What is released of one city, one after the other."""

    def __init__(
        self, client: redis.Redis, city: City, keys: Keys, table: Table, shelf: PublicShelf, token: int,
        how: "Publishing",
    ) -> None:  # fmt: skip
        self._client, self._city, self._keys = client, city, keys
        self._table, self._shelf, self._token, self._how = table, shelf, token, how
        self._rules = city.rules.public
        self._settle = self._rules.settle_seconds if how.settle_seconds is None else how.settle_seconds
        self._quiet = Quiet(city)
        self._shards = open_meta(client, keys).shards
        self._entered_log = EvaluationLog(client, keys)
        self._sources = {
            source.value: {one: load_text(one)(f"wall.source.{source.value}") for one in LANGUAGES}
            for source in SOURCES
        }
        self._looked_at = float("-inf")
        self._looked_version = -1
        self._index: Json = {}
        self._entries: list[Json] = []
        self._started = False

    def steps(self, now: float, *, busy: bool) -> Iterator[bool]:
        """Release at most one thing that is due; False when the lease is lost. Raises redis.RedisError."""
        if 0 <= now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        if not self._started:
            yield self._begin(now)
        if self._table.version != self._looked_version:
            self._quiet.look(self._table.columns, now)
            self._looked_version = self._table.version
        if busy or backlog(self._client, self._keys) or self._how.is_loading():
            return
        month = self._month_due(now)
        if month is not None:
            yield from self._release_month(month, now)
            return
        week = self._week_due(now)
        if week is not None:
            yield self._release_week(week, now)
            return
        month = self._ranking_due()
        if month is not None:
            yield from self._release_ranking(month, now)

    def _begin(self, now: float) -> bool:
        self._index = self._shelf.document(INDEX) or {
            "format": FORMAT, "city": city_json(self._city), "version": 0, "published_at": None,
            "latest": None, "months": [], "weeks": [], "rankings": [],
        }  # fmt: skip
        self._entries = (self._shelf.document(LOG) or {"entries": []})["entries"]
        self._started = True
        scheme = scheme_of(self._city, month_of(int(now), self._city))
        method = method_document(self._city, scheme)
        before = self._shelf.document(METHOD)
        if before == method:
            return True
        if before is not None and before["scheme"]["version"] != scheme.version:
            self._note(now, "scheme", scheme=scheme.version)
        return self._publish(now, {METHOD: method})

    # --- what is due

    def _released(self) -> dict[str, Json]:
        return {month["month"]: month for month in self._index["months"]}

    def _month_due(self, now: float) -> str | None:
        released = self._released()
        for month in self._quiet.months:
            if month not in released and self._quiet.is_settled(month, now, self._settle):
                return month
        return None

    def _ranking_due(self) -> str | None:
        done = set(self._index["rankings"])
        return next((month for month in self._released() if month not in done), None)

    def _week_due(self, now: float) -> date | None:
        """The latest week that is over for long enough and not on the map yet."""
        if not self._index["months"]:
            # Until a month is out the past may still be filled in.
            return None
        today = local_day(int(now), self._city.zone)
        monday = today - timedelta(days=today.weekday())
        for _ in range(self._rules.heat_weeks + 1):
            monday -= timedelta(days=WEEK)
            over = midnight(monday + timedelta(days=WEEK), self._city.zone)
            if over + self._rules.heat_after_days * _DAY > now:
                continue
            known = self._index["weeks"]
            if week_name(monday) not in known and (not known or week_name(monday) > min(known)):
                return monday
            if len(known) < self._rules.heat_weeks and week_name(monday) not in known:
                return monday
        return None

    # --- releasing

    def _count(self, month: str, as_of: int) -> MonthCounter:
        facts = Facts(self._table.columns, self._city, as_of)
        return MonthCounter(facts, self._city, month, self._rules.class_share)

    def _release_month(self, month: str, now: float) -> Iterator[bool]:
        about = About(month, 1, int(now), int(now))
        counter = self._count(month, about.as_of)
        for _ in counter.steps():
            yield True
        release = first_release(counter.counted.month, self._rules)
        yield True
        document = self._document(about, release, counter.counted, counter)
        yield True
        ledger = Ledger((release,), about.released_at, 1, False, "")
        self._note(now, "released", month=month, revision=1, tables=[])
        entry = {
            "month": month, "revision": 1, "released_at": document["released_at"], "waiting": False
        }  # fmt: skip
        months = {**self._released(), month: entry}
        self._index["months"] = [months[name] for name in sorted(months, reverse=True)]
        self._index["latest"] = self._index["months"][0]["month"]
        _log.info("a month is published", month=month)
        beside = {self._keys.releases(month): pack_ledger(ledger)}
        yield self._publish(now, {month_name(month): document}, beside)

    def _document(self, about: About, release: Release, counted: Counted, counter: MonthCounter) -> Json:
        return month_document(about, release, counted, self._city, self._sources, self._rules, counter)

    def _release_ranking(self, month: str, now: float) -> Iterator[bool]:
        published = self._shelf.document(month_name(month))
        ledger = read_ledger(self._client, self._keys, month)
        if published is None or ledger is None:
            return
        rows = StoredRows(self._client, self._keys, self._shards, self._table.block_numbers)
        entered = read_entered(
            self._entered_log, self._client, self._keys, self._shards, rows, self._table.size
        )
        frozen = bool(self._client.hexists(self._keys.freezes(), f"town:{month}"))
        about = About(month, ledger.revision, int(now), int(now))
        maker = RankingMaker(
            self._table.columns, self._city, self._table.names, entered, about, frozen=frozen
        )
        for _ in maker.steps(known_rates(published)):
            yield True
        ledger = replace(ledger, ranked_by=self._ranked_by(month, frozen=frozen))
        self._index["rankings"] = sorted({*self._index["rankings"], month}, reverse=True)
        beside = {self._keys.releases(month): pack_ledger(ledger)}
        yield self._publish(now, {ranking_name(month): maker.document}, beside)

    def _ranked_by(self, month: str, *, frozen: bool) -> str:
        scheme = scheme_of(self._city, month)
        return f"{scheme.version} {scheme.digest} {frozen} {log_version(self._client, self._keys)}"

    def _release_week(self, monday: date, now: float) -> bool:
        document = heat_document(
            Facts(self._table.columns, self._city, int(now)), self._city, monday, self._rules
        )
        weeks = sorted({*self._index["weeks"], week_name(monday)}, reverse=True)
        documents: dict[str, Json | None] = {heat_name(week_name(monday)): document}
        for old in weeks[self._rules.heat_weeks :]:
            documents[heat_name(old)] = None
        self._index["weeks"] = weeks[: self._rules.heat_weeks]
        self._note(now, "released", week=week_name(monday), revision=1, tables=["heat"])
        return self._publish(now, documents)

    # --- writing

    def _note(self, now: float, kind: str, **what: Any) -> None:
        entry = {"at": city_time(int(now), self._city.zone), "kind": kind, **what}
        self._entries = [entry, *self._entries][:LOG_ENTRIES]

    def _publish(
        self, now: float, documents: Mapping[str, Json | None], beside: Mapping[str, bytes] | None = None
    ) -> bool:
        """All documents of a release with index and log, in one step."""
        self._index["version"] += 1
        self._index["published_at"] = city_time(int(now), self._city.zone)
        log = {"format": FORMAT, "entries": self._entries}
        return self._shelf.put(self._token, {**documents, LOG: log, INDEX: self._index}, beside=beside)
