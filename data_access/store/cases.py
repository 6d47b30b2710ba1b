"""Looks up single cases with all their actions, wherever they lie: in Redis or in the archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import redis

from data_access.domain.actions import ActionSet
from data_access.domain.record import decode_record, decode_stub, is_stub
from data_access.store.archive import Archive, ArchiveUnreadable
from data_access.store.keys import Keys, shard_of
from data_access.store.meta import open_meta


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as it is stored."""

    case_id: str
    shard: int
    rows: list[int]
    """Row numbers in its shard: its own, then continuations."""
    actions: ActionSet | None
    """Every action, private fields included; None when `problem` says why they cannot be read."""
    archived: bool
    problem: str | None = None


class CaseReader:
    """Reads cases of one city; holds no state of its own and may be used by several threads."""

    def __init__(self, client: redis.Redis, keys: Keys, archive: Archive) -> None:
        self._client = client
        self._keys = keys
        self._archive = archive
        self._shards = open_meta(client, keys).shards

    def read_case(self, case_id: str) -> StoredCase | None:
        """One case; None when there is none of that id.

        Raises ArchiveUnreadable when its actions lie in a file that cannot be read, redis.RedisError.
        """
        found = self.read_cases([case_id]).get(case_id)
        if found is not None and found.problem is not None:
            raise ArchiveUnreadable(found.problem)
        return found

    def read_cases(self, case_ids: Sequence[str]) -> dict[str, StoredCase]:
        """Several cases by id, those that exist. Raises redis.RedisError."""
        shards: dict[int, list[str]] = {}
        for case_id in dict.fromkeys(case_ids):
            shards.setdefault(shard_of(case_id, self._shards), []).append(case_id)
        found: dict[str, StoredCase] = {}
        for shard, ids in shards.items():
            answer: Any = self._client.hmget(self._keys.records(shard), ids)
            records = {case_id: one for case_id, one in zip(ids, answer, strict=True) if one}
            stubs = {case_id: decode_stub(one) for case_id, one in records.items() if is_stub(one)}
            archived, failed = self._archive.read({case_id: place for case_id, (_, place) in stubs.items()})
            for case_id, record in records.items():
                if case_id in stubs:
                    problem = str(failed[case_id]) if case_id in failed else None
                    rows, actions = stubs[case_id][0], archived.get(case_id)
                    found[case_id] = StoredCase(case_id, shard, rows, actions, True, problem)
                else:
                    found[case_id] = StoredCase(case_id, shard, *decode_record(record), False)
        return found

    def read_actions(self, case_ids: Sequence[str]) -> dict[str, ActionSet | None]:
        """Actions of several cases by id, None where the archive cannot be read. Raises redis.RedisError."""
        return {case_id: stored.actions for case_id, stored in self.read_cases(case_ids).items()}


def row_numbers(
    client: redis.Redis, keys: Keys, shards: int, case_ids: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """Shard and number of the own row of each case that exists, archived or not. Raises redis.RedisError."""
    return {
        case_id: (shard, rows[0])
        for case_id, (shard, rows) in rows_of(client, keys, shards, case_ids).items()
    }


def rows_of(
    client: redis.Redis, keys: Keys, shards: int, case_ids: Iterable[str]
) -> dict[str, tuple[int, list[int]]]:
    """Shard and row numbers, the own one first, of each case that exists, archived or not.

    Raises redis.RedisError.
    """
    places: dict[int, list[str]] = {}
    for case_id in dict.fromkeys(case_ids):
        places.setdefault(shard_of(case_id, shards), []).append(case_id)
    found: dict[str, tuple[int, list[int]]] = {}
    for shard, ids in places.items():
        answer: Any = client.hmget(keys.records(shard), [one.encode("utf-8", "surrogatepass") for one in ids])
        for case_id, record in zip(ids, answer, strict=True):
            if record:
                rows = decode_stub(record)[0] if is_stub(record) else decode_record(record)[0]
                found[case_id] = shard, rows
    return found
