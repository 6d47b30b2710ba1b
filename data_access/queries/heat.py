"""Cases by cell of the city's 100 m raster (or whatever size its pack has)."""

from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.domain.city import NO_CELL, City
from data_access.domain.facts import Facts, Mask
from data_access.domain.measures import MEASURES, TimeColumn
from data_access.domain.period import Period
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.groups import NameLists
from data_access.queries.overview import ANYWHERE

_DECIMALS = 6
"""A tenth of a metre: enough for the middle of a cell."""


class HeatLayer(StrEnum):
    """What is counted in a cell."""

    REPORTED = "reported"
    """Cases reported in the period."""
    OPEN = "open"
    """Cases open now."""


def cell_counts(columns: Columns, mask: Mask) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Cells that hold rows of the mask, ascending, and how many; rows without a cell are left out."""
    cells = columns["cell"].astype(np.uint32, copy=False)[mask]
    return np.unique(cells[cells != NO_CELL], return_counts=True)


def heat(
    columns: Columns,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    *,
    as_of: float,
    layer: HeatLayer = HeatLayer.REPORTED,
    scope: Scope = ANYWHERE,
    period: Period | None = None,
) -> dict[str, Any]:
    """The answer of `query heat`: cells with at least one case, by their centre in WGS-84."""
    clock = int(as_of // 1)
    facts = Facts(columns, city, clock, scope.mask(columns))
    if layer == HeatLayer.OPEN:
        mask = facts.live(MEASURES["open"])
    else:
        mask = facts.between(TimeColumn.REPORTED, period or Period.today(clock, city.zone))
    cells, counts = cell_counts(columns, mask)
    lon, lat = city.locator.cell_centres(cells)
    return {
        "cell_size_m": city.locator.cell_size_m,
        "cells": [
            {"cell": cell, "lon": x, "lat": y, "count": count}
            for cell, x, y, count in zip(
                cells.tolist(),
                np.round(lon, _DECIMALS).tolist(),
                np.round(lat, _DECIMALS).tolist(),
                counts.tolist(),
                strict=True,
            )
        ],
    }
