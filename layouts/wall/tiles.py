"""The strip of large figures at the top of a scene, in the shape of the overview's tiles."""

from dataclasses import dataclass

from dash import html

from layouts import format as fmt
from layouts.wall.parts import classes, span


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with what it is compared with, all as words."""

    key: str
    """Prefix of its ids."""
    name: str
    value: str
    unit: str
    change: str = ""
    tone: str | None = None
    """Of the change: good, bad, or None for one that is neither."""
    note: str = ""
    state: str | None = None
    """alarm or warn colours the figure; its name says why."""


def tile_strip(*tiles: Tile) -> html.Div:
    """The tiles side by side."""
    return html.Div([_tile(tile) for tile in tiles], className="kpis tiles")


def versus(change: fmt.Change | None, better: int, note: str, otherwise: str) -> tuple[str, str | None, str]:
    """Words of a change, its tone, and what it is against; `otherwise` is said where there is no change.

    `better` is 1 when more is better, -1 when less is, 0 when neither.
    """
    if change is None:
        return "", None, otherwise
    return change.text, {1: "good", -1: "bad"}.get(change.direction * better), note


def _tile(tile: Tile) -> html.Div:
    known = tile.value != fmt.NONE
    return html.Div(
        [
            html.Div(tile.name, className="kpi-name"),
            html.Div(
                [
                    span(tile.value, f"{tile.key}-v"),
                    span(tile.unit if known else "", f"{tile.key}-u", "unit"),
                ],
                className="kpi-value",
            ),
            html.Div(
                [
                    span(tile.change, f"{tile.key}-c", classes("change", tile.tone)),
                    span(tile.note, f"{tile.key}-n", "note"),
                ],
                className="kpi-foot",
            ),
        ],
        id=f"{tile.key}-tile",
        className=classes("kpi", tile.state),
    )
