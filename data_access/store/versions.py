"""The version of the data: what changes with every row and the city pack in force, read without the rows."""

import redis

from data_access.store.keys import Keys


def data_version(client: redis.Redis, keys: Keys, shards: int) -> tuple[str, int]:
    """A text that differs after every change of a row or of the pack in force, and the changes of rows.

    An answer computed after reading it is no older.

    Each shard tells the number of its last change and the id of that change in the row feed, which holds
    the time: a store that has lost its last second counts the same numbers again, but never at the same
    time. Raises redis.RedisError.
    """
    with client.pipeline(transaction=False) as pipe:
        for shard in range(shards):
            pipe.hget(keys.state(shard), "version")
            pipe.xrevrange(keys.row_feed(shard), count=1)
        pipe.hget(keys.meta(), "pack")
        *answers, pack = pipe.execute()
    parts, changes = [(pack or b"").decode()], 0
    for version, last in zip(answers[::2], answers[1::2], strict=True):
        feed = last[0][0].decode() if last else ""
        parts.append(f"{int(version or 0)}@{feed}")
        changes += int(version or 0)
    return " ".join(parts), changes
