"""How a showing is drawn for a screen: language, colours, and what its map shows."""

from dataclasses import dataclass

from data_access.domain.heat import HeatMode
from data_access.domain.showing import Scene
from layouts.tokens import WALL_DARK

WITH_MODES = frozenset({Scene.OVERVIEW})
"""Scenes whose map can show something else than the density of reports."""


@dataclass(frozen=True, slots=True)
class Look:
    """The same figures look alike on all screens with the same look."""

    language: str
    theme: str = WALL_DARK.name
    """A key of `tokens.WALL_THEMES`."""
    heat: HeatMode = HeatMode.DENSITY
