"""The pages of the review surface, in the order of the navigation."""

from callbacks.review import (
    account,
    audit,
    case,
    cases,
    coordination,
    evaluation,
    events,
    overview,
    quality,
    screens,
)
from callbacks.review.page import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    evaluation.PAGE,
    cases.PAGE,
    coordination.PAGE,
    quality.PAGE,
    screens.PAGE,
    case.PAGE,
    events.PAGE,
    account.PAGE,
    audit.PAGE,
)


def libraries_of(name: str) -> tuple[str, ...]:
    """The component libraries that a document opened at a path needs besides those of every page."""
    page = page_at(name)
    return () if page is None else page.libraries


def apart_from(name: str) -> list[str]:
    """Paths of the pages that need libraries which a document opened at a path does not have."""
    own = set(libraries_of(name))
    return [page.path for page in PAGES if not set(page.libraries) <= own]


def page_at(name: str) -> Page | None:
    """The page whose path begins with `name`."""
    return next((page for page in PAGES if page.path == name), None)
