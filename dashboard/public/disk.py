"""Copies of the product documents on disk: what a public surface shows after a restart without the store."""

import contextlib
import os
import re
from pathlib import Path

import orjson
import structlog

_log = structlog.get_logger("public")
_NAME = re.compile(r"[A-Za-z]+(:[0-9A-Z-]+)?")
_CONFIRMED = "confirmed"
_END = ".json"


class DiskCopies:
    """A folder with a file a document; several processes may write the same one.

    A disk that is full or read-only is said once in the log, and the surface goes on from memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told = False

    def read(self) -> tuple[dict[str, bytes], float | None]:
        """Every whole document by name, and the Unix time at which the store last confirmed them."""
        found: dict[str, bytes] = {}
        written: float | None = None
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob(f"*{_END}")):
                name = path.name.removesuffix(_END).replace("_", ":", 1)
                if _NAME.fullmatch(name) and (raw := _whole(path)) is not None:
                    found[name] = raw
                    written = max(written or 0.0, path.stat().st_mtime)
        try:
            return found, float((self._folder / _CONFIRMED).read_text())
        except (OSError, ValueError):
            return found, written

    def write(self, name: str, raw: bytes) -> None:
        """Keep a document."""
        self._put(name.replace(":", "_") + _END, raw)

    def forget(self, name: str) -> None:
        """Drop a document that is published no longer."""
        with contextlib.suppress(OSError):
            (self._folder / (name.replace(":", "_") + _END)).unlink(missing_ok=True)

    def confirm(self, at: float) -> None:
        """Note that all documents were those of the store at a Unix time."""
        self._put(_CONFIRMED, f"{at:.3f}\n".encode())

    def _put(self, name: str, content: bytes) -> None:
        draft = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(content)
            # Readers see the old file or the new one, never half of it.
            draft.replace(self._folder / name)
            self._told = False
        except OSError as error:
            if not self._told:
                _log.warning("copies cannot be kept on disk", folder=str(self._folder), error=str(error))
            self._told = True


def _whole(path: Path) -> bytes | None:
    """The bytes of a file that holds a JSON object; None for others."""
    try:
        raw = path.read_bytes()
        return raw if isinstance(orjson.loads(raw), dict) else None
    except (OSError, orjson.JSONDecodeError):
        _log.warning("a copy on disk cannot be read", file=str(path))
        return None
