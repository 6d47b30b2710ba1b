"""Versions of the city pack: the number that rows carry, its code lists, and which was in force when."""

import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson
import redis

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.pack_versions import PackVersion, in_force_at
from data_access.domain.period import Period
from data_access.store.keys import Keys
from data_access.store.names import SUBCLASS, Names

_SCRIPT = (Path(__file__).parent / "packs.lua").read_text()
NUMBERS = 255
"""Numbers that rows have for versions."""
UNKNOWN_NUMBER = 255
"""Carried by no row: stands for the version of a reader whose pack no writer has used yet."""


class TooManyVersions(RuntimeError):
    """Rows may still carry every number there is; a refold frees them."""


@dataclass(frozen=True, slots=True)
class CodeLists:
    """What the indexes in rows mean under one version: codes in their order, and the frame of the cells."""

    areas: dict[AreaLevel, list[str]]
    classes: list[str]
    subclasses: list[str]
    frame: list[float]
    """Bounds in degrees, edge in metres, rows and columns of the cells."""

    @classmethod
    def of(cls, city: City) -> "CodeLists":
        """The lists of a loaded pack."""
        levels = (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID)
        locator = city.locator
        return cls(
            {level: [area.code for area in city.tree.at(level)] for level in levels},
            [one.code for one in city.taxonomy.classes],
            [one.code for one in city.taxonomy.subclasses],
            [*map(float, locator.bounds), float(locator.cell_size_m), *map(float, locator.shape)],
        )

    def encode(self) -> bytes:
        """Compressed JSON."""
        areas = {level.value: codes for level, codes in self.areas.items()}
        return zlib.compress(orjson.dumps([areas, self.classes, self.subclasses, self.frame]))

    @classmethod
    def decode(cls, stored: bytes) -> "CodeLists":
        """The lists that `encode` wrote."""
        areas, *rest = orjson.loads(zlib.decompress(stored))
        return cls({AreaLevel(level): codes for level, codes in areas.items()}, *rest)


class Packs:
    """The pack versions that one city's store knows."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._script = client.register_script(_SCRIPT)

    def register(self, city: City, *, anew: bool = False) -> int:
        """The number that rows made with this pack carry; a pack not known yet gets one.

        With `anew` it gets a further one, so that rows made before can be told from those made after.
        Raises TooManyVersions.
        """
        keys = self._keys
        ordinal = int(
            self._script(
                keys=[keys.packs(), keys.meta(), keys.pack_history()],
                args=[city.version, CodeLists.of(city).encode(), int(anew), _entry(city.version), NUMBERS],
            )
        )
        if ordinal < 0:
            raise TooManyVersions(
                f"the store holds rows of {NUMBERS} versions of the pack of {city.id}: "
                "put back the last one in force and run `zhiwang refold`"
            )
        if ordinal > 0:
            self._name_what_is_gone(city)
        return ordinal % NUMBERS

    def number(self, version: str) -> int | None:
        """The number that rows of a version carry, None while nothing was written with it."""
        stored = cast(bytes | None, self._client.hget(self._keys.packs(), f"version:{version}"))
        return None if stored is None else int(stored) % NUMBERS

    def version(self, number: int) -> str:
        """The version that a number in rows stands for."""
        stored = cast(bytes | None, self._client.hget(self._keys.packs(), f"name:{number}"))
        return "unknown" if stored is None else stored.decode()

    def codes(self, number: int) -> CodeLists | None:
        """The code lists that a number in rows stands for."""
        stored = cast(bytes | None, self._client.hget(self._keys.packs(), f"codes:{number}"))
        return None if stored is None else CodeLists.decode(stored)

    def in_force(self) -> str | None:
        """The version that all cases were last folded with; None in a store without any."""
        stored = cast(bytes | None, self._client.hget(self._keys.meta(), "pack"))
        return None if stored is None else stored.decode()

    def put_in_force(self, version: str, *, alone: bool) -> None:
        """A refold is through: from now on this version counts; `alone` when no row of another is left."""
        packs, known = self._keys.packs(), f"version:{version}"
        ordinal = cast(bytes | None, self._client.hget(packs, known))
        changed = self.in_force() != version
        with self._client.pipeline(transaction=True) as pipe:
            pipe.hset(self._keys.meta(), "pack", version)
            if changed:
                pipe.rpush(self._keys.pack_history(), _entry(version))
            if alone and ordinal is not None:
                pipe.hset(packs, "oldest", ordinal)
            pipe.execute()

    def pack_versions(self) -> list[PackVersion]:
        """Every version that was ever in force, in the order of time."""
        stored: Any = self._client.lrange(self._keys.pack_history(), 0, -1)
        return [PackVersion(*orjson.loads(entry)) for entry in stored]

    def version_of_month(self, month: str, zone: ZoneInfo) -> PackVersion | None:
        """The version in force when a month such as 2019-02 ended, or now while it runs.

        Of months before the store was made the first version speaks. None in a store without any; raises
        BadPeriod for what is no month.
        """
        return in_force_at(self.pack_versions(), Period.month(month, zone).end)

    def _name_what_is_gone(self, city: City) -> None:
        """Give subclasses that only earlier versions know a number among the names, for rows not refolded."""
        stored = cast(dict[bytes, bytes], self._client.hgetall(self._keys.packs()))
        gone = {
            code
            for name, value in stored.items()
            if name.startswith(b"codes:")
            for code in CodeLists.decode(value).subclasses
            if city.taxonomy.subclass_index(code) is None
        }
        names = Names(self._client, self._keys)
        names.refresh()
        names.ensure(SUBCLASS, gone)


def _entry(version: str) -> bytes:
    return orjson.dumps([version, round(time.time(), 3)])
