"""What the options of a public question name: a released month, a row of it, the figures wanted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.options import BadQuestion
from dashboard.public.held import INDEX
from data_access.domain.city import City
from data_access.domain.indicators import INDICATORS
from data_access.domain.period import BadPeriod, Period, parse_time

Json = dict[str, Any]
Given = Mapping[str, str]
FILTERS = ("area", "class", "subclass", "source")
_TABLES = {"class": ("classes",), "subclass": ("subclasses",), "source": ("sources",)}
_KEPT = ("withheld", "held")


@dataclass(frozen=True, slots=True)
class Asked:
    """The documents of one moment and the city they are about."""

    city: City
    document: Callable[[str], Json | None]

    @property
    def months(self) -> list[str]:
        """Released months, the newest first."""
        index = self.document(INDEX)
        return [] if index is None else sorted((line["month"] for line in index["months"]), reverse=True)

    @property
    def weeks(self) -> list[str]:
        """Weeks with a map, the newest first."""
        index = self.document(INDEX)
        return [] if index is None else sorted(index["weeks"], reverse=True)

    def month(self, given: Given) -> Json:
        """The released month that `month`, or `from` and `to`, name; the newest without them.

        Raises BadQuestion.
        """
        text, option = given.get("month"), "month"
        if text is None and ("from" in given or "to" in given):
            text, option = self._month_of_period(given), "from"
        if text is None:
            text = next(iter(self.months), None)
        found = None if text is None else self.document(f"month:{text}")
        if found is None:
            raise BadQuestion(option, f"{text or 'no month'} is not released{self._known()}")
        return found

    def ranking(self, given: Given) -> Json:
        """The ranking of the month named, the newest without one. Raises BadQuestion."""
        index = self.document(INDEX) or {}
        text = given.get("month") or max(index.get("rankings", ()), default=None)
        found = None if text is None else self.document(f"ranking:{text}")
        if found is None:
            raise BadQuestion("month", f"{text or 'no month'} has no released ranking{self._known()}")
        return found

    def week(self, given: Given) -> Json:
        """The map of the week named, the newest without one. Raises BadQuestion."""
        weeks = self.weeks
        text = given.get("week") or (weeks[0] if weeks else None)
        if "from" in given or "to" in given:
            period = self.period(given)
            for week in weeks:
                found = self.document(f"heat:{week}")
                if found is not None and self._spans(found, period):
                    return found
            raise BadQuestion("from", f"from and to name no week that is published ({', '.join(weeks)})")
        found = None if text is None else self.document(f"heat:{text}")
        if found is None:
            raise BadQuestion(
                "week", f"{text or 'no week'} is not published ({', '.join(weeks) or 'none yet'})"
            )
        return found

    def period(self, given: Given) -> Period:
        """The period of `from` and `to`, both of which are needed. Raises BadQuestion."""
        for option in ("from", "to"):
            if option not in given:
                raise BadQuestion(option, "from and to are needed, or neither of them")
        try:
            start, end = (parse_time(given[option], self.city.zone) for option in ("from", "to"))
        except BadPeriod as error:
            raise BadQuestion("from", str(error)) from error
        return Period(start, end)

    def row(self, month: Json, given: Given) -> Json:
        """The row that the filters name: an area, a class, a subclass or a source; the city without any.

        Raises BadQuestion.
        """
        named = [option for option in FILTERS if option in given]
        if len(named) > 1:
            raise BadQuestion(named[1], f"figures of {named[0]} and {named[1]} together are not published")
        if not named or given.get("area") == self.city.tree.city.code:
            return self.city_row(month)
        option, code = named[0], given[named[0]]
        if "," in code:
            raise BadQuestion(option, f"one {option} at a time is published, not several together")
        tables = _TABLES.get(option, ("towns", "villages"))
        rows: Iterator[Json] = (row for table in tables for row in month[table] if row["code"] == code)
        found = next(rows, None)
        if found is None:
            raise BadQuestion(option, f"no {option} {code!r} is published")
        return found

    def city_row(self, month: Json) -> Json:
        """The row of the whole city."""
        city = self.city.tree.city
        return {
            "code": city.code,
            "name": {"zh": city.name_zh, "en": city.name_en},
            "level": "city",
            **month["figures"],
        }

    def named(self, row: Json) -> str:
        """Name of a row in the language of the city."""
        return str(row["name"].get(self.city.language) or row["name"]["en"])

    def _month_of_period(self, given: Given) -> str:
        period = self.period(given)
        for month in self.months:
            if Period.month(month, self.city.zone) == period:
                return month
        raise BadQuestion("from", f"from and to must be those of a released month{self._known()}")

    def _spans(self, document: Json, period: Period) -> bool:
        return [parse_time(document[key], self.city.zone) for key in ("from", "to")] == [
            period.start,
            period.end,
        ]

    def _known(self) -> str:
        months = self.months
        return f"; released are {', '.join(months)}" if months else "; nothing is released yet"


def figures(row: Json, given: Given) -> Json:
    """The published figures of a row by name, and which are withheld. Raises BadQuestion."""
    wanted = given["indicators"].split(",") if "indicators" in given else list(INDICATORS)
    unknown = [name for name in wanted if name not in INDICATORS]
    if unknown:
        raise BadQuestion("indicators", f"there is no indicator {unknown[0]!r}")
    found = {name: row[name] for name in INDICATORS if name in wanted and name in row}
    if "indicators" in given and (missing := [name for name in wanted if name not in found]):
        raise BadQuestion("indicators", f"{missing[0]} is not published here; published are {_in(row)}")
    return {**found, **{name: row[name] for name in _KEPT if row.get(name)}}


def _in(row: Json) -> str:
    return ", ".join(name for name in INDICATORS if name in row)


def first_of(month: str) -> date:
    """First day of a month."""
    return date.fromisoformat(f"{month}-01")
