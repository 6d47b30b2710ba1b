"""The scenes of the wall and the pages that draw them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dash import html

from data_access.domain.showing import Scene
from layouts.wall.classes.page import classes_page
from layouts.wall.deadlines.page import deadlines_page
from layouts.wall.evaluation.page import evaluation_page
from layouts.wall.overview import overview_page
from layouts.wall.replay.page import replay_page
from layouts.wall.view import Snapshot, WallView
from layouts.wall.voice.page import voice_page

PAGES: Mapping[Scene, Callable[[Snapshot, WallView], html.Div]] = MappingProxyType(
    {
        Scene.OVERVIEW: overview_page,
        Scene.EVALUATION: evaluation_page,
        Scene.DEADLINES: deadlines_page,
        Scene.CLASSES: classes_page,
        Scene.VOICE: voice_page,
        Scene.REPLAY: replay_page,
    }
)
WITH_DISCS = frozenset({Scene.OVERVIEW})
"""Scenes with the map on which new cases appear."""
WITH_HEAT = frozenset({Scene.OVERVIEW, Scene.CLASSES, Scene.REPLAY})
"""Scenes that draw heat, on a map or on canvases."""


def scene_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The page of the view's scene; an empty snapshot gives the scene before the first data.

    The tree has the same shape for every snapshot of a showing, so that `layouts.patch` finds changed
    properties only.
    """
    return PAGES[view.scene](snapshot, view)
