"""Takes in what the city's platform puts into the lanes, beside the ticker, in every worker."""

import contextlib
import math
import threading
import time

import redis
import structlog

from data_access.domain.city import City
from data_access.ingest.intake import Intake
from data_access.store.archive import Archive
from data_access.store.intake import LaneShare
from data_access.store.keys import Keys

ADJUST_SECONDS = 1.0
IDLE_SECONDS = 0.1
"""Pause after a look at lanes that were all empty."""
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
QUIET_SECONDS = 5.0
"""After so long without a failure the next one is told again."""

_log = structlog.get_logger("intake")


def run_intake(
    client: redis.Redis, city: City, keys: Keys, stop: threading.Event, archive: Archive | None = None
) -> None:
    """Take in until `stop` is set; outlives the store, and gives its lanes back at the end."""
    pause = FIRST_PAUSE
    failed_at = -math.inf
    while not stop.is_set():
        try:
            share = LaneShare(client, keys)
            try:
                _take_turns(share, Intake(client, city, keys, archive), stop)
            finally:
                # When the store is away the leases end by themselves.
                with contextlib.suppress(redis.RedisError):
                    share.leave()
        except redis.RedisError as error:
            if time.monotonic() - failed_at > QUIET_SECONDS:
                pause = FIRST_PAUSE
                _log.warning("the intake waits for the store", error=str(error))
            stop.wait(pause)
            failed_at = time.monotonic()
            pause = min(pause * 2, LONGEST_PAUSE)
        except Exception:
            # A fault in one batch must not end the intake for good.
            _log.exception("a fault while taking in")
            stop.wait(LONGEST_PAUSE)


def _take_turns(share: LaneShare, intake: Intake, stop: threading.Event) -> None:
    adjust_at = 0.0
    while not stop.is_set():
        busy = False
        for lane in [None, *share.held]:
            if time.monotonic() >= adjust_at:
                share.adjust()
                adjust_at = time.monotonic() + ADJUST_SECONDS
            if lane is None or lane not in share.held:
                continue
            report = intake.take_in(lane)
            if report is None:
                _log.warning("another worker reads this lane now", lane=lane.number)
                share.lost(lane)
            elif report.applied or report.duplicate or report.quarantined:
                busy = True
                _log.debug("taken in", lane=lane.number, applied=report.applied)
        if not busy:
            stop.wait(IDLE_SECONDS)
