"""What the address of a wall asks for: scenes one after the other, area, pause, language, theme, heat.

/wall/?scene=overview&area=441900119&lang=en&theme=light&heat=overdue
/wall/?playlist=overview,evaluation,overview:441900119,overview::overdue&dwell=30
/wall/?motion=less
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qs, quote

from data_access.domain.areas import AreaTree
from data_access.domain.heat import HeatMode
from data_access.domain.home import HOME_LEVELS
from data_access.domain.showing import Scene, Showing
from layouts.tokens import WALL_DARK, WALL_THEMES
from layouts.wall.look import WITH_MODES, Look

Motion = Literal["full", "less"]
"""Whether pictures move; "less" is for those whom it disturbs, and for weak machines."""
DWELL_SECONDS = 30
SHORTEST_DWELL, LONGEST_DWELL = 5, 86_400
MOST_SCENES = 50


class BadAddress(ValueError):
    """Something in an address that no wall has: `what` names it, `value` is what stood there."""

    def __init__(self, what: str, value: str) -> None:
        super().__init__(f"{what}: {value}")
        self.what = what
        self.value = value


@dataclass(frozen=True, slots=True)
class WallAddress:
    """An address understood."""

    showings: tuple[Showing, ...]
    """At least one; several take turns."""
    heats: tuple[HeatMode, ...]
    """What the map of each of them shows."""
    dwell_seconds: int
    language: str | None
    """As asked for; None for the city's own."""
    theme: str = WALL_DARK.name
    motion: Motion | None = None
    """As asked for; None for the installation's own."""

    def look_at(self, place: int, language: str) -> Look:
        """How the showing at a place of the playlist is drawn in a language."""
        return Look(language, self.theme, self.heats[place % len(self.heats)])

    def at(self, place: int) -> Showing:
        """The showing at a place of the playlist, which begins again after its end."""
        return self.showings[place % len(self.showings)]


def read_address(query: str | None, tree: AreaTree) -> WallAddress:
    """What a query string such as "?scene=overview&lang=en" asks for. Raises BadAddress."""
    given = {name: values[-1] for name, values in parse_qs((query or "").lstrip("?")).items()}
    area = given.get("area") or tree.city.code
    names = given["playlist"].split(",") if "playlist" in given else [given.get("scene", Scene.OVERVIEW)]
    if len(names) > MOST_SCENES:
        raise BadAddress("playlist", f"{len(names)} > {MOST_SCENES}")
    heat = _heat(given["heat"]) if "heat" in given else HeatMode.DENSITY
    entries = [_entry(name.strip(), area, heat, tree) for name in names]
    theme = given.get("theme", WALL_DARK.name)
    if theme not in WALL_THEMES:
        raise BadAddress("theme", theme)
    return WallAddress(
        showings=tuple(showing for showing, _ in entries),
        heats=tuple(mode for _, mode in entries),
        dwell_seconds=_dwell(given),
        language=given.get("lang"),
        theme=theme,
        motion=_motion(given),
    )


def language_of(query: str | None) -> str | None:
    """The language that a query string names, also of one that is otherwise not understood."""
    return parse_qs((query or "").lstrip("?")).get("lang", [None])[-1]


def theme_of(query: str | None) -> str:
    """The theme that a query string names; the first one for a query without any or with an unknown one."""
    asked = parse_qs((query or "").lstrip("?")).get("theme", [""])[-1]
    return asked if asked in WALL_THEMES else WALL_DARK.name


def query_of(showing: Showing, look: Look) -> str:
    """The query string of one showing with a look."""
    return (
        f"?scene={showing.scene.value}&area={quote(showing.area)}&lang={look.language}"
        f"&theme={look.theme}&heat={look.heat.value}"
    )


def _entry(text: str, area: str, heat: HeatMode, tree: AreaTree) -> tuple[Showing, HeatMode]:
    """A scene, scene:area, scene:area:heat or scene::heat."""
    name, _, rest = text.partition(":")
    own, _, own_heat = rest.partition(":")
    showing = _showing(name, own or area, tree)
    if showing.scene in WITH_MODES:
        return showing, _heat(own_heat) if own_heat else heat
    if own_heat:
        raise BadAddress("heat", own_heat)
    # What all entries have in common does not concern a scene without modes.
    return showing, HeatMode.DENSITY


def _heat(text: str) -> HeatMode:
    try:
        return HeatMode(text)
    except ValueError:
        raise BadAddress("heat", text) from None


def _showing(name: str, area: str, tree: AreaTree) -> Showing:
    try:
        scene = Scene(name)
    except ValueError:
        raise BadAddress("scene", name) from None
    found = tree.find(area)
    if found is None or found[0] not in HOME_LEVELS:
        raise BadAddress("area", area)
    # Other codes may lead to the same area: one key for one picture.
    return Showing(scene, tree.at(found[0])[found[1]].code)


def _motion(given: Mapping[str, str]) -> Motion | None:
    asked = given.get("motion")
    found: Motion | None = next((one for one in get_args(Motion) if one == asked), None)
    if asked is not None and found is None:
        raise BadAddress("motion", asked)
    return found


def _dwell(given: Mapping[str, str]) -> int:
    text = given.get("dwell", str(DWELL_SECONDS))
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise BadAddress("dwell", text)
    seconds = int(text)
    if not SHORTEST_DWELL <= seconds <= LONGEST_DWELL:
        raise BadAddress("dwell", text)
    return seconds
