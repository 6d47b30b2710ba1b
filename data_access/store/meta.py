"""What a city's store is: its format, number of shards and secret for check codes; made on first use."""

import secrets
from dataclasses import dataclass

import redis

from data_access.store.keys import Keys

FORMAT = "3"
_READABLE = ("2", FORMAT)
"""Formats whose stores this program goes on with: cases are written in the new one as they change."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Facts fixed when the store of a city is created."""

    shards: int
    check_key: bytes


class StoreFormatError(RuntimeError):
    """The store was written by a version of the program that this one cannot read."""


def open_meta(client: redis.Redis, keys: Keys, shards: int = 1) -> Meta:
    """Facts of the city's store; `shards` holds only when this call creates it.

    A store of a format before becomes one of this format, so that a program that cannot read it any more
    refuses it. Raises StoreFormatError when the store has another format.
    """
    key = keys.meta()
    with client.pipeline() as pipe:
        pipe.hsetnx(key, "format", FORMAT)
        pipe.hsetnx(key, "shards", shards)
        pipe.hsetnx(key, "check_key", secrets.token_hex(32))
        pipe.hgetall(key)
        stored = pipe.execute()[-1]
    found = stored[b"format"].decode()
    if found not in _READABLE:
        raise StoreFormatError(
            f"the store of {keys.city} has format {found}, this program reads {' and '.join(_READABLE)}: "
            "give it another data folder or database, and import the actions again"
        )
    if found != FORMAT:
        client.hset(key, "format", FORMAT)
    return Meta(int(stored[b"shards"]), bytes.fromhex(stored[b"check_key"].decode()))
