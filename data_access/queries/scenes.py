"""The scenes of the wall: how the figures of each are computed, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.home import Home
from data_access.domain.rows import Columns
from data_access.domain.showing import Scene
from data_access.queries.groups import NameLists
from data_access.queries.wall import wall_snapshot


class SceneFigures(Protocol):
    """Computes the figures of a scene, ready for JSON, from the recent rows (`recent.RecentRows`)."""

    def __call__(
        self,
        columns: Columns,
        city: City,
        names: NameLists,
        staff: npt.NDArray[np.uint16] | None,
        as_of: float,
        *,
        home: Home,
    ) -> dict[str, Any]:
        """Figures of the home at `as_of` (Unix seconds)."""
        ...


@dataclass(frozen=True, slots=True)
class SceneSource:
    """Where the figures of a scene come from."""

    figures: SceneFigures
    busy_seconds: float
    """Shortest pause between two computations while rows change."""
    calm_seconds: float
    """Pause while they do not: figures that move with the clock alone."""


SCENES: Mapping[Scene, SceneSource] = MappingProxyType(
    {
        Scene.OVERVIEW: SceneSource(wall_snapshot, busy_seconds=0.0, calm_seconds=1.0),
    }
)
