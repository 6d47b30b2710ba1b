"""The roll of screens: each with its last heartbeat and how it fares. Commands, metrics and pages ask it."""

from data_access.domain.screens import ScreenEntry, fare_of, worst_first
from data_access.store.screens import Screens


def roll(screens: Screens, build: str, now: float, *, trends: bool = False) -> list[ScreenEntry]:
    """Every screen beside a server of the release `build`, those that need somebody first.

    Raises redis.RedisError when the store cannot be reached.
    """
    known = screens.all()
    beats = screens.beats(known)
    grown = screens.trends(known) if trends else [()] * len(known)
    return worst_first(
        ScreenEntry(screen, beat, fare_of(screen, beat, build, now), trend)
        for screen, beat, trend in zip(known, beats, grown, strict=True)
    )
