"""Where people live in the schematic city: fields of relative density for dividing areas."""

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from data_access.cities.build.split import Density

Floats = npt.NDArray[np.float64]


def town_density(centre: Floats, area: float, random: np.random.Generator) -> Density:
    """Dense around the town's centre and around a few smaller ones, thin towards the edge."""
    radius = float(np.sqrt(area / np.pi))
    turns, reaches, heights = random.random(4), random.random(4), random.random(4)
    others = centre + (0.35 + 0.5 * reaches)[:, None] * radius * np.column_stack(
        (np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns))
    )

    def density(x: Floats, y: Floats) -> Floats:
        total = 0.22 + 1.6 * _hill(x, y, centre, radius * 0.38)
        for other, height in zip(others, heights, strict=True):
            total = total + (0.3 + 0.5 * float(height)) * _hill(x, y, other, radius * 0.25)
        return total

    return density


def village_density(village: BaseGeometry, random: np.random.Generator) -> Density:
    """Dense along one street through the village, whose direction is random."""
    middle = np.array((village.centroid.x, village.centroid.y))
    radius = float(np.sqrt(village.area / np.pi))
    turn = float(random.random()) * np.pi
    normal = np.array((-np.sin(turn), np.cos(turn)))

    def density(x: Floats, y: Floats) -> Floats:
        across = (x - middle[0]) * normal[0] + (y - middle[1]) * normal[1]
        street: Floats = 0.5 + np.exp(-((across / (0.3 * radius)) ** 2)) + _hill(x, y, middle, radius * 0.5)
        return street

    return density


def _hill(x: Floats, y: Floats, centre: Floats, width: float) -> Floats:
    hill: Floats = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * width**2))
    return hill
