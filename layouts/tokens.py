"""Every colour and size of the three surfaces, in one place; the sheets read them as CSS variables."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme, as hexadecimal sRGB."""

    bg: str
    surface: str
    land: str
    line: str
    """Hairlines and chart grids."""
    line2: str
    """Borders and thresholds."""
    tx: str
    """Values."""
    tx2: str
    """Labels."""
    tx3: str
    """Notes."""
    accent: str
    reference: str
    """Series that the accent is compared with."""
    good: str
    fine: str
    """Second of the four grades."""
    warn: str
    bad: str


DARK = Theme(
    bg="#0A0E13",
    surface="#111820",
    land="#151E28",
    line="#222C37",
    line2="#3C4A58",
    tx="#EAEFF4",
    tx2="#AEBAC6",
    tx3="#8B98A6",
    accent="#7CC4E4",
    reference="#7B8896",
    good="#5CC5AE",
    fine="#82AEF5",
    warn="#F2BC57",
    bad="#FF7F5C",
)

LIGHT = Theme(
    bg="#F5F7F9",
    surface="#FFFFFF",
    land="#EDF1F4",
    line="#E2E7EC",
    line2="#C3CCD5",
    tx="#13202C",
    tx2="#465563",
    tx3="#5F6E7C",
    accent="#0B6B8F",
    reference="#9AA7B3",
    good="#0B7463",
    fine="#27539B",
    warn="#855B00",
    bad="#8A2412",
)

HEAT_START = 0.16
"""Where on a ramp the lowest tick of the legend lies; the colours before it would sink into the land."""
HEAT_LIMITS = (0.5, 16.0)
"""Lowest and highest density of the legend in cases per km²; fixed, so that two moments compare."""


@dataclass(frozen=True, slots=True)
class WallTheme:
    """Everything with a colour on the wall."""

    name: str
    """As the address says it."""
    base: Theme
    heat: tuple[str, ...]
    """Ramp of the heat from 0 to 1: its lightness always moves away from that of the land."""
    components: tuple[str, ...]
    """Parts of a score in the order of the scheme's items: discovery, timeliness, quality, checks."""
    channels: Mapping[str, str]
    """Channels of the public: told apart by lightness too, none of them a colour of a state."""
    town_line: str
    bar: str
    """Columns of a chart whose value is unremarkable."""
    replay: str
    """Accent of what is played again, so that it is never taken for what is live."""
    tint: str
    """Share of its own colour in the ground of a pill: no more than leaves its words 4.5:1."""


WALL_DARK = WallTheme(
    name="dark",
    base=DARK,
    heat=(
        "#000004",
        "#1C1044",
        "#4F127B",
        "#812581",
        "#B5367A",
        "#E55064",
        "#FB8761",
        "#FEC287",
        "#FCFDBF",
    ),
    components=("#A0926C", "#E6DDBE", "#B6DFED", "#3A6F9B", "#834DB2", "#D5A5D5", "#7B8896"),
    channels=MappingProxyType({"hotline": "#7CC4E4", "app": "#3A6F9B", "wechat": "#D5A5D5"}),
    town_line="#C9D6E2",
    bar="#586675",
    replay="#D5A5D5",
    tint="14%",
)
WALL_LIGHT = WallTheme(
    name="light",
    base=LIGHT,
    heat=(
        "#FFF3D6",
        "#FDDDA0",
        "#FBBE7B",
        "#F5935F",
        "#E4625A",
        "#BE3B72",
        "#8B2481",
        "#561A6E",
        "#210C4A",
    ),
    components=("#8A7C56", "#CDBF8B", "#7FB7D1", "#2F6490", "#7A43A8", "#C08BC0", "#7B8896"),
    channels=MappingProxyType({"hotline": "#0B6B8F", "app": "#7FB7D1", "wechat": "#9A5C9A"}),
    town_line="#33414F",
    bar="#9AA7B3",
    replay="#7A3F86",
    tint="9%",
)
WALL_THEMES: Mapping[str, WallTheme] = MappingProxyType({one.name: one for one in (WALL_DARK, WALL_LIGHT)})
"""By the name that an address has for them; the first is that of an address without one."""

STALE = "#F2BC57"
STALE_STRIPE = "#E9AC3A"
STALE_TEXT = "#14110A"
ON_DISC = "#FFFFFF"
URGENT_DISC = "#D1401F"
"""Disc of an urgent case: the coral of the dark theme, darkened until white digits reach 4.5:1."""

ATTENTION_LIGHT = ("#F4EEDF", "#EAD6A8", "#D8AE5F", "#B67522", "#7C420B")
"""Steps of a map of rates on light ground, from nothing to see to to be looked at."""
ATTENTION_DARK = ("#2B2A26", "#544221", "#8A6420", "#C88F2E", "#F7CE7A")
"""The same on dark ground: what is to be looked at is bright."""

REVIEW_LIGHT = {
    "good-bg": "#DDF1EC",
    "fine-bg": "#E1EAF9",
    "warn-bg": "#FBEFD6",
    "warn-tx": "#7A5200",
    "bad-bg": "#FBE3DC",
    "accent-bg": "#E6F1F6",
    "on-accent": "#FFFFFF",
    **{f"attention-{step}": colour for step, colour in enumerate(ATTENTION_LIGHT)},
}
"""Further colours of the review surface, light: grounds of badges and of what is chosen."""
REVIEW_DARK = {
    "good-bg": "#16332F",
    "fine-bg": "#1B2B47",
    "warn-bg": "#3A2E14",
    "warn-tx": "#F2BC57",
    "bad-bg": "#41211A",
    "accent-bg": "#173040",
    "on-accent": "#0A0E13",
    **{f"attention-{step}": colour for step, colour in enumerate(ATTENTION_DARK)},
}
REVIEW_TYPE = {"map": 12, "note": 13, "body": 14, "heading": 15, "kpi": 28}
"""Type sizes of the review surface, pixels."""

WALL_TYPE = {"small": 18, "body": 20, "heading": 20, "city": 26, "clock": 32, "kpi": 42, "gauge": 42}
"""Type sizes of the wall on one screen of 1920 × 1080 units; nothing is smaller than 18."""
WIDE_TYPE = {"small": 18, "body": 20, "heading": 24, "city": 26, "clock": 34, "kpi": 48, "gauge": 64}
"""Type sizes of the wall on three such screens side by side."""
SPACE = (4, 8, 12, 16, 20, 28, 32, 44)


def theme_css(theme: Theme, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """The variables of a theme, and more colours by name, as declarations without a selector."""
    lines = [f"--{name}:{value};" for name, value in asdict(theme).items()]
    return (
        "".join(lines) + f"--font:{FONT};" + "".join(f"--{name}:{colour};" for name, colour in more.items())
    )


def spaces_css() -> str:
    """The spaces between things in pixels, as declarations without a selector."""
    return "".join(f"--s{index}:{size}px;" for index, size in enumerate(SPACE, start=1))


def wall_css() -> str:
    """The sheet of variables of the wall: both themes, and sizes that follow the screen.

    `--u` is one unit of the 1920 × 1080 composition (5760 × 1080 on three screens, 1080 × 1920 on one that
    stands upright), so that the same composition fills every screen without a scroll bar. The document says
    in `data-theme` which theme it has.
    """
    return (
        f":root{{{_wall_colours(WALL_DARK)}--u:min(calc(100vw / 1920),calc(100vh / 1080));"
        f"{_sizes(WALL_TYPE)}{_spaces()}}}"
        f":root[data-theme={WALL_LIGHT.name}]{{{_wall_colours(WALL_LIGHT)}}}"
        f"@media (min-aspect-ratio:4/1){{:root{{--u:min(calc(100vw / 5760),calc(100vh / 1080));"
        f"{_sizes(WIDE_TYPE)}}}}}"
        "@media (max-aspect-ratio:1/1){:root{--u:min(calc(100vw / 1080),calc(100vh / 1920));}}"
    )


def review_css() -> str:
    """The sheet of variables of the review surface: light, and dark where the document says so."""
    sizes = "".join(f"--t-{name}:{size}px;" for name, size in REVIEW_TYPE.items())
    return (
        f":root{{color-scheme:light;{theme_css(LIGHT, REVIEW_LIGHT)}{sizes}{spaces_css()}}}"
        # Paper is light.
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{theme_css(DARK, REVIEW_DARK)}}}}}"
    )


def _wall_colours(theme: WallTheme) -> str:
    colours = {
        "town-line": theme.town_line,
        "stale": STALE,
        "stale-stripe": STALE_STRIPE,
        "stale-text": STALE_TEXT,
        "urgent-disc": URGENT_DISC,
        "on-disc": ON_DISC,
        "bar": theme.bar,
        **{f"channel-{name}": colour for name, colour in theme.channels.items()},
        **{f"component-{place}": colour for place, colour in enumerate(theme.components)},
        "replay": theme.replay,
        "tint": theme.tint,
        "heat": f"linear-gradient(90deg,{','.join(heat_gradient(theme.heat))})",
    }
    lines = "".join(f"--{name}:{value};" for name, value in colours.items())
    return f"color-scheme:{theme.name};{theme_css(theme.base)}{lines}"


def heat_gradient(ramp: Sequence[str], steps: int = 20) -> list[str]:
    """Colours of the heat legend from its lowest to its highest tick, `steps` hard steps as CSS stops."""
    stops = []
    for step in range(steps):
        colour = heat_colour(ramp, (step + 0.5) / steps)
        stops += [f"{colour} {step / steps:.2%}", f"{colour} {(step + 1) / steps:.2%}"]
    return stops


def heat_colour(ramp: Sequence[str], level: float) -> str:
    """Colour at `level` 0..1 of the heat legend, as "rgb(r,g,b)"."""
    place = (HEAT_START + (1 - HEAT_START) * min(max(level, 0.0), 1.0)) * (len(ramp) - 1)
    low = min(int(place), len(ramp) - 2)
    share = place - low
    parts = [
        round(int(ramp[low][at : at + 2], 16) * (1 - share) + int(ramp[low + 1][at : at + 2], 16) * share)
        for at in (1, 3, 5)
    ]
    return f"rgb({parts[0]},{parts[1]},{parts[2]})"


def translucent(colour: str, alpha: float) -> str:
    """A hexadecimal colour with an opacity, as "rgba(…)"."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def _sizes(type_sizes: dict[str, int]) -> str:
    return "".join(f"--t-{name}:calc({size} * var(--u));" for name, size in type_sizes.items())


def _spaces() -> str:
    return "".join(f"--s{index}:calc({size} * var(--u));" for index, size in enumerate(SPACE, start=1))
