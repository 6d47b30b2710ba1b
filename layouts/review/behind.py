"""From a figure to the cases behind it: addresses of the list of cases."""

from collections.abc import Mapping
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from data_access.domain.indicators import INDICATORS
from layouts.review.view import ReviewView


def cases_behind(view: ReviewView, indicator: str, options: Mapping[str, str | None]) -> str:
    """Address of the cases that an indicator counts: of a ratio those it is measured over, its denominator.

    `options` are the question's own; a live count ignores their period.
    """
    given = {name: value for name, value in options_behind(indicator, options).items() if value}
    return view.href("cases", urlencode(given))


def options_behind(indicator: str, options: Mapping[str, str | None]) -> dict[str, str | None]:
    """The options of the question `cases` for those that an indicator counts."""
    measured = INDICATORS[indicator]
    given = {name: value for name, value in options.items() if not (measured.live and name in ("from", "to"))}
    return {"measure": measured.denominator or measured.numerator, **given}


def to_cases(
    view: ReviewView, content: str, indicator: str, options: Mapping[str, str | None], name: str = ""
) -> Component:
    """A figure as a link to its cases; `name` is its class in the sheets."""
    return html.A(
        content,
        href=cases_behind(view, indicator, options),
        title=view.text("figures.to_cases"),
        className=f"behind {name}".rstrip(),
    )
