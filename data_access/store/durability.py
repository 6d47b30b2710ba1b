"""How sure a write must be before it is acknowledged, and how long a writer waits for a failover."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import redis

T = TypeVar("T")

WAIT_MS = 2000
"""Longest wait for replicas in one attempt; shorter than the time-out of a socket."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5
_PASSING = (
    redis.ConnectionError,
    redis.TimeoutError,
    redis.ReadOnlyError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.AskError,  # MOVED, too
    redis.exceptions.TryAgainError,
)
_PASSING_WORDS = ("READONLY", "NOREPLICAS", "CLUSTERDOWN", "MASTERDOWN", "LOADING", "TRYAGAIN")
"""What a script's error says when the server changed its role or lost its replicas under it."""


@dataclass(frozen=True, slots=True)
class Durability:
    """What a store's clients promise to those who write."""

    wait_replicas: int = 0
    """Replicas that must have a write before it is acknowledged (WAIT); 0 asks none."""
    retry_seconds: float = 0.0
    """How long a writer tries again while another server takes over."""
    takes_over: bool = False
    """Whether another server takes over from one that fails."""


class TooFewReplicas(redis.RedisError):
    """A write is on fewer replicas than ZHIWANG_WAIT_REPLICAS asks, so it is not acknowledged."""


def durability_of(client: object) -> Durability:
    """What the client of a store promises; a client that was opened elsewhere promises nothing."""
    found = getattr(client, "durability", None)
    return found if isinstance(found, Durability) else Durability()


def outlast(client: object, work: Callable[[], T]) -> T:
    """Do `work`, again while the store fails over; it must be harmless to repeat.

    Raises the last redis.RedisError when the store has not recovered within its `retry_seconds`; at once when
    nobody takes over, and any other kind of error.
    """
    durability = durability_of(client)
    deadline = time.monotonic() + (durability.retry_seconds if durability.takes_over else 0.0)
    pause = _FIRST_PAUSE
    while True:
        try:
            return work()
        except redis.RedisError as error:
            if not is_passing(error) or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
        look_again: Callable[[], None] = getattr(client, "look_again", lambda: None)
        look_again()


def is_passing(error: redis.RedisError) -> bool:
    """Whether an error is one of a store that fails over or restarts, and may be gone at the next try."""
    if isinstance(error, redis.AuthenticationError):
        return False
    if isinstance(error, (*_PASSING, TooFewReplicas)):
        return True
    # A script wraps what went wrong inside it into an error of its own.
    return isinstance(error, redis.ResponseError) and any(word in str(error) for word in _PASSING_WORDS)


def ask_replicas(pipe: Any, marker_key: str, wait_replicas: int) -> None:
    """Add two commands to a pipeline: a write, and the wait until replicas have it and all before it.

    WAIT looks back over the writes of its own connection only, so the pipeline brings one of its own (field
    `waited` of the hash `marker_key`); what the same pipeline has read before is then on the replicas, too.
    """
    pipe.hincrby(marker_key, "waited", 1)
    pipe.wait(wait_replicas, WAIT_MS)


def check_replicas(reached: int, wait_replicas: int) -> None:
    """Raise TooFewReplicas when WAIT has reached fewer replicas than asked."""
    if reached < wait_replicas:
        raise TooFewReplicas(f"{reached} of {wait_replicas} replicas have the write")
