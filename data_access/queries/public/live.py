"""What runs: today and the month so far of the whole city, rounded so that two looks tell no small count."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from data_access.domain.city import City
from data_access.domain.disclosure.groups import small
from data_access.domain.disclosure.rounding import floored
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.facts import Facts
from data_access.domain.period import Period, city_time, local_day
from data_access.queries.evaluation import month_of
from data_access.queries.public.month import FORMAT
from data_access.queries.tally import Tally, read_together

Json = dict[str, Any]
RATES = ("on_time_disposal_rate", "closing_rate", "response_24h_rate")
_DIGITS = 3
_BAND_PERCENT = 5
BROKEN_SECONDS = 60.0
"""Silence after which what is shown is called stale, not delayed."""


def live_figures(facts: Facts, city: City, now: int, rules: Disclosure) -> Json:
    """The figures of the live document; `now` in Unix seconds."""
    day, month = Period.today(now, city.zone), month_of(now, city)
    today, so_far = Tally(facts, day), Tally(facts, Period.month(month, city.zone))
    counts = ("reported_count", "closed_count")
    read_together((today, (*counts, "open_count")), (so_far, (*counts, *RATES)))
    of_day, of_month = today.indicators((*counts, "open_count"))[0], so_far.indicators((*counts, *RATES))[0]
    return {
        "today": {
            "date": local_day(now, city.zone).isoformat(),
            **{name: floored(of_day[name], rules.live_count) for name in counts},  # type: ignore[arg-type]
        },
        "open_count": floored(of_day["open_count"], rules.live_open),  # type: ignore[arg-type]
        "month": {
            "month": month,
            **{name: floored(of_month[name], rules.live_count) for name in counts},  # type: ignore[arg-type]
            **{name: _rate(of_month[name], rules) for name in RATES},  # type: ignore[arg-type]
        },
        "rounding": {"count": rules.live_count, "open": rules.live_open},
    }


def live_document(
    figures: Json,
    city: City,
    now: float,
    feeds: Mapping[str, tuple[float, float]],
    last_action_at: float | None,
) -> Json:
    """The live document: the figures, and how old they are by the feed that is latest behind.

    `feeds` are the heartbeats of what brings cases: up to when its data are whole, and how often it says so.
    """
    at, expected = max(
        feeds.values(), key=lambda beat: (now - beat[0]) / max(beat[1], 1.0), default=(last_action_at, None)
    )
    return {
        "format": FORMAT,
        "at": city_time(int(now), city.zone),
        "data_at": None if at is None else city_time(int(at), city.zone),
        "expected_seconds": expected,
        "state": _state(now, at, expected),
        **figures,
    }


def _state(now: float, at: float | None, expected: float | None) -> str:
    if at is None or expected is None:
        return "stale"
    age = now - at
    if age <= 2 * expected:
        return "live"
    return "delayed" if age <= max(BROKEN_SECONDS, 2 * expected) else "stale"


def _rate(rate: Mapping[str, Any], rules: Disclosure) -> Json:
    """A rate to a tenth of a per cent; as a band where one of its sides is small."""
    hits, total = rate["numerator"], rate["denominator"]
    if total < rules.live_rate:
        return {"value": None}
    if small(np.array([hits, total - hits]), rules).any():
        if hits > total - hits:
            return {"value": None, "at_least": (100 - _BAND_PERCENT) / 100}
        return {"value": None, "at_most": _BAND_PERCENT / 100}
    return {"value": round(hits / total, _DIGITS)}
