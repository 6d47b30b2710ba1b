"""Brings the demo city's past and present into the store; runs in the supervisor and in two children."""

import threading
from collections.abc import Callable, Iterable

import orjson
import redis
import structlog

from dashboard.cli.output import progress_bar
from dashboard.demo.settings import DemoSettings
from dashboard.services import Services, open_services
from data_access.ingest.demo.feed import FEED, DemoFeed
from data_access.ingest.demo.history import Chunk
from data_access.ingest.ingest import Ingest

_log = structlog.get_logger("demo")
LONGEST_PAUSE = 2.0


def demo_feed(services: Services, demo: DemoSettings) -> DemoFeed:
    """The demo of the services' city."""
    return DemoFeed(services.connection.redis, services.city, demo.seed, keys=services.keys)


def case_to_track(feed: DemoFeed) -> tuple[str, str] | None:
    """Number and check code of a report that a resident of the demo city made the day before it began."""
    history = feed.history()
    day = history[-1].days[0] if len(history) < 2 else history[1].days[0]
    for line in feed.city.day(day, feed.state.started_at):
        if b'"check"' in line:
            report = orjson.loads(line)
            return report["case_id"], report["check"]
    return None


def load_chunks(
    services: Services,
    feed: DemoFeed,
    chunks: Iterable[Chunk],
    stop: threading.Event,
    advance: Callable[[float], None],
) -> None:
    """Load chunks and remember each when all of it is in the store; `advance` counts expected actions."""
    ingest = Ingest(services.connection.redis, services.city, services.keys, archive=services.archive)
    for chunk in chunks:
        part = chunk.expected_actions / max(1, len(chunk.days))
        for lines in chunk.batches():
            if stop.is_set():
                return
            ingest.ingest(lines, feed=FEED)
            advance(part)
        feed.mark_done(chunk)


def load_first_picture(services: Services, feed: DemoFeed, stop: threading.Event) -> bool:
    """Load the newest days, with a progress bar on a terminal; nothing to do on later starts.

    True when there is more of the past to fill in.
    """
    plan = feed.history_plan()
    chunks = [chunk for chunk in plan if chunk.first_picture]
    if chunks:
        total = sum(chunk.expected_actions for chunk in chunks)
        with progress_bar("Loading the newest days", total) as advance:
            load_chunks(services, feed, chunks, stop, advance)
    return len(plan) > len(chunks)


def run_history(demo: DemoSettings, stop: threading.Event) -> None:
    """Fill in the past, newest first, until it is complete; goes on where an earlier run ended."""
    with open_services(demo.settings) as services:

        def fill() -> None:
            feed = demo_feed(services, demo)
            chunks = feed.history_plan()
            if not chunks:
                return
            total = sum(chunk.expected_actions for chunk in chunks)
            _log.info("filling in the history behind", chunks=len(chunks), actions=total)
            with progress_bar("Filling in the history", total) as advance:
                load_chunks(services, feed, chunks, stop, _told(total, advance))
            if not stop.is_set():
                _log.info("the history is complete")

        _until_done(fill, stop)


def run_feed(demo: DemoSettings, stop: threading.Event) -> None:
    """Send the demo city's actions at their time until told to stop."""
    with open_services(demo.settings) as services:

        def live() -> None:
            ingest = Ingest(services.connection.redis, services.city, services.keys, archive=services.archive)
            feed = demo_feed(services, demo)
            feed.run_live(lambda lines: ingest.ingest(lines, feed=FEED), stop, demo.speed)

        _until_done(live, stop)


def _told(total: float, advance: Callable[[float], None]) -> Callable[[float], None]:
    """Also writes every tenth part into the log."""
    done = 0.0

    def tell(amount: float) -> None:
        nonlocal done
        before, done = done, done + amount
        advance(amount)
        if total and int(10 * before / total) < int(10 * done / total) < 10:
            _log.info(f"history {10 * int(10 * done / total)} %")

    return tell


def _until_done(work: Callable[[], None], stop: threading.Event) -> None:
    """Do some work again from where it was when the store comes back."""
    pause = 0.1
    while not stop.is_set():
        try:
            work()
            return
        except redis.RedisError as error:
            if pause <= 0.1:
                _log.warning("the store does not answer; trying again", error=str(error))
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
