"""How the worker of these services publishes; in the demo it waits until the history is there."""

from collections.abc import Callable
from typing import Any

import structlog

from dashboard.auth.secret import secret_key
from dashboard.demo.loading import demo_feed
from dashboard.demo.settings import DemoSettings
from dashboard.public.services import grant_embedded
from dashboard.services import Services
from dashboard.worker.public_releases import Publishing
from data_access.store.freezes import BadSignature, Freezes

_log = structlog.get_logger("public")

DEMO_SETTLE_SECONDS = 5.0
"""The demo's history comes from one loader, which says itself when it is done."""


def publishing_of(services: Services, demo: DemoSettings | None = None) -> Publishing:
    """What the worker needs to publish."""
    settings = services.settings
    settle, is_loading = settings.public_settle_seconds, _never
    if demo is not None and services.city.demo:
        settle = DEMO_SETTLE_SECONDS if settle is None else settle
        is_loading = _history_is_missing(services, demo)
    return Publishing(
        services.archive,
        settings.sharing,
        settle,
        is_loading,
        lambda: grant_embedded(settings, services.connection, services.keys),
        _signed(services),
    )


def _signed(services: Services) -> Callable[[str], dict[str, Any] | None]:
    def content(name: str) -> dict[str, Any] | None:
        freezes = Freezes(services.connection.redis, services.keys, secret_key(services.settings))
        try:
            return freezes.get(name)
        except BadSignature as error:
            _log.warning("a frozen month is published as computed, not as signed", error=str(error))
            return None

    return content


def _never() -> bool:
    return False


def _history_is_missing(services: Services, demo: DemoSettings) -> Callable[[], bool]:
    """Whether some of the demo's history is still to come; once it is there, nobody asks again."""
    done = False

    def missing() -> bool:
        nonlocal done
        done = done or not demo_feed(services, demo).history_plan()
        return not done

    return missing
