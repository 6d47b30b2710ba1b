"""What stands where figures would: nothing found, something went wrong, not asked yet."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.text import Text


def empty_state(title: str, hint: str, *actions: Component) -> Component:
    """Nothing to show: why, and what to do about it."""
    return html.Div(
        [html.Strong(title), html.P(hint), *_row(actions)],
        className="state-box empty",
        role="status",
    )


def problem_state(text: Text, what: str, where: str, *actions: Component) -> Component:
    """Something went wrong, in place of a page: what, where, and what to do (`actions`)."""
    return html.Div(
        [html.H1(what), html.P([text("review.problem.where"), html.Code(where)]), *_row(actions)],
        className="state-box problem",
        role="alert",
    )


def _row(actions: Sequence[Component]) -> list[Component]:
    return [html.Div(list(actions), className="actions")] if actions else []


PROBLEM_CODES = ("store_down", "behind", "fault", "forbidden", "offline", "bad_request")
"""What an answer that did not come can be; each has its words under `review.problem`."""


def problem_words(text: Text) -> dict[str, str]:
    """The words that browser code puts into the band about a missing answer, by code."""
    return {
        **{code: text(f"review.problem.{code}") for code in PROBLEM_CODES},
        "again": text("review.problem.again"),
        "close": text("review.problem.close"),
    }
