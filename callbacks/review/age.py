"""Shows the age of the data again after an answer, without making the header an output of a page's callback.

A callback some of whose outputs are there and some not is an error in the browser: the header is on every
page, what a page shows is not.
"""

from collections.abc import Sequence

from dash import set_props
from dash.development.base_component import Component

from layouts.review.ids import Ids


def show_age(words: Sequence[Component]) -> None:
    """Put the words (`layouts.review.dataage.data_age_words`) into the header; inside a callback only."""
    set_props(Ids.DATA_AGE, {"children": words})
