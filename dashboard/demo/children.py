"""Child processes of the demo: started, watched, started again when they die, ended in order."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

import structlog

_log = structlog.get_logger("demo")
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
_STEADY_SECONDS = 30.0
_END_SECONDS = 8.0


@dataclass
class Child:
    """One child process and its luck."""

    name: str
    process: subprocess.Popen[bytes]
    started_at: float
    pause: float = _FIRST_PAUSE
    start_again_at: float | None = None
    done: bool = False


class Children:
    """The children of one supervisor."""

    def __init__(self, argument: str) -> None:
        self._argument = argument
        self._children: dict[str, Child] = {}

    def start(self, name: str) -> None:
        """Start a child of a kind; it gets no signals of the terminal, only the supervisor's."""
        child = self._children.get(name)
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.demo.child", name, self._argument, str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        if child is None:
            self._children[name] = Child(name, process, time.monotonic())
        else:
            child.process, child.started_at, child.start_again_at = process, time.monotonic(), None

    def watch(self) -> None:
        """Look after every child: one that died is started again, sooner or later."""
        now = time.monotonic()
        for child in self._children.values():
            if child.done:
                continue
            status = child.process.poll()
            if status is None:
                if now - child.started_at > _STEADY_SECONDS:
                    child.pause = _FIRST_PAUSE
            elif status == 0 and child.name == "history":
                child.done = True
            elif child.start_again_at is None:
                _log.warning("a process ended; it is started again", process=child.name, status=status)
                child.start_again_at = now + child.pause
                child.pause = min(child.pause * 2, _LONGEST_PAUSE)
            elif now >= child.start_again_at:
                self.start(child.name)

    def end(self) -> None:
        """End all, the last started first; who does not listen is killed."""
        running = [child for child in reversed(self._children.values()) if child.process.poll() is None]
        for child in running:
            child.process.terminate()
        deadline = time.monotonic() + _END_SECONDS
        for child in running:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _log.warning("a process did not end; it is killed", process=child.name)
                child.process.kill()
                child.process.wait()
