"""What a public page is made of: words, the published documents, shapes of areas, and where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from data_access.domain.drawn import DrawnMap
from layouts.public.address import Place
from layouts.text import Text

Json = Mapping[str, Any]


class Documents(Protocol):
    """The published documents, as they are held."""

    def document(self, name: str) -> dict[str, Any] | None:
        """A document such as `index`, `live`, `month:2026-10`; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class AreaName:
    """What pages say of an area besides its figures."""

    code: str
    zh: str
    en: str
    short_zh: str
    level: str
    """city, town or village."""
    parent: str


@dataclass(frozen=True)
class CityFacts:
    """What the pack tells the pages."""

    name_zh: str
    name_en: str
    language: str
    demo: bool
    schematic: bool
    areas: Mapping[str, AreaName]
    """By code, in the order of the codes."""
    code: str
    map: DrawnMap | None
    """Of the towns; None where the pack has no map."""


@dataclass(frozen=True)
class PublicView:
    """One request's view."""

    place: Place
    text: Text
    city: CityFacts
    documents: Documents
    map_of: Callable[[str], DrawnMap | None]
    """Map of the villages of a town, None where the pack has none."""
    origin: str = ""
    """Scheme and host, for addresses that leave the page; "" where it is not known."""

    def name(self, code: str, *, short: bool = True) -> str:
        """Name of an area; the code itself where the pack has none."""
        area = self.city.areas.get(code)
        if area is None:
            return code
        if self.text.language == "en":
            return area.en
        return area.short_zh if short else area.zh

    def named(self, row: Json) -> str:
        """Name of a row of a document: for areas the short one."""
        if row["code"] in self.city.areas:
            return self.name(row["code"])
        name: str = row["name"][self.text.language]
        return name

    @property
    def city_name(self) -> str:
        """Name of the city."""
        return self.city.name_en if self.text.language == "en" else self.city.name_zh

    @property
    def index(self) -> Json:
        """The index; one without anything where nothing was ever published."""
        return self.documents.document("index") or {"months": [], "rankings": [], "weeks": [], "latest": None}

    @property
    def months(self) -> list[str]:
        """Published months, the newest first."""
        return sorted((entry["month"] for entry in self.index["months"]), reverse=True)

    @property
    def month(self) -> Json | None:
        """The document of the month that the page is about; None when nothing is published of it."""
        wanted = self.place.month or self.index["latest"] or next(iter(self.months), None)
        return self.documents.document(f"month:{wanted}") if wanted else None

    @property
    def ranking(self) -> Json | None:
        """The ranking of the month that the page is about, else the newest."""
        months = sorted(self.index["rankings"], reverse=True)
        wanted = self.place.month or next(iter(months), None)
        return self.documents.document(f"ranking:{wanted}") if wanted else None

    @property
    def live(self) -> Json | None:
        """What runs."""
        return self.documents.document("live")
