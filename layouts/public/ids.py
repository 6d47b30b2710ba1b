"""Ids of the public pages."""

from enum import StrEnum


class Ids(StrEnum):
    """Components that callbacks and scripts know."""

    URL = "url"
    PAGE = "page"
    TITLE = "title"
    """Title and language of the page, for the document."""
    MAIN = "main"
