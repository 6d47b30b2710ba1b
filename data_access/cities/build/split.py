"""Divides an area among children, more of them where more people are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from data_access.cities.build.power import power_cells

Floats = npt.NDArray[np.float64]
Density = Callable[[Floats, Floats], Floats]
"""Relative density of people at points in metres."""
SAMPLES_PER_CHILD = 80


@dataclass(frozen=True)
class Child:
    """A part of a divided area."""

    shape: BaseGeometry
    people: float
    """Share of the parent's people."""


def sample(area: BaseGeometry, count: int, density: Density, random: np.random.Generator) -> Floats:
    """Points of an area, as dense as its people; shape (count, 2)."""
    west, south, east, north = area.bounds
    shapely.prepare(area)
    found = np.empty((0, 2))
    top = 0.0
    while len(found) < count:
        tries = random.random((count * 8, 3))
        x, y = west + tries[:, 0] * (east - west), south + tries[:, 1] * (north - south)
        height = density(x, y)
        top = max(top, float(height.max()))
        keep = (tries[:, 2] * top < height) & shapely.contains_xy(area, x, y)
        found = np.concatenate((found, np.column_stack((x, y))[keep]))
    return found[:count]


def divide(
    area: BaseGeometry, count: int, density: Density, random: np.random.Generator, *, rounds: int = 6
) -> list[Child]:
    """`count` parts by k-means of sampled people, from the north-west to the south-east."""
    points = sample(area, SAMPLES_PER_CHILD * count, density, random)
    if count == 1:
        return [Child(area, 1.0)]
    sites = points[_spread(points, count, random)]
    for _ in range(rounds):
        nearest = _nearest(points, sites)
        members = np.bincount(nearest, minlength=count)
        sums = np.stack([np.bincount(nearest, weights=points[:, k], minlength=count) for k in (0, 1)], axis=1)
        sites = np.where(members[:, None] > 0, sums / np.maximum(members, 1)[:, None], sites)
    sites = sites[np.argsort(-(sites[:, 1] - sites[:, 0]), kind="stable")]
    cells = power_cells(sites, np.zeros(count), area)
    # A few people more for each: a sample must not leave a part empty.
    shares = np.bincount(_nearest(points, sites), minlength=count) + SAMPLES_PER_CHILD / 4
    shares = shares / shares.sum()
    return [Child(cell, float(share)) for cell, share in zip(cells, shares, strict=True)]


def _spread(points: Floats, count: int, random: np.random.Generator) -> list[int]:
    """Positions of `count` points far from each other (k-means++)."""
    chosen = [int(random.random() * len(points))]
    distance = np.full(len(points), np.inf)
    for _ in range(count - 1):
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        total = np.cumsum(distance)
        chosen.append(min(int(np.searchsorted(total, random.random() * total[-1])), len(points) - 1))
    return chosen


def _nearest(points: Floats, sites: Floats) -> npt.NDArray[np.intp]:
    distance = ((points[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2)
    nearest: npt.NDArray[np.intp] = np.argmin(distance, axis=1)
    return nearest


def apportion(total: int, shares: Floats, *, at_least: int = 0) -> list[int]:
    """Whole numbers that sum to `total`, in proportion to `shares`, by largest remainder."""
    exact = shares / shares.sum() * (total - at_least * len(shares))
    numbers = np.floor(exact).astype(np.int64)
    rest = total - at_least * len(shares) - int(numbers.sum())
    numbers[np.argsort(-(exact - numbers), kind="stable")[:rest]] += 1
    parts: list[int] = (numbers + at_least).tolist()
    return parts
