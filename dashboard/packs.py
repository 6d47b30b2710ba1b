"""Says when the store follows another version of the city pack than the one that a process has opened."""

import structlog

from dashboard.services import Services
from data_access.store.packs import Packs

_log = structlog.get_logger("packs")


def pack_notice(services: Services) -> str | None:
    """One sentence with the remedy; None when the pack is in force or the store is still empty.

    Figures stay right in the meantime as far as they can: rows are read by the codes of their own version.
    Raises redis.RedisError.
    """
    in_force = Packs(services.connection.redis, services.keys).in_force()
    if in_force is None or in_force == services.city.version:
        return None
    return (
        f"cases follow version {in_force} of the city pack {services.city.id}, this is version "
        f"{services.city.version}: `zhiwang refold` applies it to them"
    )


def log_pack(services: Services) -> None:
    """Warn in the log of a process that starts."""
    notice = pack_notice(services)
    if notice is not None:
        _log.warning(notice)
