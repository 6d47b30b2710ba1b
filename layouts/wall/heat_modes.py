"""The modes of the overview's heat: what each counts, its fixed scale, and colours of areas by rate."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from data_access.domain.heat import KERNEL_KM, HeatMode
from layouts.tokens import HEAT_LIMITS, heat_colour
from layouts.wall.legend import HeatScale
from layouts.wall.view import Snapshot, section

_SCALES: Mapping[HeatMode, HeatScale] = MappingProxyType(
    {
        HeatMode.COUNT: HeatScale("count", (1, 16), square_cells=10),
        HeatMode.DENSITY: HeatScale("density", HEAT_LIMITS, kernel_km=KERNEL_KM),
        # No kernel and no squares: whole areas are filled.
        HeatMode.PER_1000: HeatScale("per_1000", (0.25, 4)),
        HeatMode.OVERDUE: HeatScale("overdue", (0.25, 8), kernel_km=KERNEL_KM),
    }
)


CELLS = HeatScale("cells", (1, 16))
"""Counts of single cells: what a closer look at the map shows of every mode that paints cells."""


def heat_mode(mode: HeatMode) -> HeatScale:
    """The scale of a mode."""
    return _SCALES[mode]


def heat_cells(snapshot: Snapshot, mode: HeatMode) -> dict[str, Any]:
    """Cases by cell that a mode paints; none for the mode that fills areas."""
    if mode == HeatMode.PER_1000:
        return {}
    part = "heat_overdue" if mode == HeatMode.OVERDUE else "heat"
    return dict(section(section(snapshot, part), "cells"))


def area_fills(snapshot: Snapshot, ramp: Sequence[str]) -> dict[str, str]:
    """Colour of each area by its rate; areas without a rate have none and stay land."""
    scale = heat_mode(HeatMode.PER_1000)
    rates = section(section(snapshot, "heat_rates"), "areas")
    return {
        code: heat_colour(ramp, scale.level(rate["value"]))
        for code, rate in rates.items()
        if rate["value"] is not None
    }
