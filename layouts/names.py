"""Names of a city in one language: areas, classes, subclasses, channels, indicators."""

from dataclasses import dataclass

from data_access.domain.city import City
from data_access.domain.indicators import INDICATORS
from data_access.domain.scope import Place
from layouts.text import Text


def indicator_name(text: Text, name: str) -> str:
    """What an indicator is called."""
    indicator = INDICATORS[name]
    return indicator.en if text.language == "en" else indicator.zh


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a page or document in the language of `text` gives to what answers name by codes."""

    text: Text
    city: City

    def indicator(self, name: str) -> str:
        """Name of an indicator."""
        return indicator_name(self.text, name)

    def area(self, place: Place) -> str:
        """Full name of an area."""
        level, index = place
        return self.city.tree.at(level)[index].name(self.text.language, short=False)

    def area_of(self, code: str | None) -> str:
        """Full name of the area of a code; the code where there is none, "" for no code."""
        place = self.city.tree.find(code) if code else None
        return (code or "") if place is None else self.area(place)

    def subclass(self, code: str | None) -> str:
        """Name of a subclass; its code where the taxonomy does not know it, "no data" for none."""
        index = self.city.taxonomy.subclass_index(code or "")
        if index is None:
            return code or self.text("unit.no_data")
        found = self.city.taxonomy.subclasses[index]
        return found.name_en if self.text.language == "en" else found.name_zh

    def case_class(self, code: str | None) -> str:
        """Name of a class; its code where the taxonomy does not know it."""
        index = self.city.taxonomy.class_index(code or "")
        if index is None:
            return code or ""
        found = self.city.taxonomy.classes[index]
        return found.name_en if self.text.language == "en" else found.name_zh

    def source(self, code: str) -> str:
        """Name of a channel."""
        return self.text(f"wall.source.{code}")
