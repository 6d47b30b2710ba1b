"""Busy snapshots of the scenes from a seed, computed by the product from rows of the shipped city."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import html

from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.home import home_of
from data_access.domain.period import to_row_time
from data_access.domain.rows import NEVER, ROW, Columns, RowFlag, Stage, blank_row, to_columns
from data_access.queries.scenes.deadlines import deadlines_scene
from data_access.queries.scenes.voice import voice_scene
from data_access.queries.wall import wall_snapshot
from layouts.wall.deadlines.page import deadlines_page
from layouts.wall.view import Snapshot, WallView
from layouts.wall.voice.page import voice_page

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True)
class Scene:
    """Figures and page of a scene."""

    name: str
    query: Callable[..., dict[str, Any]]
    page: Callable[[Snapshot, WallView], html.Div]


SCENES = (
    Scene("deadlines", deadlines_scene, deadlines_page),
    Scene("voice", voice_scene, voice_page),
)


@dataclass(frozen=True)
class Names:
    """Names of departments that only actions know."""

    departments: tuple[str, ...] = ("城管分局", "市城市管理综合执法局", "水务工程运营中心")
    subclasses: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


def scene_snapshot(
    scene: Scene, city: City, now: float, *, cases: int = 6000, home: tuple[AreaLevel, int] | None = None
) -> dict[str, Any]:
    """The snapshot of a scene with every panel filled."""
    rows = busy_rows(city, int(now), cases)
    return {**scene.query(rows, city, Names(), None, now, home=home), "seq": 1, "at": now}


def busy_rows(city: City, now: int, count: int, seed: int = 5) -> Columns:
    """Cases of 35 days: a tenth of the public, some unanswered, some overdue, many due soon, some rated."""
    rng = np.random.default_rng(seed)
    rows = np.frombuffer(bytearray(blank_row() * count), dtype=ROW).copy()
    at = to_row_time(now)
    tree = city.tree
    village = rng.integers(0, len(tree.villages), count)
    subclass = (rng.pareto(1.0, count) * 3).astype(int) % len(city.taxonomy.subclasses)
    rows["town"], rows["village"] = tree.parents(tree.villages[0].level)[village], village
    rows["subclass"] = subclass
    rows["class"] = np.array([one.class_index for one in city.taxonomy.subclasses])[subclass]
    rows["source"] = rng.choice([0, 1, 2, 3], count, p=[0.8, 0.1, 0.05, 0.05])
    rows["department"] = rng.choice([0, 1, 2, 65535], count)
    reported = at - rng.integers(60, 35 * DAY, count)
    rows["reported"] = rows["accepted"] = rows["filed"] = reported
    rows["due"] = reported + rng.choice([2 * HOUR, 4 * HOUR, DAY, 5 * DAY], count)
    late = rng.random(count) < 0.1
    waits = (rows["due"] > at) | (rng.random(count) < 0.03)
    rows["disposed"] = np.where(waits, NEVER, rows["due"] + np.where(late, HOUR, -60))
    rows["stage"] = np.where(waits, Stage.DISPATCHED, Stage.CLOSED)
    rows["ended"] = np.where(waits, NEVER, rows["disposed"])
    rated = ~waits & (rng.random(count) < 0.3)
    rows["score"] = np.where(rated, rng.integers(1, 6, count), 0)
    rows["rated"] = np.where(rated, np.minimum(rows["ended"] + HOUR, at - 1), NEVER)
    fresh = (reported > at - 20 * HOUR) & (rows["source"] > 0)
    for name in ("accepted", "filed", "due", "disposed", "ended"):
        rows[name][fresh] = NEVER
    rows["stage"][fresh] = Stage.REPORTED
    flags = np.full(count, int(RowFlag.COMPLETE | RowFlag.RESPONDED_24H))
    flags |= np.where(fresh, 0, int(RowFlag.FALLS_DUE))
    flags |= np.where(waits | late, 0, int(RowFlag.ON_TIME_DISPOSAL))
    flags |= np.where(rng.random(count) < 0.2, int(RowFlag.URGENT), 0)
    flags |= np.where(rng.random(count) < 0.5, int(RowFlag.CONFIRMED), 0)
    rows["flags"] = flags
    where = [np.array([getattr(one, axis) for one in tree.villages])[village] for axis in ("lon", "lat")]
    rows["cell"] = city.locator.locate(*(axis + rng.normal(0, 0.004, count) for axis in where)).cell
    return to_columns(rows)


def town_snapshot(city: City, code: str, now: float) -> dict[str, Any]:
    """The overview of a town."""
    rows, home = busy_rows(city, int(now), 60_000), home_of(city.tree, code)
    figures = wall_snapshot(rows, city, Names(), None, now, home=home)
    return {**figures, "seq": 1, "at": now, "data_at": now, "city": city.id}
