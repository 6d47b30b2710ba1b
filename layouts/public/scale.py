"""Fixed classes of the map and of the colours beside it: the same every month, so that two months compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from layouts import format as fmt
from layouts.text import Text

CLASSES = 4
"""Steps of the ramp, 1 the lightest."""
_RATES = {
    "on_time_disposal_rate": (0.80, 0.85, 0.90),
    "response_24h_rate": (0.90, 0.95, 0.98),
    "satisfied_rate": (0.60, 0.70, 0.80),
    "closing_rate": (0.90, 0.95, 0.98),
}
"""Around what cities of this kind reach."""
_COUNTS = {"town": (500, 1000, 2000), "village": (20, 50, 100)}


@dataclass(frozen=True, slots=True)
class Scale:
    """From which value each class but the lowest begins."""

    bounds: tuple[float, ...]
    counts: bool

    def step(self, value: float) -> int:
        """Class of a value, 1 the lowest."""
        return 1 + sum(value >= bound for bound in self.bounds)

    def step_of(self, figure: object) -> int | None:
        """Class of a count, a rate or a band; None where a band spans several, or nothing is told."""
        if not isinstance(figure, Mapping):
            return self.step(figure) if isinstance(figure, (int, float)) else None
        if figure.get("value") is not None:
            return self.step(figure["value"])
        if figure.get("at_least") is not None:
            return CLASSES if self.step(figure["at_least"]) == CLASSES else None
        if figure.get("at_most") is not None:
            return 1 if self.step(figure["at_most"]) == 1 else None
        return None

    def labels(self, text: Text) -> list[tuple[int, str]]:
        """Class and range of each, the highest first: ≥ 95%, 90–95%, …, < 80%."""
        ends = [fmt.count(b) if self.counts else f"{b * 100:.0f}" for b in self.bounds]
        sign = "" if self.counts else "%"
        middle = [f"{low}–{high}{sign}" for low, high in pairwise(ends)]
        found = [text("public.scale.below", value=ends[0] + sign), *middle,
                 text("public.scale.from", value=ends[-1] + sign)]  # fmt: skip
        return list(enumerate(found, start=1))[::-1]


def scale_of(measure: str, level: str) -> Scale:
    """The scale of a measure on a map of towns or villages."""
    bounds = _RATES.get(measure)
    return Scale(_COUNTS[level], True) if bounds is None else Scale(bounds, False)
