"""Component ids of the review surface's shell; every page has a module of its own ids beside its layout."""

from enum import StrEnum


class Ids(StrEnum):
    """Components that are there on every page."""

    URL = "url"
    SHELL = "shell"
    """Header and page; replaced when another page is opened."""
    MAIN = "main"
    """The page itself, where "skip to content" leads."""
    TITLE = "title"
    """Store: what the browser's tab is called."""
    LANGUAGE = "language"
    """Link to the same address in the other language."""
    THEME = "theme"
    """Button that changes between light and dark."""
    THEME_DONE = "theme-done"
    """Store that browser code writes to; nothing reads it."""
    DATA_AGE = "data-age"
    """How old the data are; pages that ask again show it again."""
    PROBLEM = "problem"
    """Band about an answer that did not come; browser code shows it."""
    PROBLEM_WORDS = "problem-words"


def searched(page: str) -> str:
    """Store with the query string of the address, of one page by its name: what its callbacks listen to.

    Each page has its own, because a callback whose outputs are on another page must not be started.
    """
    return f"searched-{page}"
