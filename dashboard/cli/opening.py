"""Opens settings, logs and services for a command."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.config import Settings
    from dashboard.services import Services


def settings_of(**overrides: object) -> "Settings":
    """The settings with options of the command line first; logs go to stderr from here on."""
    from dashboard.config import load_settings
    from dashboard.logs import configure_logs

    settings = load_settings(**overrides)
    configure_logs(settings.log_level, settings.log_format)
    return settings


def services_of(city: str | None, data: Path | None) -> "Services":
    """Services for the city and data folder that the options name; use them in a `with` statement."""
    from dashboard.services import open_services

    return open_services(settings_of(city=city, data=data))
