"""From the drawer to lists of cases: what an indicator counts, and what it counts against somebody."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data_access.domain.measures import ACTION_TIMES, MEASURES
from layouts import format as fmt
from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.choice import Choice
from layouts.review.view import ReviewView

Json = Mapping[str, Any]
_OBJECT_FILTER = {"town": "area", "department": "department", "team": "team"}
"""Option of the list that names an object; seats are told by single actions, which no list is narrowed by."""
_GROUP_FILTER = {"subclass": "subclass", "class": "class", "place": "area"}


def cases_href(
    view: ReviewView,
    choice: Choice,
    why: Json,
    measure: str | None,
    *,
    without: str | None = None,
    groups: Mapping[str, str] | None = None,
) -> str | None:
    """The list of the cases of the object that a measure counts in the evaluated month, accepted appeals left
    out as in the figures; None where no filter names them."""
    if measure is None or choice.kind not in _OBJECT_FILTER:
        return None
    given = {"measure": measure, "evaluated": why["month"], _OBJECT_FILTER[choice.kind]: why["code"]}
    given |= {"without": without} if without else {}
    given |= {_GROUP_FILTER[name]: code for name, code in (groups or {}).items() if code}
    return view.href("cases", urlencode(given))


def failed_links(view: ReviewView, choice: Choice, why: Json, part: Json) -> list[Component | str]:
    """How many cases an indicator counts against the object, as the link to them; a dash where none can be
    named."""
    if part["failed"] is None:
        return [fmt.NONE]
    count = fmt.count(part["failed"])
    lists: Sequence[Json] = part["failed_lists"]
    links: list[Component | str] = []
    for one in lists:
        href = cases_href(view, choice, why, one["measure"], without=one["without"])
        if href is None or not part["failed"]:
            return [count]
        words = count if len(lists) == 1 else view.text(f"case.measure.{one['measure']}")
        title = view.text("evaluation.failed_of", name=title_of(view.text, part))
        links += [" " if links else "", html.A(words, href=href, title=title)]
    return links if len(lists) == 1 else [f"{count}: ", *links]


def cases_buttons(view: ReviewView, choice: Choice, why: Json) -> Component:
    """The ways from the main cause to its cases: to those that failed, and to all that it is about."""
    part = next((each for each in why["parts"] or () if each["name"] == why["cause"]), None)
    if part is None:
        return html.Div(className="off")
    text, name = view.text, title_of(view.text, part)
    buttons = []
    if part["failed"] and len(part["failed_lists"]) == 1:
        (one,) = part["failed_lists"]
        href = cases_href(view, choice, why, one["measure"], without=one["without"])
        actions = MEASURES[one["measure"]].time in ACTION_TIMES
        key = "evaluation.see_failed_actions" if actions else "evaluation.see_failed"
        buttons.append((text(key, count=fmt.count(part["failed"]), name=name), href, "button primary"))
    count = part["numerator"] if part["count"] else part["denominator"]
    all_of_it = cases_href(view, choice, why, why["measure"])
    kind = "button" if buttons else "button primary"
    buttons.append((text("evaluation.see_cases", count=fmt.count(count), name=name), all_of_it, kind))
    return html.Div(
        [html.A(words, href=href, className=kind) for words, href, kind in buttons if href],
        className="drawer-actions",
    )
