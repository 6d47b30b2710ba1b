"""Staff on duty now by area of the pack's lowest level: a roster feed writes it, every question reads it."""

import zlib
from typing import cast

import numpy as np
import numpy.typing as npt
import redis

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.store.keys import Keys

_TYPE = np.dtype("<u2")


def lowest_level(city: City) -> AreaLevel:
    """The finest level of areas that the pack has."""
    for level in (AreaLevel.GRID, AreaLevel.VILLAGE, AreaLevel.TOWN):
        if city.tree.at(level):
            return level
    return AreaLevel.CITY


class StaffStore:
    """Staff on duty of one city; without a roster feed there is none and the roster itself counts."""

    def __init__(self, client: redis.Redis, city: City, keys: Keys | None = None) -> None:
        self._client = client
        self._key = (keys or Keys(city.id)).staff()
        codes = [area.code for area in city.tree.at(lowest_level(city))]
        self._areas = len(codes)
        # Told of a pack with other areas, or in another order, the numbers would stand for the neighbours.
        self._mark = zlib.crc32("\n".join(codes).encode("utf-8", "surrogatepass")).to_bytes(4, "little")

    def put(self, on_duty: npt.NDArray[np.uint16]) -> None:
        """Keep the staff on duty; shape (areas of the lowest level,), in the order of the area tree.

        Raises ValueError for another number of areas.
        """
        if on_duty.shape != (self._areas,):
            raise ValueError(f"staff of shape {on_duty.shape}, the city has {self._areas} areas")
        self._client.set(self._key, self._mark + on_duty.astype(_TYPE).tobytes())

    def get(self) -> npt.NDArray[np.uint16] | None:
        """Staff on duty by area, None when nobody ever told (or told it of another set of areas)."""
        stored = cast(bytes | None, self._client.get(self._key))
        if stored is None or stored[: len(self._mark)] != self._mark:
            return None
        return np.frombuffer(stored, dtype=_TYPE, offset=len(self._mark)).astype(np.uint16)
