"""What the public surface works with: the city pack, the held copies, the restricted user; nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis

from dashboard.config import Settings
from dashboard.public.disk import DiskCopies
from dashboard.public.held import HeldCopies
from dashboard.public.limits import Tries
from dashboard.public.tracking import Tracker
from data_access.cities.pack import load_city
from data_access.domain.check_codes import check_hash
from data_access.domain.city import City
from data_access.store.connection import StoreUnavailable
from data_access.store.keys import Keys
from data_access.store.public_shelf import PublicShelf

FOLDER = "public"


class Link:
    """The shelf, opened as the restricted user when first needed; a store that is away stops nothing."""

    def __init__(self, connect: Callable[[], PublicShelf]) -> None:
        self._connect = connect
        self._shelf: PublicShelf | None = None

    def raw(self, name: str) -> bytes | None:
        """As PublicShelf.raw."""
        return self._opened().raw(name)

    def salt(self) -> bytes | None:
        """As PublicShelf.salt."""
        return self._opened().salt()

    def track(self, check: str) -> dict[str, Any] | None:
        """As PublicShelf.track."""
        return self._opened().track(check)

    def _opened(self) -> PublicShelf:
        if self._shelf is None:
            self._shelf = self._connect()
        return self._shelf


@dataclass(frozen=True)
class PublicServices:
    """What the pages, the API and the files of the public surface are made from."""

    settings: Settings
    city: City
    held: HeldCopies
    tracker: Tracker
    tries: Tries

    def start(self) -> None:
        """Follow the store from now on."""
        self.held.start()

    def close(self) -> None:
        """End the look-ups and close the files."""
        self.held.stop()
        self.tries.close()


def open_public(settings: Settings, city: City | None = None, keys: Keys | None = None) -> PublicServices:
    """What the public surface works with; nothing is asked of the store before `start`.

    Raises PackError or BadAddress with a message for people.
    """
    city = city or load_city(settings.city)
    keys = keys or Keys(city.id)
    folder = (settings.public_copies or settings.data / FOLDER) / city.id
    link = Link(lambda: PublicShelf(_reader(settings), keys))
    tries = Tries(folder / "tries")
    return PublicServices(
        settings=settings,
        city=city,
        held=HeldCopies(link, DiskCopies(folder), zone=city.zone),
        tracker=Tracker(link, tries, check_hash),
        tries=tries,
    )


def _reader(settings: Settings) -> redis.Redis:
    """A client of the restricted user."""
    raise StoreUnavailable("the restricted user is not known")
