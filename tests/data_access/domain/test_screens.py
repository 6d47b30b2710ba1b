"""How a screen fares, by a table of times; and since when, over a row of heartbeats."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.domain.screens import (
    DEAD_SECONDS,
    SILENT_STREAM_SECONDS,
    UPGRADE_SECONDS,
    Beat,
    Level,
    Screen,
    ScreenEntry,
    ScreenState,
    fare_of,
    follows,
    worst_first,
)
from data_access.domain.showing import Scene, Showing

NOW = 1_700_000_000.0
SCREEN = Screen("abc", "大厅左", "", "scene=overview", ("overview/1",), int(NOW) - 5000)
GOOD = Beat(
    received_at=NOW - 10, build="b1", showing="overview/1", level=Level.LIVE, reason=None,
    data_at=NOW - 12, message_at=NOW - 10.5, hidden=False, heap_bytes=10**7, paint_p50_ms=80.0,
    paint_p95_ms=200.0, width=1920, height=1080, uptime_seconds=500.0, problems=0,
    alive_since=NOW - 400, level_since=NOW - 300, build_since=NOW - 200, server_build="b1",
)  # fmt: skip

TABLE: list[tuple[dict[str, Any], ScreenState, float, str | None, bool]] = [
    ({}, ScreenState.LIVE, NOW - 400, None, False),
    (
        {"received_at": NOW - DEAD_SECONDS, "message_at": NOW - DEAD_SECONDS - 1},
        ScreenState.LIVE,
        NOW - 400,
        None,
        False,
    ),
    ({"received_at": NOW - DEAD_SECONDS - 1}, ScreenState.DEAD, NOW - DEAD_SECONDS - 1, None, True),
    ({"received_at": NOW - 9e6, "build": "b0"}, ScreenState.DEAD, NOW - 9e6, None, True),
    ({"level": Level.DELAYED, "reason": "feed"}, ScreenState.DELAYED, NOW - 300, "feed", False),
    ({"level": Level.BROKEN, "reason": "store"}, ScreenState.STALE, NOW - 300, "store", True),
    ({"level": Level.WAITING}, ScreenState.STALE, NOW - 300, "data", True),
    ({"hidden": True}, ScreenState.STALE, NOW - 300, "hidden", True),
    # A page that believes to be live while its stream is silent.
    (
        {"message_at": NOW - 10 - SILENT_STREAM_SECONDS},
        ScreenState.LIVE,
        NOW - 400,
        None,
        False,
    ),
    ({"message_at": NOW - 11 - SILENT_STREAM_SECONDS}, ScreenState.STALE, NOW - 300, "stream", True),
    ({"message_at": None}, ScreenState.STALE, NOW - 300, "stream", True),
    ({"build": "b0"}, ScreenState.OUTDATED, NOW - 200, None, False),
    (
        {"build": "b0", "build_since": NOW - UPGRADE_SECONDS - 1},
        ScreenState.OUTDATED,
        NOW - UPGRADE_SECONDS - 1,
        None,
        True,
    ),
    # Stale comes before outdated, outdated before delayed.
    (
        {"build": "b0", "level": Level.BROKEN, "reason": "tick"},
        ScreenState.STALE,
        NOW - 300,
        "tick",
        True,
    ),
    ({"build": "b0", "level": Level.DELAYED}, ScreenState.OUTDATED, NOW - 200, None, False),
]


@pytest.mark.parametrize(("said", "state", "since", "reason", "alarming"), TABLE)
def test_the_state_follows_from_times(
    said: dict[str, Any], state: ScreenState, since: float, reason: str | None, alarming: bool
) -> None:
    fare = fare_of(SCREEN, replace(GOOD, **said), "b1", NOW)
    assert (fare.state, fare.since, fare.reason, fare.alarming) == (state, since, reason, alarming)


def test_without_a_heartbeat_a_screen_was_never_seen_and_a_revoked_one_alarms_nobody() -> None:
    fare = fare_of(SCREEN, None, "b1", NOW)
    assert (fare.state, fare.since, fare.alarming) == (ScreenState.NEVER, SCREEN.created_at, True)
    revoked = replace(SCREEN, revoked_at=int(NOW) - 7)
    for beat in (None, GOOD, replace(GOOD, received_at=0.0)):
        fare = fare_of(revoked, beat, "b1", NOW)
        assert (fare.state, fare.since, fare.alarming) == (ScreenState.REVOKED, NOW - 7, False)


def test_since_when_is_told_by_the_row_of_heartbeats() -> None:
    first = follows(None, replace(GOOD, received_at=100.0))
    assert (first.alive_since, first.level_since, first.build_since) == (100.0, 100.0, 100.0)
    late = follows(first, replace(GOOD, received_at=120.0, message_at=119.0, level=Level.DELAYED))
    assert (late.alive_since, late.level_since, late.build_since) == (100.0, 120.0, 100.0)
    still = follows(late, replace(GOOD, received_at=140.0, message_at=139.0, level=Level.DELAYED))
    assert (still.alive_since, still.level_since) == (100.0, 120.0)
    upgraded = follows(still, replace(GOOD, received_at=160.0, message_at=159.0, server_build="b2"))
    assert (upgraded.level_since, upgraded.build_since) == (160.0, 160.0)
    back = follows(upgraded, replace(GOOD, received_at=161.0 + DEAD_SECONDS, server_build="b2"))
    assert (back.alive_since, back.build_since) == (161.0 + DEAD_SECONDS, 160.0)


def test_those_that_need_somebody_come_first() -> None:
    beats = {
        "a": GOOD,
        "b": replace(GOOD, received_at=0.0),
        "c": replace(GOOD, level=Level.BROKEN),
        "d": None,
        "e": replace(GOOD, build="b0"),
        "f": replace(GOOD, level=Level.DELAYED),
    }
    entries = [
        ScreenEntry(screen := replace(SCREEN, name=name), beat, fare_of(screen, beat, "b1", NOW))
        for name, beat in beats.items()
    ]
    assert [entry.screen.name for entry in worst_first(entries)] == ["b", "c", "d", "e", "f", "a"]


def test_a_screen_covers_what_it_may_show_and_nothing_else() -> None:
    screen = replace(SCREEN, showings=("overview/1", "voice/2"))
    assert screen.covers((Showing(Scene.OVERVIEW, "1"), Showing(Scene.VOICE, "2")))
    assert not screen.covers((Showing(Scene.OVERVIEW, "1"), Showing(Scene.OVERVIEW, "2")))
