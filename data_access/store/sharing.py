"""Where the processes of a machine share one copy of the columns; settings name it before Redis is needed."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where the copy lies and when it is renewed."""

    folder: Path
    """A folder of a local disk, or of memory (/dev/shm)."""
    least_blocks: int = 16
    """A smaller table is not worth sharing."""
    renew_share: float = 0.125
    """Part of the blocks changed since from which the file is written anew: each process holds them twice."""
    pause_seconds: float = 10.0
    """Shortest time between two files."""
