"""Chooses some cases of a city at random; the same ones for the same seed, in whatever order they come."""

import hashlib
import heapq
from collections.abc import Iterator

import redis

from data_access.store.keys import Keys
from data_access.store.scan import scan_records


def sample_cases(
    client: redis.Redis, keys: Keys, shards: int, size: int, seed: int
) -> dict[int, dict[str, bytes]]:
    """Records of `size` cases by shard and case id; fewer when there are fewer."""
    salt = seed.to_bytes(16, "little", signed=True)

    def drawn() -> Iterator[tuple[bytes, str, int, bytes]]:
        for shard in range(shards):
            for _, records in scan_records(client, keys, shard):
                for case_id, record in records.items():
                    name = case_id.encode("utf-8", "surrogatepass")
                    yield hashlib.blake2b(name, digest_size=8, key=salt).digest(), case_id, shard, record

    # A case may come twice while the store grows; with the same lot, so that a few more cover it.
    chosen: dict[int, dict[str, bytes]] = {shard: {} for shard in range(shards)}
    for _, case_id, shard, record in heapq.nsmallest(size, drawn()):
        chosen[shard][case_id] = record
    return chosen
