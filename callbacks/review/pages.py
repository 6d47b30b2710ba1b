"""The pages of the review surface, in the order of the navigation."""

from callbacks.review import overview
from callbacks.review.page import Page

PAGES: tuple[Page, ...] = (overview.PAGE,)


def page_at(name: str) -> Page | None:
    """The page whose path begins with `name`."""
    return next((page for page in PAGES if page.path == name), None)
