"""The one plotly template of each theme, and what every chart of the product shares."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

import plotly.graph_objects as go

from layouts.tokens import FONT, Theme

GRAPH_CONFIG: Any = {"staticPlot": True, "displayModeBar": False, "responsive": True}
"""For `dcc.Graph`: no mode bar, nothing to drag; the sheet gives the size."""


MOST_TICKS = 3
"""Ticks of a value axis; more would crowd the small charts of a wall."""


def template(theme: Theme, size: int) -> go.layout.Template:
    """Transparent, hairline grid, fixed margins; `size` is the type size of the axes in pixels."""
    axis = {
        "gridcolor": theme.line,
        "zeroline": False,
        "tickfont": {"color": theme.tx3},
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "color": theme.tx2, "size": size},
            "margin": {"l": 58, "r": 8, "t": 8, "b": 30},
            "showlegend": False,
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
        }
    )


def figure(traces: list[dict[str, Any]], theme: Theme, size: int, **layout: Any) -> dict[str, Any]:
    """A figure as plain JSON: traces, and the template with `layout` laid over it.

    Plain, because it travels whole with every change: plotly's own objects carry defaults of every
    kind of chart.
    """
    base = _plain_template(theme, size)
    merged = {**base}
    for name, value in layout.items():
        merged[name] = {**base[name], **value} if isinstance(value, dict) and name in base else value
    return {"data": traces, "layout": merged}


@cache
def _plain_template(theme: Theme, size: int) -> dict[str, Any]:
    """The template's layout as plain JSON: plotly checks every property, which takes milliseconds."""
    layout: dict[str, Any] = template(theme, size).layout.to_plotly_json()
    return layout


def count_axis(values: Iterable[float | None], *, from_zero: bool) -> dict[str, Any]:
    """Value axis of a chart of counts: a range close around the values, and at most three round ticks."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 3.0)
    if from_zero:
        low = min(0.0, low)
    high = max(high, low + 3)
    margin = (high - low) * 0.08
    power = 1.0
    while True:
        for factor in (1, 2, 5):
            step = factor * power
            first = math.ceil(low / step)
            ticks = [step * place for place in range(first, math.floor(high / step) + 1)]
            if len(ticks) <= MOST_TICKS:
                return {"range": [low - margin, high + margin], "tickvals": ticks, "tickformat": ",d"}
        power *= 10
