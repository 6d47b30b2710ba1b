"""The key that signs sessions: a setting, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from dashboard.config import Settings

FILE = "secret_key"


def secret_key(settings: Settings) -> str:
    """The installation's key; the first process of a data folder makes it, readable by its owner only."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    return kept_secret(settings.data / FILE, secrets.token_hex(32))


def kept_secret(path: Path, new: str) -> str:
    """The text kept in a file, or `new` after writing it there; safe when processes race."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, new.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        # A link fails where the file exists: exactly one of several first processes wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
