"""The departments that a filter offers: those that cases have been sent to."""

from callbacks.review.desk import Desk, Options
from layouts.review.overview.breakdown import VOLUME


def departments_of(desk: Desk, span: Options) -> list[str]:
    """Names of the departments with cases filed in a span of time (options `from` and `to`), in order."""
    named = desk.ask("categories", {"by": "department", "indicators": VOLUME, **span})
    return sorted(entry["name"] for entry in named if entry["name"] and entry[VOLUME])
