"""What a measurement is, and how two programs take turns at one work."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the results: Zhiwang's figure, and a peer's or a limit's beside it."""

    part: str
    """Heading that it belongs under: ingest, snapshot, review, memory, together."""
    name: str
    cases: int
    unit: str
    """ms, bytes or /s; only a rate is better when higher."""
    own: float
    peer_name: str = ""
    peer: float | None = None
    bar: str = ""
    """What has to be reached, in words; empty for figures that only inform."""
    reached: bool | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as good as the peer."""
        if not self.peer or not self.own:
            return None
        return self.own / self.peer if self.unit == "/s" else self.peer / self.own


def in_turns(works: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """The median figure of each work; they take turns, because the speed of a shared machine drifts."""
    figures: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for kept, work in zip(figures, works, strict=True):
            kept.append(work())
    return [statistics.median(kept) for kept in figures]


def milliseconds(call: Callable[[], object], times: int = 1) -> Callable[[], float]:
    """A work whose figure is the time that a call takes, the median of so many in a row."""

    def timed() -> float:
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            call()
            taken.append((time.perf_counter() - start) * 1000)
        return statistics.median(taken)

    return timed


def progress() -> Progress:
    """What is being done and for how long, on a terminal."""
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
        transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip
