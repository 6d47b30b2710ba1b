"""What the public surface works with: the city pack, the held copies, the restricted user; nothing else."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import redis

from dashboard.auth.secret import kept_secret
from dashboard.config import Settings
from dashboard.public.disk import DiskCopies
from dashboard.public.held import HeldCopies
from dashboard.public.limits import Tries
from dashboard.public.tracking import Tracker
from data_access.cities.pack import load_city
from data_access.domain.check_codes import check_hash
from data_access.domain.city import City
from data_access.store.connection import Connection, StoreUnavailable, open_reader
from data_access.store.embedded import socket_of
from data_access.store.keys import Keys
from data_access.store.public_shelf import PublicShelf
from data_access.store.public_user import USER, grant

_T = TypeVar("_T")
FOLDER = "public"
PASSWORD_FILE = "public_password"


class Link:
    """The shelf, opened as the restricted user when first needed; a store that is away stops nothing."""

    def __init__(self, connect: Callable[[], PublicShelf], grant_user: Callable[[], None]) -> None:
        self._connect, self._grant = connect, grant_user
        self._shelf: PublicShelf | None = None

    def raw(self, name: str) -> bytes | None:
        """As PublicShelf.raw."""
        return self._asked(lambda shelf: shelf.raw(name))

    def salt(self) -> bytes | None:
        """As PublicShelf.salt."""
        return self._asked(lambda shelf: shelf.salt())

    def track(self, check: str) -> dict[str, Any] | None:
        """As PublicShelf.track."""
        return self._asked(lambda shelf: shelf.track(check))

    def _asked(self, ask: Callable[[PublicShelf], _T]) -> _T:
        if self._shelf is None:
            self._shelf = self._connect()
        try:
            return ask(self._shelf)
        except (redis.AuthenticationError, redis.exceptions.NoPermissionError):
            # A Redis that answers, and has been started since: it does not know the user yet.
            self._grant()
            return ask(self._shelf)


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


def open_public(
    settings: Settings,
    city: City | None = None,
    keys: Keys | None = None,
    grant_user: Callable[[], None] = lambda: None,
) -> PublicServices:
    """What the public surface works with; nothing is asked of the store before `start`.

    `grant_user` makes the restricted user where this process may; called when the store does not know it.

    Raises PackError or BadAddress with a message for people.
    """
    city = city or load_city(settings.city)
    keys = keys or Keys(city.id)
    folder = (settings.public_copies or settings.data / FOLDER) / city.id
    link = Link(lambda: PublicShelf(reader_of(settings), keys), grant_user)
    tries = Tries(folder / "tries")
    return PublicServices(
        settings=settings,
        city=city,
        held=HeldCopies(link, DiskCopies(folder), zone=city.zone),
        tracker=Tracker(link, tries, check_hash),
        tries=tries,
    )


def reader_of(settings: Settings) -> redis.Redis:
    """A client of the restricted user.

    Raises StoreUnavailable or EmbeddedRedisError with a message for people where none can be made.
    """
    if settings.public_redis_url is not None:
        return open_reader(settings.public_redis_url.get_secret_value())
    if settings.redis_url is not None:
        raise StoreUnavailable("with a Redis of its own the public surface needs ZHIWANG_PUBLIC_REDIS_URL")
    who = f"{USER}:{quote(public_password(settings), safe='')}"
    return open_reader(f"unix://{who}@{quote(socket_of(settings.data))}")


def grant_embedded(settings: Settings, connection: Connection, keys: Keys) -> None:
    """Make the restricted user of the embedded Redis, which forgets it when it ends."""
    if connection.is_embedded:
        grant(connection.servers(), keys, public_password(settings))


def public_password(settings: Settings) -> str:
    """Password of the restricted user of the embedded Redis, made once and kept in the data folder."""
    return kept_secret(settings.data / PASSWORD_FILE, secrets.token_hex(24))
