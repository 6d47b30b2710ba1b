"""Steps of the map's colours: fixed ones for rates, so that two moments compare, else fifths of the towns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data_access.domain.indicator_types import Better, Kind, Unit
from data_access.domain.indicators import INDICATORS
from layouts import format as fmt
from layouts.review.overview.choice import SCORE
from layouts.text import Text
from layouts.tokens import ATTENTION_DARK, ATTENTION_LIGHT

_HIGH = (0.95, 0.90, 0.85, 0.75)
"""Rates that should be high: from the best step to the one that is to be looked at."""
_LOW = (0.02, 0.04, 0.07, 0.12)
"""Rates that should be low."""
_GRADES = (90.0, 80.0, 70.0, 60.0)
"""Scores."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Four edges part five steps; the last step is what is to be looked at."""

    edges: tuple[float, ...]
    falling: bool
    """Whether the first step is the highest."""
    scale: str
    """`share`, `score`, `density` or `number`: how an edge is written."""

    def of(self, value: float) -> int:
        """Step of a value, 0 to the number of edges."""
        if self.falling:
            return sum(value < edge for edge in self.edges)
        return sum(value >= edge for edge in self.edges)

    def words(self, text: Text) -> list[str]:
        """What each step holds."""
        said = [self._edge(text, edge) for edge in self.edges]
        if not said:
            return [""]
        outer, inner = ("≥ {}", "< {}") if self.falling else ("< {}", "≥ {}")
        pairs = pairwise(said)
        middle = [f"{low}–{high}" for high, low in pairs] if self.falling else [f"{a}–{b}" for a, b in pairs]
        return [outer.format(said[0]), *middle, inner.format(said[-1])]

    def _edge(self, text: Text, edge: float) -> str:
        if self.scale == "share":
            return f"{edge * 100:g}%"
        if self.scale == "seconds":
            return fmt.age(text, edge)
        return f"{edge:,.4g}"


def steps_for(name: str, values: Sequence[float | None]) -> Steps:
    """The steps of an indicator over the values of the towns (of counts: cases per km²)."""
    if name == SCORE:
        return Steps(_GRADES, True, "score")
    indicator = INDICATORS[name]
    if indicator.kind == Kind.RATIO and indicator.better != Better.NONE:
        falling = indicator.better == Better.UP
        return Steps(_HIGH if falling else _LOW, falling, "share")
    scale = {Unit.SHARE: "share", Unit.SECONDS: "seconds"}.get(indicator.unit, "number")
    return Steps(_fifths(values), indicator.better == Better.UP, scale)


def is_density(name: str) -> bool:
    """Whether the map shades cases per km² instead of the value itself."""
    return name != SCORE and INDICATORS[name].kind == Kind.COUNT


def ramp(theme_name: str) -> tuple[str, ...]:
    """Colours of the steps on a theme."""
    return ATTENTION_DARK if theme_name == "dark" else ATTENTION_LIGHT


def _fifths(values: Sequence[float | None]) -> tuple[float, ...]:
    known = sorted({_round(value) for value in values if value is not None})
    if len(known) < 5:
        return tuple(known[1:])
    return tuple(dict.fromkeys(known[len(known) * part // 5] for part in range(1, 5)))


def _round(value: float) -> float:
    """Two significant digits."""
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(value, digits)
