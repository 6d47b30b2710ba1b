"""Screens of command centres: what each may show, what it last said of itself, and how it fares.

A screen says about every BEAT_SECONDS how it is. All times here are Unix seconds of the server's clock: a
screen learns that clock from its stream and never uses its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from data_access.domain.showing import Showing

BEAT_SECONDS = 20
DEAD_SECONDS = 90
"""Silence after which a screen counts as dead: four heartbeats, and more than a browser's longest pause
between two timers of a hidden page."""
SILENT_STREAM_SECONDS = 60
"""A screen that has heard nothing for so long is stale, whatever it believes."""
UPGRADE_SECONDS = 26 * 3600
"""How long a screen may show an earlier release before that is an alarm: a day's window, and some room."""


class Level(StrEnum):
    """What a wall says of its own figures, as its browser code words it."""

    LIVE = "live"
    DELAYED = "delayed"
    BROKEN = "broken"
    WAITING = "waiting"


class ScreenState(StrEnum):
    """How a screen fares, the worst first."""

    DEAD = "dead"
    """It has stopped saying anything."""
    STALE = "stale"
    """It shows a picture that has stopped, or none that anybody could see."""
    OUTDATED = "outdated"
    """It runs another release than the server."""
    NEVER = "never"
    """Its link was never opened."""
    DELAYED = "delayed"
    """Its data lag, and it says so."""
    LIVE = "live"
    REVOKED = "revoked"
    """Its link opens nothing any more."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A link that shows one view and nothing else; `digest` is that of its secret, never the secret."""

    identity: str
    """Short, random, no secret: names the screen in addresses."""
    name: str
    digest: str
    query: str
    """What it shows, as an address of the wall has it, without "?"."""
    showings: tuple[str, ...]
    """Keys of all that it may show, in their order."""
    created_at: int
    revoked_at: int | None = None

    def covers(self, showings: tuple[Showing, ...]) -> bool:
        """Whether all of these are among what it may show."""
        return {showing.key for showing in showings} <= set(self.showings)


@dataclass(frozen=True, slots=True)
class Beat:
    """What a screen said last, with what the server noted about it."""

    received_at: float
    build: str
    showing: str
    level: Level
    reason: str | None
    """What is late: stream, store, tick, feed, figures; None when nothing is."""
    data_at: float | None
    """Up to which time what it shows is complete; None when it does not know."""
    message_at: float | None
    """When its stream last said something; None before that."""
    hidden: bool
    """Whether its page lies behind another one, or its monitor is off."""
    heap_bytes: int | None
    """JavaScript memory in use; None where the browser does not tell."""
    paint_p50_ms: float | None
    paint_p95_ms: float | None
    """Milliseconds from an action accepted to its paint, of its last updates."""
    width: int
    height: int
    uptime_seconds: float
    """Since its page was loaded."""
    problems: int
    """Messages of the stream that it could not read, and faults of its scripts, since then."""
    alive_since: float = 0.0
    """Since when its heartbeats come without a gap."""
    level_since: float = 0.0
    """Since when it says the same of its figures."""
    build_since: float = 0.0
    """Since when its release and the server's are the two that they are."""
    server_build: str = ""
    """Release of the server that took this heartbeat."""


Trend = tuple[tuple[float, int], ...]
"""Times (Unix seconds) and JavaScript memory (bytes) of a screen, the oldest first."""


@dataclass(frozen=True, slots=True)
class Fare:
    """The state of a screen."""

    state: ScreenState
    since: float
    reason: str | None = None
    """Why it is not live, a word: stream, store, tick, feed, figures, hidden, data; None where the state
    says it all."""
    alarming: bool = False
    """Whether somebody should look after it."""


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen on the roll."""

    screen: Screen
    beat: Beat | None
    fare: Fare
    trend: Trend = ()
    """Its memory over the last day."""


def fare_of(screen: Screen, beat: Beat | None, build: str, now: float) -> Fare:
    """How a screen fares at `now` beside a server of the release `build`."""
    if screen.revoked_at is not None:
        return Fare(ScreenState.REVOKED, float(screen.revoked_at))
    if beat is None:
        return Fare(ScreenState.NEVER, float(screen.created_at), alarming=True)
    if now - beat.received_at > DEAD_SECONDS:
        return Fare(ScreenState.DEAD, beat.received_at, alarming=True)
    stale = _why_stale(beat)
    if stale is not None:
        return Fare(ScreenState.STALE, beat.level_since, stale, alarming=True)
    if beat.build != build:
        # The release of another process: since when the two differ is known only of the one that took it.
        since = beat.build_since if beat.server_build == build else beat.received_at
        return Fare(ScreenState.OUTDATED, since, alarming=now - since > UPGRADE_SECONDS)
    if beat.level is Level.DELAYED:
        return Fare(ScreenState.DELAYED, beat.level_since, beat.reason)
    return Fare(ScreenState.LIVE, beat.alive_since)


def _why_stale(beat: Beat) -> str | None:
    if beat.hidden:
        return "hidden"
    if beat.level in (Level.BROKEN, Level.WAITING):
        return beat.reason or "data"
    if beat.message_at is None or beat.received_at - beat.message_at > SILENT_STREAM_SECONDS:
        return "stream"
    return None


def follows(previous: Beat | None, said: Beat) -> Beat:
    """A heartbeat with what its predecessor tells about since when."""
    at = said.received_at
    if previous is None:
        return replace(said, alive_since=at, level_since=at, build_since=at)
    gap = at - previous.received_at > DEAD_SECONDS
    same_level = not gap and _standing(previous) == _standing(said)
    same_builds = (previous.build, previous.server_build) == (said.build, said.server_build)
    return replace(
        said,
        alive_since=at if gap else previous.alive_since,
        level_since=previous.level_since if same_level else at,
        build_since=previous.build_since if same_builds else at,
    )


def _standing(beat: Beat) -> tuple[Level, bool]:
    return beat.level, _why_stale(beat) is None


def worst_first(entries: Iterable[ScreenEntry]) -> list[ScreenEntry]:
    """The order of every list of screens: those that need somebody, then by state, then by name."""
    order = list(ScreenState)
    return sorted(
        entries,
        key=lambda entry: (
            not entry.fare.alarming,
            order.index(entry.fare.state),
            entry.screen.name,
            entry.screen.identity,
        ),
    )
