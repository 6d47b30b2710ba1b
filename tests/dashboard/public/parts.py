"""A store, a clock and a shelf for tests of the public surface that need none of Redis."""

import hashlib
from datetime import datetime
from typing import Any

import redis

NOON = "2026-11-24T12:00:00+08:00"
STEPS = {
    "format": 1,
    "steps": [
        {"step": "reported", "at": "2026-11-01T08:00:00+08:00"},
        {"step": "filed", "at": "2026-11-01T08:20:00+08:00"},
        *({"step": step, "at": None} for step in ("dispatched", "disposed", "verified", "closed", "rated")),
    ],
    "next": "dispatched",
    "suspended": False,
    "due_at": "2026-11-02T08:20:00+08:00",
    "state": "open",
    "class": {"zh": "街面秩序", "en": "Street order"},
}


class Clock:
    """A clock that the test moves."""

    def __init__(self, at: str = NOON) -> None:
        self.now = datetime.fromisoformat(at).timestamp()

    def __call__(self) -> float:
        return self.now


class Store:
    """A source whose documents the test writes, and which can be away; it tracks one case."""

    def __init__(self, documents: dict[str, bytes]) -> None:
        self.documents = documents
        self.away = False
        self.asked: list[str] = []
        self.looked: list[str] = []

    def raw(self, name: str) -> bytes | None:
        self._there()
        self.asked.append(name)
        return self.documents.get(name)

    def salt(self) -> bytes | None:
        self._there()
        return b"key"

    def track(self, check: str) -> dict[str, Any] | None:
        self._there()
        self.looked.append(check)
        return STEPS if check == hash_of(b"key", "E1", "4821") else None

    def _there(self) -> None:
        if self.away:
            raise redis.ConnectionError("away")


def hash_of(salt: bytes, number: str, check: str) -> str:
    return hashlib.blake2b(f"{number}\n{check}".encode(), key=salt, digest_size=12).hexdigest()
