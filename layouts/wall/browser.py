"""What the page hands to browser code once: time zone, words of the live state, stream, map and heat."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from data_access.domain.screens import BEAT_SECONDS
from data_access.domain.showing import Showing
from layouts.wall.heat import heat_config
from layouts.wall.heat_modes import heat_cells, heat_mode
from layouts.wall.ids import Ids
from layouts.wall.map import scale_km
from layouts.wall.scenes import WITH_DISCS, WITH_HEAT, scene_page
from layouts.wall.view import Snapshot, WallView


@dataclass(frozen=True, slots=True)
class Playlist:
    """Which of the scenes of an address is shown, and for how long."""

    place: int
    count: int
    dwell_seconds: int


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The screen that a page belongs to; it says every few seconds how it is."""

    identity: str
    build: str
    """Release that made the page."""


def wall_document(
    snapshot: Snapshot,
    view: WallView,
    *,
    stream_url: str,
    now: float,
    playlist: Playlist,
    screen: ScreenPage | None = None,
) -> html.Div:
    """The page with the stores that browser code starts from; `now` is the server's clock."""
    config = browser_config(snapshot, view, stream_url=stream_url, now=now, playlist=playlist)
    if screen is not None:
        # The stream has to bring its screen's name, so that it ends with the screen's link.
        config |= {"stream": f"{stream_url}&screen={screen.identity}", "screen": _screen_config(screen, view)}
    return html.Div(
        [
            scene_page(snapshot, view),
            # Browser code is told when all three are there, also where there is nothing to tell.
            *([] if view.scene in WITH_DISCS else [dcc.Store(id=Ids.PULSES, data=[])]),
            dcc.Store(id=Ids.HEAT, data=heat_cells(snapshot, view.heat)),
            dcc.Store(id=Ids.STARTED),
            dcc.Store(id=Ids.CONFIG, data=config),
        ]
    )


def browser_config(
    snapshot: Snapshot, view: WallView, *, stream_url: str, now: float, playlist: Playlist
) -> dict[str, Any]:
    """Settings that stay while the page lives; texts keep their `{names}` for the browser to fill in."""
    text = view.text
    return {
        "language": text.language,
        "theme": view.theme.name,
        "zone": str(view.city.zone),
        "stream": stream_url,
        "seq": snapshot.get("seq"),
        "server_time": now,
        "data_at": snapshot.get("data_at"),
        "playlist": {"place": playlist.place, "count": playlist.count, "dwell": playlist.dwell_seconds},
        "map": _map_config(view) if view.scene in WITH_HEAT else None,
        "heat": _heat_config(view) if view.scene in WITH_HEAT else None,
        "text": text.of("browser"),
        "weekdays": [text(f"date.weekday_{day}") for day in range(1, 8)],
        "months": [text(f"date.month_{month}") for month in range(1, 13)],
        "date": text.messages["date.day"],
    }


def _screen_config(screen: ScreenPage, view: WallView) -> dict[str, Any]:
    showing = Showing(view.scene, view.home.area.code)
    return {
        "id": screen.identity,
        "build": screen.build,
        "showing": showing.key,
        "beat_seconds": BEAT_SECONDS,
    }


def _heat_config(view: WallView) -> dict[str, Any]:
    return heat_config(view.city.locator, heat_mode(view.heat), view.theme.heat)


def _map_config(view: WallView) -> dict[str, Any]:
    return {
        "outline": f"{view.map_url}outline.geojson",
        "bounds": list(view.bounds),
        "scale_km": scale_km(view.bounds),
        "tiles": view.base_map.coordinates if view.base_map else None,
    }
