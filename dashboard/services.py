"""The composition root: opens what a process needs and hands it on; nothing else reaches for it."""

from dataclasses import dataclass
from types import TracebackType

from dashboard.answers import Answers
from dashboard.config import Settings
from dashboard.scheme_shelf import shelf_of, with_saved_schemes
from data_access.cities.pack import load_city
from data_access.domain.city import City
from data_access.ingest.garbage import relax_garbage_collection
from data_access.store.accounts import Accounts
from data_access.store.archive import Archive
from data_access.store.audit import AuditLog
from data_access.store.city_events import CityEvents
from data_access.store.connection import Connection, open_connection
from data_access.store.durability import Durability
from data_access.store.keys import Keys
from data_access.store.marks import Marks
from data_access.store.meta import open_meta
from data_access.store.screens import Screens
from data_access.store.sessions import Sessions
from data_access.store.tokens import Tokens


@dataclass(frozen=True)
class Services:
    """What a command or a server works with; `close` it, or use it in a `with` statement."""

    settings: Settings
    city: City
    keys: Keys
    connection: Connection
    answers: Answers
    accounts: Accounts
    tokens: Tokens
    screens: Screens
    marks: Marks
    """Cases raised to a higher level."""
    events: CityEvents
    """What charts mark besides the cases."""
    archive: Archive
    """Where the actions of cases lie that ended long ago."""

    @property
    def sessions(self) -> Sessions:
        """Logins of people."""
        return Sessions(self.connection.redis, self.keys, self.settings.session_idle_minutes * 60)

    @property
    def audit(self) -> AuditLog:
        """Who did what."""
        return AuditLog(self.connection.redis, self.keys, self.settings.audit_days)

    def close(self) -> None:
        """Close the connection to the store."""
        self.connection.close()

    def __enter__(self) -> "Services":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_services(settings: Settings, keys: Keys | None = None) -> Services:
    """Load the city, connect to the store, and put the parts together.

    Raises PackError, BadScheme, StoreUnavailable, StoreFormatError or EmbeddedRedisError with a message for
    people.
    """
    city = load_city(settings.city)
    city = with_saved_schemes(city, shelf_of(settings, city.id))
    relax_garbage_collection()
    durability = Durability(settings.wait_replicas, settings.retry_seconds)
    connection = open_connection(settings.redis_address, settings.data, durability=durability)
    client, keys = connection.redis, keys or Keys(city.id)
    try:
        # Whoever comes first creates the city, with the number of shards that it then has for good.
        open_meta(client, keys, settings.shards or connection.default_shards)
    except BaseException:
        connection.close()
        raise
    archive = Archive(settings.archive or settings.data / "archive", city.id)
    return Services(
        settings=settings,
        city=city,
        keys=keys,
        connection=connection,
        answers=Answers(client, city, keys, settings.sharing, settings.max_lag_seconds, archive),
        accounts=Accounts(client, keys),
        tokens=Tokens(client, keys),
        screens=Screens(client, keys),
        marks=Marks(client, keys),
        events=CityEvents(client, keys),
        archive=archive,
    )
