"""Colours and sizes of the public pages; their sheets read them as CSS variables."""

from layouts.tokens import DARK, LIGHT, REVIEW_DARK, REVIEW_LIGHT, spaces_css, theme_css

PUBLIC_LIGHT = {
    **REVIEW_LIGHT,
    "bg": "#FAFBFC",
    "step-1": "#CFE3EB",
    "step-2": "#79B4CC",
    "step-3": "#2B7BA0",
    "step-4": "#0B4566",
    "on-step-1": "#13202C",
    "on-step-2": "#13202C",
    "on-step-3": "#FFFFFF",
    "on-step-4": "#FFFFFF",
    "halo-1": "#CFE3EB",
    "halo-2": "#79B4CC",
    "halo-3": "#1F6486",
    "halo-4": "#0B4566",
    "hatch": "#8895A2",
    "border": "#FFFFFF",
    "field": "#7B8896",
}
"""Further colours of the public pages: classes of the map, high = dark, with the ink that is read on each."""
PUBLIC_DARK = {
    **REVIEW_DARK,
    "step-1": "#1C3644",
    "step-2": "#27627F",
    "step-3": "#58A6C8",
    "step-4": "#C4E6F2",
    "on-step-1": "#EAEFF4",
    "on-step-2": "#FFFFFF",
    "on-step-3": "#0A0E13",
    "on-step-4": "#0A0E13",
    "halo-1": "#1C3644",
    "halo-2": "#1E5069",
    "halo-3": "#58A6C8",
    "halo-4": "#C4E6F2",
    "hatch": "#6A7988",
    "border": "#0A0E13",
    "field": "#6A7988",
}
"""The same on dark ground: high = bright."""
PUBLIC_TYPE = {
    "map": 12, "note": 14, "body": 16, "heading": 20, "figure": 30, "headline": 34, "headline-small": 25,
}  # fmt: skip
"""Type sizes of the public pages, pixels; the sheets turn them into rem, so that they follow the reader's."""


def public_css() -> str:
    """The sheet of variables of the public pages: light, and dark where the reader's system says so."""
    sizes = "".join(f"--t-{name}:{size / 16:g}rem;" for name, size in PUBLIC_TYPE.items())
    return (
        f":root{{color-scheme:light dark;{theme_css(LIGHT, PUBLIC_LIGHT)}{sizes}{spaces_css()}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{theme_css(DARK, PUBLIC_DARK)}}}}}"
    )
