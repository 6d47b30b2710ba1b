"""The question `cases`: its options, and how they become a filter, an order and a page."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from dashboard.options import (
    YES_NO,
    BadQuestion,
    Held,
    Option,
    choices,
    period_of,
    scope_of,
    understood,
)
from data_access.domain.measures import MEASURES
from data_access.domain.period import Period
from data_access.queries.cases import LONGEST_PAGE, PAGE, BadList, CaseFilter, CaseSort, Order, cases
from data_access.queries.cursor import BadCursor, Cursor

_STATES = ("open", "overdue", "due-soon", "urgent", "suspended", "returned", "reworked")
LIMIT = (
    Option("limit", f"cases of a page, at most {LONGEST_PAGE}", default=str(PAGE)),
    Option("cursor", "`next` of the page before: goes on behind it"),
)
"""Options of a list that comes page by page."""
CASE_OPTIONS = (
    Option("measure", "only what this measure counts in the period", tuple(MEASURES)),
    Option("without", "of those, only what this other measure does not count", tuple(MEASURES)),
    Option(
        "evaluated", "only what counts in the evaluation of this month: without cases left out by appeals"
    ),
    Option("team", "code of the collector team that reported it; several with commas", several=True),
    *(Option(name, f"whether the case is {name.replace('-', ' ')}", YES_NO) for name in _STATES),
    Option(
        "sort",
        "what the list is sorted by (default: counted with a measure, else reported)",
        choices(CaseSort),
    ),
    Option("order", "direction of the list", choices(Order), "desc"),
    *LIMIT,
)
_APART = {"cursor", "limit", "as-of"}
"""Options that may change from page to page of one list."""


def ask_cases(held: Held, given: Mapping[str, str], as_of: int) -> dict[str, Any]:
    """A page of a list of cases. Raises BadQuestion."""
    if held.rows is None:
        raise ValueError("lists of cases need the way from rows to cases")
    name = list_name(given)
    after = page_after(given, name)
    if after is not None:
        # All pages tell of the moment of the first one.
        as_of = after.as_of
    period, apart = None, None
    if "evaluated" in given:
        month = given["evaluated"]
        period = understood("evaluated", lambda: Period.month(month, held.city.zone))
        apart = held.entered().left_out.get(month)
    if "from" in given or "to" in given:
        period = period_of(given, held.city, as_of)
    try:
        return cases(
            held.columns,
            held.city,
            held.names,
            held.rows,
            as_of=as_of,
            scope=scope_of(held, given),
            period=period,
            wanted=_filter(held, given),
            sort=CaseSort(given["sort"]) if "sort" in given else None,
            order=Order(given["order"]),
            limit=page_limit(given["limit"]),
            question=name,
            after=after,
            apart=apart,
        )
    except BadList as error:
        raise BadQuestion(error.option, str(error)) from error


def _filter(held: Held, given: Mapping[str, str]) -> CaseFilter:
    states = {name.replace("-", "_"): given[name] == "yes" for name in _STATES if name in given}
    teams = tuple(_team(held, code) for code in given["team"].split(",")) if "team" in given else ()
    return CaseFilter(measure=given.get("measure"), without=given.get("without"), teams=teams, **states)


def _team(held: Held, code: str) -> int:
    seen = list(held.names.teams)
    if code not in seen:
        raise BadQuestion("team", f"no case has come from a team {code!r}")
    return seen.index(code)


def page_after(given: Mapping[str, str], name: str) -> Cursor | None:
    """Where a page of the list `name` goes on; None for the first one. Raises BadQuestion."""
    if "cursor" not in given:
        return None
    try:
        return Cursor.decode(given["cursor"], name)
    except BadCursor as error:
        raise BadQuestion("cursor", str(error)) from error


def page_limit(text: str) -> int:
    """Cases of a page. Raises BadQuestion."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:6]) <= LONGEST_PAGE:
        raise BadQuestion("limit", f"limit must be a number from 1 to {LONGEST_PAGE}, not {text!r}")
    return int(text)


def list_name(given: Mapping[str, str]) -> str:
    """A short name of a list: a cursor goes on with its own list only."""
    options = orjson.dumps(sorted((name, text) for name, text in given.items() if name not in _APART))
    return hashlib.blake2b(options, digest_size=6).hexdigest()
