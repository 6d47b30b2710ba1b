"""What an address chooses on a page with filters, and how a choice that cannot be is told."""

from collections.abc import Callable
from typing import TypeVar

from callbacks.review.desk import BadFilter, Desk
from layouts.review.filters.chosen import BadFilters, Filters
from layouts.review.filters.days import BadDays

Choice = TypeVar("Choice")


def chosen(desk: Desk, search: str, read: Callable[[str, Filters], Choice]) -> Choice:
    """What `read` makes of the address and its filters, at the desk's day. Raises BadFilter."""
    try:
        return read(search, Filters.read(search, desk.today))
    except BadFilters as error:
        raise BadFilter(error.name, str(error)) from error
    except BadDays as error:
        raise BadFilter("period", f"period={error}") from error
