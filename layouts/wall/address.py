"""What the address of a wall asks for: scenes one after the other, area, pause, language.

/wall/?scene=overview&area=441900119&lang=en
/wall/?playlist=overview,evaluation,overview:441900119&dwell=30
/wall/?motion=less
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qs, quote

from data_access.domain.areas import AreaTree
from data_access.domain.home import HOME_LEVELS
from data_access.domain.showing import Scene, Showing

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
    dwell_seconds: int
    language: str | None
    """As asked for; None for the city's own."""
    motion: Motion | None = None
    """As asked for; None for the installation's own."""

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
    showings = tuple(_showing(name.strip(), area, tree) for name in names)
    return WallAddress(showings, _dwell(given), given.get("lang"), _motion(given))


def language_of(query: str | None) -> str | None:
    """The language that a query string names, also of one that is otherwise not understood."""
    return parse_qs((query or "").lstrip("?")).get("lang", [None])[-1]


def query_of(showing: Showing, language: str) -> str:
    """The query string of one showing in a language."""
    return f"?scene={showing.scene.value}&area={quote(showing.area)}&lang={language}"


def _showing(text: str, area: str, tree: AreaTree) -> Showing:
    """A scene, or scene:area."""
    name, _, own = text.partition(":")
    try:
        scene = Scene(name)
    except ValueError:
        raise BadAddress("scene", name) from None
    found = tree.find(own or area)
    if found is None or found[0] not in HOME_LEVELS:
        raise BadAddress("area", own or area)
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
