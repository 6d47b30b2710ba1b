"""Addresses of the public pages: everything that a page shows is in its address, so that it can be shared."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, urlencode

PREFIX = "/public/"
PAGES = ("", "ranking", "trends", "area", "method", "log", "data", "track", "accessibility")
EMBEDS = ("headline", "map", "ranking")
MEASURES = ("on_time_disposal_rate", "response_24h_rate", "satisfied_rate", "closing_rate", "reported_count")
"""What the map can shade, the first of them without being asked."""
LANGUAGES = ("zh", "en")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")


@dataclass(frozen=True, slots=True)
class Place:
    """A page with what it shows; fields that are empty are those of the page by itself."""

    page: str
    """One of PAGES, `embed/NAME`, or anything else that was asked for."""
    area: str = ""
    month: str = ""
    measure: str = ""
    language: str = ""

    @staticmethod
    def read(path: str, query: str) -> "Place":
        """The place of a path below the surface and a query string; what makes no sense in it is left out."""
        parts = [part for part in path.removeprefix(PREFIX.rstrip("/")).split("/") if part]
        given = {name: values[-1] for name, values in parse_qs(query.removeprefix("?")).items()}

        def asked(name: str, form: re.Pattern[str]) -> str:
            return given[name] if form.fullmatch(given.get(name, "")) else ""

        name, area = "/".join(parts), asked("area", _CODE)
        if len(parts) == 2 and parts[0] == "area" and _CODE.fullmatch(parts[1]):
            name, area = "area", parts[1]
        measure, language = given.get("measure", ""), given.get("lang", "")
        return Place(
            name,
            area if len(parts) == 2 and parts[0] in ("area", "embed") else "",
            asked("month", _MONTH),
            measure if measure in MEASURES else "",
            language if language in LANGUAGES else "",
        )

    @property
    def known(self) -> bool:
        """Whether there is such a page."""
        return self.page in PAGES or self.embed in EMBEDS

    @property
    def embed(self) -> str:
        """Name of the embedded part, "" for a page."""
        return self.page.removeprefix("embed/") if self.page.startswith("embed/") else ""

    @property
    def path(self) -> str:
        """The address without its query."""
        name = f"area/{quote(self.area)}" if self.page == "area" and self.area else quote(self.page)
        return PREFIX + name

    @property
    def href(self) -> str:
        """The address."""
        area = "" if self.page == "area" else self.area
        values = {"area": area, "month": self.month, "measure": self.measure, "lang": self.language}
        query = urlencode({name: value for name, value in values.items() if value})
        return self.path + (f"?{query}" if query else "")

    def to(self, page: str, area: str = "") -> "Place":
        """Another page in the same language."""
        return Place(page, area, language=self.language)

    def at_month(self, month: str) -> "Place":
        """The same page for a month, "" for the latest."""
        return replace(self, month=month)

    def shaded_by(self, measure: str) -> "Place":
        """The same page with another measure on the map."""
        return replace(self, measure="" if measure == MEASURES[0] else measure)

    def in_language(self, language: str) -> "Place":
        """The same page in another language."""
        return replace(self, language=language)
