"""What a city's store is: its format, number of shards and secret for check codes; made on first use."""

import secrets
from dataclasses import dataclass

import redis

from data_access.store.keys import Keys

FORMAT = "2"


@dataclass(frozen=True, slots=True)
class Meta:
    """Facts fixed when the store of a city is created."""

    shards: int
    check_key: bytes


class StoreFormatError(RuntimeError):
    """The store was written by a version of the program that this one cannot read."""


def open_meta(client: redis.Redis, keys: Keys, shards: int = 1) -> Meta:
    """Facts of the city's store; `shards` holds only when this call creates it.

    Raises StoreFormatError when the store has another format.
    """
    key = keys.meta()
    with client.pipeline() as pipe:
        pipe.hsetnx(key, "format", FORMAT)
        pipe.hsetnx(key, "shards", shards)
        pipe.hsetnx(key, "check_key", secrets.token_hex(32))
        pipe.hgetall(key)
        stored = pipe.execute()[-1]
    if stored[b"format"] != FORMAT.encode():
        raise StoreFormatError(
            f"the store of {keys.city} has format {stored[b'format'].decode()}, this program reads {FORMAT}: "
            "give it another data folder or database, and import the actions again"
        )
    return Meta(int(stored[b"shards"]), bytes.fromhex(stored[b"check_key"].decode()))
