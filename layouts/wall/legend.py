"""Fixed scales of the heat and the legend that says them: what is counted, in what unit, how smoothed."""

import math
from dataclasses import dataclass
from typing import Any

from dash import html

from layouts.wall.parts import classes
from layouts.wall.view import WallView


@dataclass(frozen=True, slots=True)
class HeatScale:
    """How counts become colours; the limits never follow the data, so that two moments compare."""

    name: str
    """Group of its words in the catalogues, below wall.heat: title, unit, note."""
    limits: tuple[float, float]
    """Values of the lowest and the highest tick; the ticks between are powers of two."""
    kernel_km: float | None = None
    """Radius of the quartic kernel."""
    square_cells: int | None = None
    """Cells that a square of plain counts is wide."""

    @property
    def painting(self) -> dict[str, Any]:
        """The scale as browser code reads it."""
        form: dict[str, Any] = {}
        if self.kernel_km is not None:
            form["kernel_km"] = self.kernel_km
        if self.square_cells is not None:
            form["square_cells"] = self.square_cells
        return {**form, "limits": list(self.limits)}

    @property
    def ticks(self) -> list[str]:
        """Labels of the ticks, each twice the one before; the last stands for more, too."""
        low, high = self.limits
        values = [low * 2**step for step in range(round(math.log2(high / low)) + 1)]
        return [*(f"{value:g}" for value in values[:-1]), f"≥{values[-1]:g}"]

    def level(self, value: float) -> float:
        """Place 0..1 of a value between the lowest and the highest tick; beyond them it is their place."""
        low, high = self.limits
        if value <= low:
            return 0.0
        return min(1.0, math.log2(value / low) / math.log2(high / low))


def heat_legend(scale: HeatScale, view: WallView, kind: str | None = None) -> html.Div:
    """Title, unit, the bar with its ticks, and how the heat is made."""
    text, cell = view.text, view.city.locator.cell_size_m
    side = (scale.square_cells or 1) * cell / 1000
    words = {"cell": cell, "kernel": f"{scale.kernel_km or 0:g}", "side": f"{side:g}"}
    return html.Div(
        [
            html.Div(
                [
                    html.B(text(f"wall.heat.{scale.name}.title")),
                    html.Span(text(f"wall.heat.{scale.name}.unit", **words)),
                ],
                className="legend-title",
            ),
            html.Div(className="legend-bar"),
            html.Div([html.Span(tick) for tick in scale.ticks], className="legend-ticks"),
            html.Div(text(f"wall.heat.{scale.name}.note", **words), className="legend-note"),
        ],
        className=classes("legend", kind),
    )
