"""Colours can be read, sheets use only variables that exist, and the heat rises in lightness."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from layouts import tokens
from layouts.tokens import DARK, LIGHT, WALL_DARK, Theme, WallTheme

SHEETS = Path(__file__).parents[2] / "assets" / "wall" / "css"
SET_ELSEWHERE = {
    # By layouts as inline style, and by browser code.
    *("--load --share --at --lo --hi --b1 --b2 --n --rows --rows-en --fit --scale --scale-bar".split()),
    *("--one --two --three --upright --played".split()),
    # By the sheets themselves, where a composition differs.
    *("--across --between --figures".split()),
    *"--e-columns --e-name --e-left --e-grade --lost --grade".split(),
}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _of_rgb(text: str) -> str:
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", text))


def _mixed(colour: str, ground: str, share: float) -> str:
    parts = [
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("name", ["tx", "tx2", "tx3", "accent", "good", "fine", "warn", "bad"])
def test_text_reaches_four_and_a_half_to_one(theme: Theme, name: str) -> None:
    for ground in (theme.bg, theme.surface):
        assert contrast(getattr(theme, name), ground) >= 4.5


def test_banner_and_disc_can_be_read() -> None:
    assert contrast(tokens.STALE_TEXT, tokens.STALE_STRIPE) >= 7
    assert contrast("#FFFFFF", tokens.URGENT_DISC) >= 4.5


@pytest.mark.parametrize("theme", tokens.WALL_THEMES.values(), ids=lambda theme: theme.name)
def test_heat_moves_away_from_the_land_in_lightness(theme: WallTheme) -> None:
    levels = [_luminance(colour) for colour in theme.heat]
    assert levels == sorted(levels, reverse=_luminance(theme.base.land) > 0.5)
    # The lowest tick has another hue than the land, and every further one is lighter or darker.
    ticks = [_of_rgb(tokens.heat_colour(theme.heat, place / 5)) for place in range(6)]
    parts = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (ticks[0], theme.base.land)]
    assert sum(abs(one - other) for one, other in zip(*parts, strict=True)) > 60
    assert all(contrast(one, other) > 1.25 for one, other in pairwise(ticks))


def test_the_ends_of_the_ramp_are_reached() -> None:
    assert tokens.heat_colour(WALL_DARK.heat, 1) == "rgb(252,253,191)"


@pytest.mark.parametrize("theme", tokens.WALL_THEMES.values(), ids=lambda theme: theme.name)
def test_words_in_colour_reach_four_and_a_half_to_one_on_every_ground(theme: WallTheme) -> None:
    """Also on pills, whose ground has a share of their own colour."""
    base = theme.base
    for ground in (base.bg, base.surface, base.land):
        for colour in (base.tx, base.tx2, base.accent, base.good, base.warn, base.bad, theme.replay):
            assert contrast(colour, ground) >= 4.5
    share = float(theme.tint.rstrip("%")) / 100
    for colour in (base.good, base.warn, theme.replay):
        assert contrast(colour, _mixed(colour, base.bg, share)) >= 4.5


def test_sheets_use_only_variables_that_exist() -> None:
    known = set(re.findall(r"(--[\w-]+):", tokens.wall_css())) | SET_ELSEWHERE
    for sheet in SHEETS.glob("*.css"):
        used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text(encoding="utf-8")))
        assert used <= known, sheet.name


def test_sheets_name_no_colour_of_their_own() -> None:
    for sheet in SHEETS.glob("*.css"):
        found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8")))
        assert not found, sheet.name


def test_no_type_is_smaller_than_eighteen() -> None:
    assert min(*tokens.WALL_TYPE.values(), *tokens.WIDE_TYPE.values()) >= 18
    for sheet in SHEETS.glob("*.css"):
        sizes = re.findall(r"font-size: calc\((\d+) \*", sheet.read_text(encoding="utf-8"))
        assert all(int(size) >= 18 for size in sizes), sheet.name
