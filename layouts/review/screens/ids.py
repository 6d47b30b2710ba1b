"""Component ids of the page of screens."""

from enum import StrEnum


class Ids(StrEnum):
    """Components of the page that its callbacks name."""

    BODY = "screens-body"
    """Strip of alarms and list; drawn anew every few seconds."""
    PACE = "screens-pace"
