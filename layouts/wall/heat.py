"""What browser code needs to paint heat: where a cell lies, the kernel, the fixed scale, the colours."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from data_access.domain.city import Locator
from layouts.tokens import HEAT_START
from layouts.wall.legend import HeatScale

DEGREE = 3
"""Highest total power of row and column: a map projection is that smooth over a city (below 1 m)."""
_SAMPLES = 24


def heat_config(locator: Locator, scale: HeatScale, ramp: Sequence[str]) -> dict[str, Any]:
    """Settings of the heat painter: a scale, and the colours of a theme from 0 to 1.

    `lon` and `lat` are coefficients over the powers (i, j) of column and row with i + j ≤ `degree`, both
    scaled to -1 … 1, in the order of two nested loops; so no list of 250,000 cell centres has to travel.
    """
    rows, columns = locator.shape
    row, column = (
        axis.ravel()
        for axis in np.meshgrid(
            np.linspace(0, rows - 1, _SAMPLES).round().astype(np.uint32),
            np.linspace(0, columns - 1, _SAMPLES).round().astype(np.uint32),
        )
    )
    lon, lat = locator.cell_centres((row * np.uint32(columns) + column).astype(np.uint32))
    u, v = _scaled(column, columns), _scaled(row, rows)
    powers = np.stack([u**i * v**j for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)], axis=1)
    solved = np.linalg.lstsq(powers, np.stack([lon, lat], axis=1), rcond=None)[0]
    return {
        "rows": rows,
        "columns": columns,
        "degree": DEGREE,
        "lon": [round(float(value), 9) for value in solved[:, 0]],
        "lat": [round(float(value), 9) for value in solved[:, 1]],
        **scale.painting,
        "ramp": list(ramp),
        "ramp_start": HEAT_START,
    }


def _scaled(places: np.ndarray[Any, np.dtype[Any]], size: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    half = max(1.0, (size - 1) / 2)
    return (places.astype(np.float64) - half) / half
