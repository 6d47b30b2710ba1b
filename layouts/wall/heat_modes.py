"""The modes of the overview's heat: what each counts, its fixed scale, and colours of areas by rate."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from layouts.tokens import HEAT_KERNEL_KM, HEAT_LIMITS, heat_colour
from layouts.wall.legend import HeatScale

_SCALES: Mapping[str, HeatScale] = MappingProxyType(
    {
        "count": HeatScale("count", (1, 16), square_cells=10),
        "density": HeatScale("density", HEAT_LIMITS, kernel_km=HEAT_KERNEL_KM),
        # No kernel and no squares: whole areas are filled.
        "per_1000": HeatScale("per_1000", (0.25, 4)),
        "overdue": HeatScale("overdue", (0.25, 8), kernel_km=HEAT_KERNEL_KM),
    }
)


def heat_mode(name: str) -> HeatScale:
    """The scale of a mode: count, density, per_1000 or overdue. Raises KeyError for any other."""
    return _SCALES[name]


def area_fills(name: str, figures: Mapping[str, Any]) -> dict[str, str]:
    """Colour of each area of a mode of rates; areas without a rate have none and stay land."""
    scale = heat_mode(name)
    return {
        code: heat_colour(scale.level(rate["value"]))
        for code, rate in (figures.get("areas") or {}).items()
        if rate["value"] is not None
    }
