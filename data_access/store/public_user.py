"""The Redis user of public processes: it can read what is published, and nothing else of the store."""

import re
from collections.abc import Iterable

import redis

from data_access.store.keys import Keys

USER = "zhiwang-public"
_GLOB = re.compile(r"[?*\[\]^\\]")
"""What means something else in a pattern; a city may be called so."""
COMMANDS = (
    *("get", "mget", "strlen", "exists", "subscribe", "unsubscribe"),
    *("ping", "hello", "auth", "select", "command", "cluster|slots", "cluster|info"),
)
"""What connecting and reading single keys take. No command that lists keys is among them."""


def acl_rules(keys: Keys, password: str) -> list[str]:
    """The words behind `ACL SETUSER NAME`: everything of before taken away, then what is allowed."""
    commands, places = [f"+{command}" for command in COMMANDS], _GLOB.sub(r"\\\g<0>", keys.public_all()[:-1])
    return [
        "reset",
        # Servers differ in whether a new user may use every channel.
        "resetchannels",
        "on",
        f">{password}",
        "-@all",
        *commands,
        f"~{places}*",
        f"&{places}*",
    ]


def grant(servers: Iterable[redis.Redis], keys: Keys, password: str) -> None:
    """Make the user on each server, or put it right. Raises redis.RedisError."""
    for server in servers:
        server.execute_command("ACL", "SETUSER", USER, *acl_rules(keys, password))
