"""The scenes of the wall: how the figures of each are computed, and how often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.domain.evaluation.entered import Entered, nothing_entered
from data_access.domain.home import Home
from data_access.domain.rows import Columns
from data_access.domain.scope import Place
from data_access.domain.showing import Scene
from data_access.queries.groups import NameLists
from data_access.queries.recent import Past, RecentRows
from data_access.queries.scenes.classes import classes_scene
from data_access.queries.scenes.deadlines import deadlines_scene
from data_access.queries.scenes.evaluation import evaluation_scene
from data_access.queries.scenes.replay import replay_scene
from data_access.queries.scenes.voice import voice_scene
from data_access.queries.wall import wall_snapshot


class SceneRows(Protocol):
    """The rows that scenes are computed from (`TickRows`, or `AllRows` of a whole table)."""

    @property
    def columns(self) -> Columns:
        """All of them."""
        ...

    @property
    def lately(self) -> Columns:
        """Those that are not in `past`."""
        ...

    @property
    def past(self) -> Past | None:
        """Rows whose counts are remembered; None when there are none."""
        ...

    @property
    def whole(self) -> Columns:
        """The whole table, for figures that look back a year."""
        ...

    @property
    def entered(self) -> Callable[[], Entered]:
        """Reads what people have added to the counts of evaluations, for the state of the whole table."""
        ...


@dataclass(frozen=True, slots=True)
class AllRows:
    """A whole table as rows of scenes."""

    whole: Columns
    past: Past | None = None
    entered: Callable[[], Entered] = nothing_entered

    @property
    def columns(self) -> Columns:
        """All of them."""
        return self.whole

    @property
    def lately(self) -> Columns:
        """All of them."""
        return self.whole


@dataclass(frozen=True, slots=True)
class TickRows:
    """The rows of one tick: the recent ones that most scenes need, and the table behind them."""

    recent: RecentRows
    whole: Columns
    entered: Callable[[], Entered] = nothing_entered

    @property
    def columns(self) -> Columns:
        """The recent ones."""
        return self.recent.columns

    @property
    def lately(self) -> Columns:
        """Open ones and those touched in the last days."""
        return self.recent.lately

    @property
    def past(self) -> Past:
        """The recent ones that nothing has happened to lately."""
        return self.recent.past


class SceneFigures(Protocol):
    """Computes the figures of a scene, ready for JSON."""

    def __call__(
        self,
        rows: SceneRows,
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


def _overview(
    rows: SceneRows,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: Home,
) -> dict[str, Any]:
    if home.is_city and rows.past is not None:
        return wall_snapshot(rows.lately, city, names, staff, as_of, home=home, past=rows.past)
    return wall_snapshot(rows.columns, city, names, staff, as_of, home=home)


def _evaluation(
    rows: SceneRows,
    city: City,
    names: NameLists,
    staff: npt.NDArray[np.uint16] | None,
    as_of: float,
    *,
    home: Home,
) -> dict[str, Any]:
    place = None if home.is_city else (home.level, home.index)
    return evaluation_scene(rows.whole, city, names, staff, as_of, home=place, entered=rows.entered())


class ColumnFigures(Protocol):
    """Computes the figures of a scene from columns alone."""

    def __call__(
        self,
        columns: Columns,
        city: City,
        names: NameLists,
        staff: npt.NDArray[np.uint16] | None,
        as_of: float,
        *,
        home: Place | None,
    ) -> dict[str, Any]:
        """Figures of an area, of the whole city for None."""
        ...


def _of_columns(figures: ColumnFigures) -> SceneFigures:
    def compute(
        rows: SceneRows,
        city: City,
        names: NameLists,
        staff: npt.NDArray[np.uint16] | None,
        as_of: float,
        *,
        home: Home,
    ) -> dict[str, Any]:
        place = None if home.is_city else (home.level, home.index)
        return figures(rows.columns, city, names, staff, as_of, home=place)

    return compute


SCENES: Mapping[Scene, SceneSource] = MappingProxyType(
    {
        Scene.OVERVIEW: SceneSource(_overview, busy_seconds=0.0, calm_seconds=1.0),
        Scene.EVALUATION: SceneSource(_evaluation, busy_seconds=60.0, calm_seconds=60.0),
        Scene.DEADLINES: SceneSource(_of_columns(deadlines_scene), busy_seconds=1.0, calm_seconds=1.0),
        Scene.CLASSES: SceneSource(_of_columns(classes_scene), busy_seconds=2.0, calm_seconds=10.0),
        # The film ends at a quarter of an hour; late actions come into it within minutes.
        Scene.REPLAY: SceneSource(_of_columns(replay_scene), busy_seconds=180.0, calm_seconds=180.0),
        Scene.VOICE: SceneSource(_of_columns(voice_scene), busy_seconds=2.0, calm_seconds=5.0),
    }
)
