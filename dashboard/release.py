"""Which release a process runs: what open pages compare theirs with, to take up a new one unattended."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dashboard.apps.wall_views import WallViews
from dashboard.config import Settings
from dashboard.i18n.load import LANGUAGES
from data_access.domain.showing import Scene, Showing
from layouts.patch import shape
from layouts.wall.browser import Running
from layouts.wall.look import Look
from layouts.wall.scenes import scene_page
from layouts.wall.view import WallView

PROTOCOL = 1
"""Form of the messages of the wall's stream: raise it when a page of before could not read those of now."""
_ROOT = Path(__file__).parents[1]
_PARTS = ("assets", "callbacks", "dashboard", "data_access", "layouts")
_KINDS = frozenset({".py", ".js", ".css", ".toml", ".html", ".lua"})
_LIBRARIES = ("dash", "dash-leaflet", "dash-svg", "plotly")
_DIGITS = 6


@cache
def build() -> str:
    """Short name of the code in this process, the same in all processes of a release on any machine."""
    digest = hashlib.blake2b(digest_size=_DIGITS)
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for part in _PARTS:
        for path in sorted((_ROOT / part).rglob("*")):
            if path.suffix in _KINDS:
                digest.update(f"{path.relative_to(_ROOT).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def protocol(views: list[WallView]) -> str:
    """What page and stream must agree in: the form of messages and the elements of the views' pages."""
    digest = hashlib.blake2b(f"{PROTOCOL}\n".encode(), digest_size=_DIGITS)
    for view in views:
        digest.update("\n".join(shape(scene_page({}, view))).encode())
    return digest.hexdigest()


def running_walls(settings: Settings, views: WallViews) -> Running:
    """How a process with these settings lets walls run."""
    city = views.city
    showings = [Showing(scene, city.tree.city.code) for scene in Scene]
    return Running(
        # Another pack has other areas and names: its pages are another release, too.
        build=f"{build()}-{city.version}",
        protocol=protocol([views.of(showing, Look(LANGUAGES[0])) for showing in showings]),
        reload_window=settings.reload_minutes,
        shift=settings.burn_in_shift,
        motion=settings.motion,
    )
