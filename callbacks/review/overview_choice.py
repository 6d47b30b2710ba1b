"""What the address of the overview chooses: read once for the page, its files and its map."""

from datetime import date, datetime

from callbacks.review.desk import BadFilter, Desk
from layouts.review.filters.chosen import BadFilters, Filters
from layouts.review.filters.days import BadDays
from layouts.review.overview.choice import Choice


def read_choice(desk: Desk, search: str) -> Choice:
    """What an address chooses. Raises BadFilter."""
    try:
        return Choice.read(search, Filters.read(search, today(desk)))
    except BadFilters as error:
        raise BadFilter(error.name, str(error)) from error
    except BadDays as error:
        raise BadFilter("period", f"period={error}") from error


def today(desk: Desk) -> date:
    """The day of the city."""
    return datetime.fromtimestamp(desk.now, desk.view.city.zone).date()
