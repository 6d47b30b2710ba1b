"""What every page of the review surface is rendered with."""

from dataclasses import dataclass
from urllib.parse import quote

from data_access.domain.city import City
from data_access.domain.viewer import Viewer
from layouts.text import Text
from layouts.tokens import DARK, LIGHT, Theme

PREFIX = "/review/"
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One person, one language, one theme."""

    city: City
    viewer: Viewer
    text: Text
    theme_name: str = "light"
    """One of THEMES."""

    @property
    def theme(self) -> Theme:
        """Colours for what cannot read the sheets' variables: charts."""
        return DARK if self.theme_name == "dark" else LIGHT

    @property
    def city_name(self) -> str:
        """Name of the city in the language of the page."""
        return self.city.tree.city.name(self.text.language, short=False)

    def href(self, path: str, query: str = "") -> str:
        """Address of a page of this surface, in the language of this one; `query` without "?"."""
        own = "&".join(part for part in (query, f"lang={self.text.language}") if part)
        return f"{PREFIX}{path}?{own}"

    def case_href(self, case_id: str) -> str:
        """Address of the page of a case."""
        return self.href(f"case/{quote(case_id, safe='')}")
