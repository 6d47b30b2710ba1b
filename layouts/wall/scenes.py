"""The scenes of the wall and the pages that draw them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dash import html

from data_access.domain.showing import Scene
from layouts.wall.overview import overview_page
from layouts.wall.view import Snapshot, WallView

PAGES: Mapping[Scene, Callable[[Snapshot, WallView], html.Div]] = MappingProxyType(
    {
        Scene.OVERVIEW: overview_page,
    }
)


def scene_page(snapshot: Snapshot, view: WallView) -> html.Div:
    """The page of the view's scene; an empty snapshot gives the scene before the first data.

    The tree has the same shape for every snapshot of a showing, so that `layouts.patch` finds changed
    properties only.
    """
    return PAGES[view.scene](snapshot, view)
