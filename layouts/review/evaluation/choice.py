"""What the evaluation page shows, as the address has it."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from data_access.domain.evaluation.scheme import ObjectKind

TABS = ("ranking", "appeals", "external", "trial", "versus", "revisions")
KINDS = tuple(kind.value for kind in ObjectKind)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class BadChoice(ValueError):
    """A part of an address that makes no sense."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}={value}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Choice:
    """A month, what is evaluated, and what is looked at."""

    month: str
    kind: str = "town"
    area: str = ""
    """Code of the town whose villages are evaluated; empty is the city's towns."""
    tab: str = TABS[0]
    focus: str = ""
    """Code of the object that the drawer is about."""
    cause: str = ""
    """Indicator that the drawer parts into groups; empty is the main one."""
    scheme: str = ""
    """Version; empty is the one in force."""
    trial: str = ""
    """Other weights and marks (`domain.evaluation.whatif`)."""
    against: str = ""
    """Version that the month is compared with."""
    language: str = ""

    @classmethod
    def read(cls, search: str, standard_month: str) -> "Choice":
        """The choice of a query string. Raises BadChoice."""
        given = dict(parse_qsl(search.removeprefix("?")))

        def one(name: str, known: tuple[str, ...]) -> str:
            value = given.get(name, known[0])
            if value not in known:
                raise BadChoice(name, value)
            return value

        month = given.get("month", standard_month)
        if not _MONTH.fullmatch(month):
            raise BadChoice("month", month)
        kind = one("kind", KINDS)
        return cls(
            month=month,
            kind=kind,
            area=given.get("area", "") if kind == "town" else "",
            tab=one("tab", TABS),
            focus=given.get("focus", ""),
            cause=given.get("cause", ""),
            scheme=given.get("scheme", ""),
            trial=given.get("trial", ""),
            against=given.get("against", ""),
            language=given.get("lang", ""),
        )

    @property
    def objects(self) -> str:
        """What is evaluated, as the catalogues name it."""
        return "village" if self.area else self.kind

    def query(self, **changes: str) -> str:
        """The query string with some parts changed, with "?"; empty parts are left out."""
        changed = replace(self, **changes)
        given = {
            "month": changed.month,
            "kind": "" if changed.kind == KINDS[0] else changed.kind,
            "area": changed.area,
            "tab": "" if changed.tab == TABS[0] else changed.tab,
            "focus": changed.focus,
            "cause": changed.cause,
            "scheme": changed.scheme,
            "trial": changed.trial,
            "against": changed.against,
            "lang": changed.language,
        }
        return "?" + urlencode({name: value for name, value in given.items() if value}, safe=",=.")
