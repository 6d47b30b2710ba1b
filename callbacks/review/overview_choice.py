"""What the address of the overview chooses: read once for the page, its files and its map."""

from callbacks.review.chosen import chosen
from callbacks.review.desk import Desk
from layouts.review.overview.choice import Choice


def read_choice(desk: Desk, search: str) -> Choice:
    """What an address chooses. Raises BadFilter."""
    return chosen(desk, search, Choice.read)
