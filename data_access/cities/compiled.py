"""The compiled form of a pack: tree and raster in one file, so that loading takes a fraction of a second.

The file lies in the pack beside what it was made from and carries the digest of it; a pack whose files
have changed is compiled again when it is loaded.
"""

import contextlib
import hashlib
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from data_access.cities.settings import ALIASES_FILE, LEVELS, STAFF_FILE, TAXONOMY_FILE, PackSettings
from data_access.cities.settings import FILE as SETTINGS_FILE
from data_access.domain.areas import Area, AreaLevel, AreaTree
from data_access.domain.geography import CellLocator, Mosaic
from data_access.domain.projection import Polynomial

FILE = "compiled.npz"
FORMAT = 1
"""Raise when the content of the file changes its meaning."""
MOSAIC_ARRAYS = ("raster", "cut", "cut_start", "candidates")
"""Parts of the mosaic that are kept as they are."""


def digest(folder: Path, settings: PackSettings) -> str:
    """Short hash of the files that a pack is made of."""
    total = hashlib.blake2b(str(FORMAT).encode(), digest_size=8)
    for name in (SETTINGS_FILE, TAXONOMY_FILE, STAFF_FILE, ALIASES_FILE, *settings.levels.values()):
        path = folder / name
        if path.exists():
            total.update(name.encode() + hashlib.blake2b(path.read_bytes()).digest())
    return total.hexdigest()


@dataclass(frozen=True)
class CompiledPack:
    """Tree and locator of a pack."""

    tree: AreaTree
    locator: CellLocator


def write(path: Path, key: str, arrays: dict[str, Any]) -> bool:
    """Keep the arrays under a digest; False where the folder cannot be written."""
    part = path.with_suffix(f".{os.getpid()}.part.npz")
    try:
        with part.open("wb") as file:
            np.savez_compressed(file, key=np.frombuffer(key.encode(), dtype=np.uint8), **arrays)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        return False
    return True


def read(path: Path, key: str) -> dict[str, Any] | None:
    """The arrays kept under this digest, None when there are none."""
    try:
        with path.open("rb") as file, np.load(file) as data:
            if bytes(data["key"]).decode() != key:
                return None
            return {name: data[name] for name in data.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def assemble(arrays: dict[str, Any], settings: PackSettings) -> CompiledPack:
    """Tree and locator out of the arrays."""
    rows, aliases = orjson.loads(arrays["areas"].tobytes())
    areas = [Area(row[0], row[1], row[2], row[3], AreaLevel(row[4]), *row[5:]) for row in rows]
    towns, villages, grids = (tuple(a for a in areas if a.level is level) for level in LEVELS)
    tree = AreaTree(areas[0], towns, villages, grids, aliases)
    wkb, ends = arrays["wkb"].tobytes(), arrays["wkb_end"].tolist()
    shapes = shapely.from_wkb([wkb[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)])
    west, south, cell_m, per_cell, *bounds = arrays["facts"].tolist()
    mosaic = Mosaic(
        west,
        south,
        int(cell_m),
        int(per_cell),
        **{name: arrays[name] for name in MOSAIC_ARRAYS},
        shapes=np.asarray(shapes, dtype=object),
    )
    locator = CellLocator(
        mosaic, _polynomial(arrays, "forward"), _polynomial(arrays, "inverse"), tuple(bounds),
        settings.lowest, (tree.parents(AreaLevel.VILLAGE), tree.parents(AreaLevel.GRID)),
    )  # fmt: skip
    return CompiledPack(tree, locator)


def _polynomial(arrays: dict[str, Any], name: str) -> Polynomial:
    return Polynomial(*(arrays[f"{name}_{part}"] for part in Polynomial.__dataclass_fields__))
