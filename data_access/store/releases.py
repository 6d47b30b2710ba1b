"""What each release of a month showed: kept beside the documents, for the worker alone.

Of withheld rows nothing is kept here either: a later release only needs to know what everybody has seen.
"""

import zlib
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import orjson
import redis

from data_access.domain.disclosure.tables import Grid, Release
from data_access.store.keys import Keys

Json = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """The releases of one month, the oldest first."""

    releases: tuple[Release, ...]
    released_at: int
    """When the last one was, Unix seconds."""
    revision: int
    """Number of the last one, from 1."""
    waiting: bool
    """Whether a correction waits that is too small to be told."""
    ranked_by: str
    """Scheme, freeze and entered values that the published ranking was made with."""


def pack_ledger(ledger: Ledger) -> bytes:
    """Compact bytes of a ledger."""
    content = {
        "releases": [_release_json(release) for release in ledger.releases],
        "codes": {name: list(codes) for name, codes in ledger.releases[-1].codes.items()},
        "released_at": ledger.released_at,
        "revision": ledger.revision,
        "waiting": ledger.waiting,
        "ranked_by": ledger.ranked_by,
    }
    return zlib.compress(orjson.dumps(content))


def read_ledger(client: redis.Redis, keys: Keys, month: str) -> Ledger | None:
    """The releases of a month, None before the first. Raises redis.RedisError."""
    stored = cast(bytes | None, client.get(keys.releases(month)))
    if stored is None:
        return None
    content = orjson.loads(zlib.decompress(stored))
    codes = {name: tuple(listed) for name, listed in content["codes"].items()}
    return Ledger(
        tuple(replace(_release(one), codes=codes) for one in content["releases"]),
        content["released_at"],
        content["revision"],
        content["waiting"],
        content["ranked_by"],
    )


def _release_json(release: Release) -> Json:
    return {
        "grids": {
            name: {layer: _grid_json(grid) for layer, grid in grids.items()}
            for name, grids in release.grids.items()
        },
        "mix_classes": list(release.mix_classes),
        "mix": _grid_json(release.mix),
    }


def _grid_json(grid: Grid) -> list[Any]:
    seen = np.where(grid.hidden[:, None], 0, grid.parts)
    hidden, held = (np.flatnonzero(mask).tolist() for mask in (grid.hidden, grid.held))
    return [seen.tolist(), hidden, held]


def _release(content: Json) -> Release:
    grids = {
        name: {layer: _grid(grid) for layer, grid in layers.items()}
        for name, layers in content["grids"].items()
    }
    return Release(grids, tuple(content["mix_classes"]), _grid(content["mix"]))


def _grid(content: list[Any]) -> Grid:
    parts, hidden, held = content
    masks = np.zeros((2, len(parts)), dtype=np.bool_)
    masks[0, hidden] = True
    masks[1, held] = True
    return Grid(np.array(parts, dtype=np.int64), masks[0], masks[1])
