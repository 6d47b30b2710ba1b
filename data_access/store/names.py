"""Numbers for names that only the actions know: departments, collector teams, unknown subclasses."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import redis

from data_access.domain.rows import NO_NAME
from data_access.store.durability import TooFewReplicas, ask_replicas, check_replicas, durability_of
from data_access.store.keys import Keys

_SCRIPT = (Path(__file__).parent / "names.lua").read_text()
DEPARTMENT = "department"
TEAM = "team"
SUBCLASS = "subclass"
_MOST = 60_000
"""Names of one kind that get a number; rows have two bytes, and a feed gone mad must not fill them."""


class Names:
    """The names of one city, numbered in the order in which they first occurred; never renumbered."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._durability = durability_of(client)
        self._script = client.register_script(_SCRIPT)
        self._numbers: dict[str, dict[str, int]] = {DEPARTMENT: {}, TEAM: {}, SUBCLASS: {}}

    def refresh(self) -> None:
        """Read all names again."""
        for kind in self._numbers:
            stored: Any = self._client.hgetall(self._keys.names(kind))
            self._numbers[kind].update({name.decode(): int(number) for name, number in stored.items()})

    def numbers(self, kind: str) -> dict[str, int]:
        """Known names of a kind with their numbers (live mapping)."""
        return self._numbers[kind]

    def ensure(self, kind: str, names: Iterable[str]) -> None:
        """Give every name a number, asking Redis only for those not seen before."""
        known = self._numbers[kind]
        missing = sorted({name for name in names if name not in known})
        if not missing:
            return
        if len(known) + len(missing) > _MOST:
            known.update(dict.fromkeys(missing, NO_NAME))
            return
        for start in range(0, len(missing), 1000):
            part = missing[start : start + 1000]
            given = self._script(keys=[self._keys.names(kind)], args=part)
            self._keep(kind, part, list(map(int, given)))
            known.update(zip(part, map(int, given), strict=True))

    def _keep(self, kind: str, names: list[str], given: list[int]) -> None:
        """Wait until a replica has new names: a failover must not give a number in rows to another name.

        New names are rare, so this is done wherever another server can take over, also when actions
        themselves are acknowledged without.
        """
        if not self._durability.takes_over:
            return
        with self._client.pipeline(transaction=False) as pipe:
            pipe.hmget(self._keys.names(kind), names)
            ask_replicas(pipe, self._keys.meta(), max(1, self._durability.wait_replicas))
            stored, _, reached = pipe.execute()
        check_replicas(reached, self._durability.wait_replicas)
        if [int(number or -1) for number in stored] != given:
            raise TooFewReplicas("another server took over and has not the names given")

    def listed(self, kind: str) -> list[str]:
        """Names in the order of their numbers."""
        known = {name: number for name, number in self._numbers[kind].items() if number != NO_NAME}
        return sorted(known, key=known.__getitem__)

    @property
    def departments(self) -> list[str]:
        """Department names by number."""
        return self.listed(DEPARTMENT)

    @property
    def teams(self) -> list[str]:
        """Collector team codes by number."""
        return self.listed(TEAM)

    @property
    def subclasses(self) -> list[str]:
        """Unknown subclass codes by number; in rows they follow the taxonomy's own."""
        return self.listed(SUBCLASS)
