"""The current snapshot as bytes: encoded and compressed once a tick, handed to everybody who asks."""

import gzip
from dataclasses import dataclass
from typing import Any

import orjson

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Encoded:
    """A snapshot ready to be sent."""

    tag: str
    """Differs between any two snapshots."""
    plain: bytes
    packed: bytes
    """The same by gzip."""


class SnapshotBytes:
    """Keeps the encoding of the newest snapshot that was asked for; nothing is encoded while nobody asks."""

    def __init__(self) -> None:
        self._of: Any = None
        self._encoded: Encoded | None = None

    def of(self, snapshot: dict[str, Any]) -> Encoded:
        """The encoding of a snapshot, which must not change afterwards."""
        encoded = self._encoded
        if encoded is None or self._of is not snapshot:
            plain = orjson.dumps(snapshot) + b"\n"
            # Another run of a store may give the same number again, but not at the same moment.
            tag = f"{snapshot['seq']}-{snapshot.get('at')}"
            encoded = Encoded(tag, plain, gzip.compress(plain, _LEVEL))
            self._of, self._encoded = snapshot, encoded
        return encoded
