"""Turns what can go wrong outside the program into one sentence; anything else is a fault of its own."""


class CliError(Exception):
    """A command cannot do what was asked; the message says what, where and what to do."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def explain(error: Exception) -> tuple[str, int] | None:
    """Message and exit status of an error that a user can act on, None for a fault of the program."""
    import redis

    from dashboard.config import ConfigError
    from dashboard.portcheck import PortInUse
    from data_access.cities.findings import PackError
    from data_access.store.addresses import BadAddress
    from data_access.store.archive import ArchiveUnreadable
    from data_access.store.connection import StoreUnavailable
    from data_access.store.embedded import EmbeddedRedisError
    from data_access.store.meta import StoreFormatError
    from data_access.store.packs import TooManyVersions

    if isinstance(error, CliError):
        return str(error), error.status
    if isinstance(
        error,
        (
            ConfigError,
            PortInUse,
            BadAddress,
            StoreUnavailable,
            EmbeddedRedisError,
            StoreFormatError,
            PackError,
        ),
    ):
        return str(error), 1
    if isinstance(error, (ArchiveUnreadable, TooManyVersions)):
        return f"{error}.", 1
    if isinstance(error, redis.RedisError):
        return f"The store does not answer: {error}. Is Redis running, and is ZHIWANG_REDIS_URL right?", 1
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}.", 1
    return None
