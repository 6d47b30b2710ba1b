"""Says when the store follows another version of the city pack than the one that a process has opened."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator

import redis
import structlog

from dashboard.services import Services
from data_access.cities.findings import PackError
from data_access.cities.pack import load_city
from data_access.domain.city import City
from data_access.store.keys import Keys
from data_access.store.packs import Packs

LOOK_SECONDS = 5.0
STATUS_PACK_CHANGED = 75
"""Exit status of a process that ends so that its supervisor starts it with the pack as it is now."""

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


class PackWatch:
    """Notices that a refold has brought another version of the pack into force than the one opened here."""

    def __init__(self, client: redis.Redis, keys: Keys, city: City) -> None:
        self._packs = Packs(client, keys)
        self._city = city
        self._seen: str | None = None
        """The version in force for which the folder has been looked at."""

    def outdated(self) -> bool:
        """Whether starting anew would open another version. Raises redis.RedisError.

        Where the folder still holds the version that is open, starting again would change nothing: that is
        said once, and the process goes on.
        """
        in_force = self._packs.in_force()
        if in_force in (None, self._city.version, self._seen):
            return False
        self._seen = in_force
        try:
            found = load_city(self._city.folder).version
        except PackError as error:
            _log.warning("the pack in force changed, but the folder cannot be read", error=str(error))
            return False
        if found == self._city.version:
            _log.warning(
                "cases follow another version of the city pack than this machine has",
                in_force=in_force, here=found, folder=self._city.folder,
            )  # fmt: skip
            return False
        _log.warning(
            "the city pack has changed: this process ends, to be started with the new one",
            in_force=in_force, opened=self._city.version, found=found,
        )  # fmt: skip
        return True


def watch_pack(services: Services, stop: threading.Event, outdated: Callable[[], None]) -> None:
    """Look every few seconds until `stop` is set; call `outdated` once, and return, when it is so."""
    watch = PackWatch(services.connection.redis, services.keys, services.city)
    while not stop.wait(LOOK_SECONDS):
        # While the store is away nothing can have changed.
        with contextlib.suppress(redis.RedisError):
            if watch.outdated():
                outdated()
                return


@contextlib.contextmanager
def watched_pack(services: Services, stop: threading.Event) -> Iterator[None]:
    """Set `stop` when the pack is out of date; what ran inside then ends with STATUS_PACK_CHANGED."""
    changed = threading.Event()

    def end() -> None:
        changed.set()
        stop.set()

    thread = threading.Thread(target=watch_pack, args=(services, stop, end), name="pack")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if changed.is_set():
        sys.exit(STATUS_PACK_CHANGED)
