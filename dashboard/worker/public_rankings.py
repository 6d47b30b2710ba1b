"""Publishes the rankings of published months, and again when what they are made by has changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import redis

from dashboard.worker.public_index import PublicIndex
from dashboard.worker.public_reasons import RankingMaker, known_rates
from data_access.domain.city import City
from data_access.queries.evaluation import scheme_of
from data_access.queries.public.month import About
from data_access.queries.public.signed import as_signed
from data_access.store.evaluation_log import EvaluationLog, log_version
from data_access.store.keys import Keys
from data_access.store.left_out import read_entered
from data_access.store.meta import open_meta
from data_access.store.public_shelf import PublicShelf, month_name, ranking_name
from data_access.store.releases import pack_ledger, read_ledger
from data_access.store.stored_rows import StoredRows
from data_access.store.table import Table

Json = dict[str, Any]


class Rankings:
    """The rankings of one city."""

    def __init__(
        self,
        client: redis.Redis,
        city: City,
        keys: Keys,
        table: Table,
        shelf: PublicShelf,
        index: PublicIndex,
        signed: Callable[[str], Json | None],
    ) -> None:
        """`signed` gives what was frozen under a name like town:2019-02; None when it must not be trusted."""
        self._signed = signed
        self._client, self._city, self._keys = client, city, keys
        self._table, self._shelf, self._index = table, shelf, index
        self._shards = open_meta(client, keys).shards
        self._log = EvaluationLog(client, keys)
        self._made_by: dict[str, str] = {}
        """Month → what its published ranking was made by."""
        self._frozen: frozenset[str] = frozenset()

    def due(self) -> str | None:
        """A month whose ranking is missing, or made by what holds no more. Raises redis.RedisError."""
        frozen = self._frozen_names()
        version = log_version(self._client, self._keys)
        known = set(self._index.rankings)
        for month, entry in self._index.months.items():
            made_by = self._maker(month, entry["revision"], frozen, version)
            if month in known and month not in self._made_by:
                ledger = read_ledger(self._client, self._keys, month)
                self._made_by[month] = "" if ledger is None else ledger.ranked_by
            if month not in known or self._made_by[month] != made_by:
                self._made_by[month] = made_by
                return month
        return None

    def release(self, month: str, now: float) -> Iterator[bool]:
        """Publish the ranking that is due, town by town; False when the lease is lost."""
        published = self._shelf.document(month_name(month))
        ledger = read_ledger(self._client, self._keys, month)
        if published is None or ledger is None:
            return
        rows = StoredRows(self._client, self._keys, self._shards, self._table.block_numbers)
        entered = read_entered(self._log, self._client, self._keys, self._shards, rows, self._table.size)
        about = About(month, ledger.revision, int(now), int(now))
        signed = self._signed(_freeze(month))
        maker = RankingMaker(
            self._table.columns, self._city, self._table.names, entered, about, frozen=signed is not None
        )
        for _ in maker.steps(known_rates(published)):
            yield True
        document = maker.document
        if signed is not None:
            document = as_signed(document, signed, maker.scores)
        ledger = replace(ledger, ranked_by=self._made_by[month])
        self._index.add_ranking(month)
        beside = {self._keys.releases(month): pack_ledger(ledger)}
        yield self._index.publish(now, {ranking_name(month): document}, beside)

    def _frozen_names(self) -> frozenset[str]:
        """Names of everything frozen. A freeze is for ever, so their number tells whether one has come."""
        if self._client.hlen(self._keys.freezes()) != len(self._frozen):
            names = cast(list[bytes], self._client.hkeys(self._keys.freezes()))
            self._frozen = frozenset(name.decode() for name in names)
        return self._frozen

    def _maker(self, month: str, revision: int, frozen: frozenset[str], version: str) -> str:
        scheme = scheme_of(self._city, month)
        return f"{revision} {scheme.version} {scheme.digest} {_freeze(month) in frozen} {version}"


def _freeze(month: str) -> str:
    return f"town:{month}"
