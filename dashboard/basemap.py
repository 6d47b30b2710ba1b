"""The tile service that the settings name, as the wall wants it."""

from dashboard.config import Settings
from layouts.wall.basemap import BaseMap


def base_map_of(settings: Settings) -> BaseMap | None:
    """The service; None without one, which is how the product is delivered."""
    if settings.tiles_url is None:
        return None
    return BaseMap(settings.tiles_url, settings.tiles_attribution, settings.tiles_coordinates)
