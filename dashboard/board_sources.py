"""The way from a table to the actions and the marks of its cases; opened when a question first needs them."""

from functools import cached_property

import redis

from data_access.domain.city import City
from data_access.domain.lifecycle import DueOf
from data_access.domain.row_builder import RowBuilder
from data_access.queries.cases import CaseRows
from data_access.queries.coordination import Sources
from data_access.store.archive import Archive
from data_access.store.cases import CaseReader
from data_access.store.keys import Keys
from data_access.store.marks import Marks


class Actions:
    """Actions and marks of the cases of one city."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys, archive: Archive) -> None:
        self._client = client
        self._city = city
        self._keys = keys
        self._archive = archive
        self.marks = Marks(client, keys)

    @property
    def reader(self) -> CaseReader:
        """Reads single cases. Raises redis.RedisError when the store does not answer."""
        return CaseReader(self._client, self._keys, self._archive)

    @cached_property
    def due_of(self) -> DueOf:
        """Due times by the limits of the city pack."""
        return RowBuilder(self._city, {}, {}, {}).due_of

    def sources(self, rows: CaseRows) -> Sources:
        """What the coordination board needs besides the rows of a table."""
        return Sources(rows, self.reader.read_actions, self.due_of, self.marks.all())
