"""The scenes of the wall and the pages that draw them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dash import html

from data_access.domain.showing import Scene
from layouts.wall.deadlines.page import deadlines_page
from layouts.wall.overview import overview_page
from layouts.wall.view import Snapshot, WallView
from layouts.wall.voice.page import voice_page

PAGES: Mapping[Scene, Callable[[Snapshot, WallView], html.Div]] = MappingProxyType(
    {
        Scene.OVERVIEW: overview_page,
        Scene.DEADLINES: deadlines_page,
        Scene.VOICE: voice_page,
    }
)
WITH_MAP = frozenset({Scene.OVERVIEW})
"""Scenes that have the map, with its heat and the discs of new cases."""


def scene_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The page of the view's scene; an empty snapshot gives the scene before the first data.

    The tree has the same shape for every snapshot of a showing, so that `layouts.patch` finds changed
    properties only.
    """
    return PAGES[view.scene](snapshot, view)
