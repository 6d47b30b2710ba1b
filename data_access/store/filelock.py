"""Locks on files that end with the process that holds them, however it ends (flock)."""

import fcntl
import os
import time
from pathlib import Path


class LockFile:
    """One open lock file; a lock held through it ends at `close` or with the process at the latest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take_shared(self) -> bool:
        """Take, or turn the held lock into, a shared lock; False when another process holds it alone."""
        return self._take(fcntl.LOCK_SH)

    def take_alone(self) -> bool:
        """Take, or turn the held lock into, an exclusive lock; False when another process holds any."""
        return self._take(fcntl.LOCK_EX)

    def wait_alone(self, deadline: float) -> bool:
        """Try `take_alone` until `deadline` (time.monotonic seconds)."""
        # Polled, because a blocking flock could not be given a time-out.
        while not self.take_alone():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        return True

    def close(self) -> None:
        """Close the file, and end the lock unless a child process inherited the descriptor."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _take(self, operation: int) -> bool:
        try:
            fcntl.flock(self.descriptor, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
