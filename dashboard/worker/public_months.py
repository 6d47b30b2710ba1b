"""Publishes months: for the first time when the past stands still, again when it has changed by enough."""

from collections.abc import Iterator
from dataclasses import replace

import redis
import structlog

from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.worker.public_index import PublicIndex
from data_access.domain.city import City
from data_access.domain.disclosure.release import first_release
from data_access.domain.disclosure.revision import is_comparable, revised
from data_access.domain.disclosure.tables import Grid, Release
from data_access.domain.facts import Facts
from data_access.domain.taxonomy import SOURCES
from data_access.queries.public.counts import MonthCounter
from data_access.queries.public.month import About, month_document
from data_access.store.keys import Keys
from data_access.store.public_shelf import month_name
from data_access.store.releases import Ledger, pack_ledger, read_ledger
from data_access.store.table import Table

MOST_RELEASES = 24
"""Releases of one month at most: each is compared with all before."""
_DAY = 86_400
_log = structlog.get_logger("public")


class Months:
    """The months of one city."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys, table: Table, index: PublicIndex) -> None:
        self._client, self._city, self._keys = client, city, keys
        self._table, self._index = table, index
        self._rules = city.rules.public
        self._sources = {
            source.value: {one: load_text(one)(f"wall.source.{source.value}") for one in LANGUAGES}
            for source in SOURCES
        }
        self._looked: dict[str, tuple[int, float]] = {}
        """Month → version of the table and time of the last look for corrections."""

    def release(self, month: str, now: float) -> Iterator[bool]:
        """Publish a month for the first time, step by step; False when the lease is lost."""
        counter = self._counter(month, now)
        for _ in counter.steps():
            yield True
        release = first_release(counter.counted.month, self._rules)
        yield True
        self._index.note(now, "released", month=month, revision=1, tables=list(release.grids))
        _log.info("a month is published", month=month)
        yield self._publish(month, Ledger((release,), int(now), 1, False, ""), counter, now)

    def correction_due(self, now: float, pause: float) -> str | None:
        """A month that may be published again and has not been looked at since the rows changed."""
        for month in self._index.months:
            version, at = self._looked.get(month, (-1, float("-inf")))
            if version != self._table.version and now - at >= pause:
                return month
        return None

    def correct(self, month: str, now: float) -> Iterator[bool]:
        """Publish a month again if it has changed by enough; say so when a correction waits."""
        self._looked[month] = (self._table.version, now)
        ledger = read_ledger(self._client, self._keys, month)
        if ledger is None or now - ledger.released_at < self._rules.revise_after_days * _DAY:
            return
        counter = self._counter(month, now)
        for _ in counter.steps():
            yield True
        history, truth = ledger.releases, counter.counted.month
        release, waiting = None, True
        if is_comparable(history, truth) and len(history) < MOST_RELEASES:
            release, waiting = revised(history, truth, self._rules)
        yield True
        if release is not None:
            number = ledger.revision + 1
            tables = changed_tables(history[-1], release)
            self._index.note(now, "revised", month=month, revision=number, tables=tables)
            _log.info("a month is published again", month=month, revision=number)
            ledger = Ledger((*history, release), int(now), number, waiting, "")
            yield self._publish(month, ledger, counter, now)
        elif waiting != ledger.waiting:
            ledger = replace(ledger, waiting=waiting)
            if waiting:
                self._index.note(now, "waiting", month=month, revision=ledger.revision, tables=[])
                _log.info("a correction waits: it is too small to be told", month=month)
            self._index.set_month(month, ledger.revision, ledger.released_at, waiting=waiting)
            yield self._index.publish(now, {}, {self._keys.releases(month): pack_ledger(ledger)})

    def _counter(self, month: str, now: float) -> MonthCounter:
        facts = Facts(self._table.columns, self._city, int(now))
        return MonthCounter(facts, self._city, month, self._rules.class_share)

    def _publish(self, month: str, ledger: Ledger, counter: MonthCounter, now: float) -> bool:
        about = About(month, ledger.revision, ledger.released_at, int(now))
        document = month_document(
            about, ledger.releases[-1], counter.counted, self._city, self._sources, self._rules, counter
        )
        self._index.set_month(month, ledger.revision, ledger.released_at, waiting=ledger.waiting)
        beside = {self._keys.releases(month): pack_ledger(ledger)}
        return self._index.publish(now, {month_name(month): document}, beside)


def changed_tables(before: Release, after: Release) -> list[str]:
    """Names of the tables in which anything that is shown has changed."""

    def differ(old: Grid, new: Grid) -> bool:
        return bool((old.parts != new.parts)[~old.hidden].any())

    found = [
        name
        for name, grids in after.grids.items()
        if any(differ(before.grids[name][layer], grid) for layer, grid in grids.items())
    ]
    return [*found, "town_classes"] if differ(before.mix, after.mix) else found
